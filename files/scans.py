"""A stored file's virus scan: asked for, done, given up; never waiting for ever."""

from datetime import datetime, timedelta
from typing import BinaryIO, cast

from django.conf import settings
from django.db import transaction

from files import clamd
from files.models import SCANNED, ScanState, StoredFile

MOST_ATTEMPTS = 4
LONGEST_WAIT = timedelta(minutes=20)
"""Longer than the attempts take together: 0, 2, 6 and 14 minutes after the asking."""


def scanner_is_set_up() -> bool:
    return bool(settings.CLAMD_URL)


def state_of(file: StoredFile, *, now: datetime) -> ScanState:
    """What is known at ``now``: who waited too long counts as could not be scanned."""
    state = ScanState(file.scan_state)
    if (
        state == ScanState.WAITING
        and file.scan_asked_at
        and now - file.scan_asked_at > LONGEST_WAIT
    ):
        return ScanState.FAILED
    return state


@transaction.atomic
def ask_for_scan(file_id: int, *, at: datetime) -> StoredFile | None:
    """Let the file wait for its scan; the caller promises the work for its ``scan_round``.

    None where nothing is to be done: no scanner, scanned already, or waiting in time.
    """
    if not scanner_is_set_up():
        return None
    file = StoredFile.objects.select_for_update().get(pk=file_id)
    if state_of(file, now=at) in (*SCANNED, ScanState.WAITING):
        return None
    file.scan_state, file.scan_asked_at = ScanState.WAITING, at
    file.scan_round, file.scan_attempts = file.scan_round + 1, 0
    file.save()
    return file


def scan_file(file_id: int, scan_round: int, *, at: datetime) -> ScanState:
    """One attempt of the round; what is no longer waiting is left as it is.

    The scanner reads while no transaction is open. Raises clamd.ScannerAway while
    attempts are left.
    """
    file = StoredFile.objects.get(pk=file_id)
    if not _waits(file, scan_round):
        return ScanState(file.scan_state)
    try:
        verdict = _verdict(file)
    except clamd.ScannerAway:
        if _note_failure(file_id, scan_round) == ScanState.WAITING:
            raise
        return ScanState.FAILED
    return _keep(file_id, scan_round, verdict, at)


def _waits(file: StoredFile, scan_round: int) -> bool:
    return file.scan_state == ScanState.WAITING and file.scan_round == scan_round


def _verdict(file: StoredFile) -> clamd.Verdict:
    if not scanner_is_set_up():
        raise clamd.ScannerAway("no scanner is set up")
    with file.open_for_scan() as content:
        return clamd.scan(settings.CLAMD_URL, cast(BinaryIO, content))


@transaction.atomic
def _note_failure(file_id: int, scan_round: int) -> ScanState:
    file = StoredFile.objects.select_for_update().get(pk=file_id)
    if _waits(file, scan_round):
        file.scan_attempts += 1
        if file.scan_attempts >= MOST_ATTEMPTS:
            file.scan_state = ScanState.FAILED
        file.save()
    return ScanState(file.scan_state)


@transaction.atomic
def _keep(file_id: int, scan_round: int, verdict: clamd.Verdict, at: datetime) -> ScanState:
    file = StoredFile.objects.select_for_update().get(pk=file_id)
    if _waits(file, scan_round):
        file.scan_state = ScanState.INFECTED if verdict.finding else ScanState.CLEAN
        file.scan_finding, file.scan_engine = verdict.finding[:200], verdict.engine[:200]
        file.scanned_at = at
        file.save()
    return ScanState(file.scan_state)
