"""A virus scan ends: clean, infected, or honestly not done; what is infected is read by nobody."""

import io
import time
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from files import clamd, scans
from files.downloads import file_response
from files.models import InfectedFile, ScanState, StoredFile
from files.uploads import PDF, store_bytes
from notices import outbox, tasks
from notices.file_scans import promise_scan
from notices.models import OutboxJob
from tests.files.fake_clamd import EICAR, ENGINE, running_clamd

pytestmark = pytest.mark.django_db


@pytest.fixture
def scanner(settings):
    with running_clamd() as running:
        settings.CLAMD_URL = running.url
        yield running


def stored(content=b"%PDF-1.7 a\n%%EOF"):
    return store_bytes(content, PDF)


def asked(file, at=None):
    assert promise_scan(file, at=at or timezone.now())
    file.refresh_from_db()
    return file


def attempt(file):
    tasks.scan_file(file.pk, file.scan_round)
    file.refresh_from_db()
    return file.scan_state


@pytest.mark.parametrize("pieces", [0, 1, 3])
def test_a_clean_file_with_engine_and_time(scanner, pieces):
    file = asked(stored(b"%PDF" + b"x" * pieces * clamd.CHUNK))
    assert attempt(file) == ScanState.CLEAN
    assert (file.scan_engine, file.scan_finding) == (ENGINE, "")
    assert timezone.now() - file.scanned_at < timedelta(minutes=1)
    assert scanner.scanned == [file.size]
    assert OutboxJob.objects.get().done_at


def test_an_infected_file_is_named_and_read_by_nobody(scanner):
    file = asked(stored(b"%PDF" + EICAR))
    assert attempt(file) == ScanState.INFECTED
    assert file.scan_finding == "Eicar-Test-Signature"
    with pytest.raises(InfectedFile):
        file.open()
    with pytest.raises(InfectedFile):
        file_response(file, name="a.pdf")


def test_without_a_scanner_nothing_is_promised_and_nothing_waits(settings):
    assert settings.CLAMD_URL == ""
    file = stored()
    assert not promise_scan(file, at=timezone.now())
    assert (file.scan_state, OutboxJob.objects.count()) == (ScanState.NOT_SCANNED, 0)


@pytest.mark.parametrize("mood", ["rude", "small"])
def test_after_the_last_attempt_it_could_not_be_scanned(scanner, mood):
    scanner.mood = mood
    file = asked(stored())
    for number in range(1, scans.MOST_ATTEMPTS):
        with pytest.raises(clamd.ScannerAway):
            attempt(file)
        file.refresh_from_db()
        assert (file.scan_state, file.scan_attempts) == (ScanState.WAITING, number)
        assert OutboxJob.objects.get().done_at is None
    assert attempt(file) == ScanState.FAILED
    assert OutboxJob.objects.get().done_at


def test_a_failed_scan_can_be_asked_for_again(scanner):
    scanner.mood = "rude"
    file = asked(stored())
    StoredFile.objects.update(scan_attempts=scans.MOST_ATTEMPTS - 1)
    assert attempt(file) == ScanState.FAILED
    scanner.mood = "well"
    assert attempt(asked(file)) == ScanState.CLEAN
    assert file.scan_round == 2


def test_who_waits_too_long_counts_as_not_scanned_and_may_be_asked_again(scanner):
    now = timezone.now()
    file = asked(stored(), at=now - scans.LONGEST_WAIT - timedelta(seconds=1))
    assert scans.state_of(file, now=now) == ScanState.FAILED
    assert scans.state_of(file, now=now - timedelta(minutes=1)) == ScanState.WAITING
    assert asked(file, at=now).scan_round == 2


def test_asking_twice_promises_once_and_a_rerun_scans_nothing(scanner):
    file = asked(stored())
    assert not promise_scan(file, at=timezone.now())
    attempt(file)
    attempt(file)
    assert not promise_scan(file, at=timezone.now())
    assert (len(scanner.scanned), OutboxJob.objects.count()) == (1, 1)


def test_the_sweep_brings_the_attempts_within_the_longest_wait(scanner):
    scanner.mood, now = "rude", timezone.now()
    asked(stored(), at=now)
    gaps = [outbox._wait(number) for number in range(scans.MOST_ATTEMPTS - 1)]
    assert sum(gaps, timedelta()) < scans.LONGEST_WAIT


def test_a_scanner_that_never_answers_costs_its_time_limit_and_no_more(scanner):
    scanner.mood = "dumb"
    started = time.monotonic()
    with pytest.raises(clamd.ScannerAway):
        clamd.scan(scanner.url, io.BytesIO(b"x"), seconds=0.3)
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("url", ["tcp://127.0.0.1:1", "unix:/nowhere", "http://x", "tcp://", "x"])
def test_no_scanner_at_the_address_is_said_so(url):
    assert not clamd.answers(url)
    with pytest.raises(clamd.ScannerAway):
        clamd.scan(url, io.BytesIO(b"x"), seconds=1)


@pytest.mark.parametrize(
    "impossible",
    [
        {"scan_state": "unknown"},
        {"scan_state": ScanState.WAITING},
        {"scan_state": ScanState.CLEAN},
        {"scan_state": ScanState.INFECTED, "scanned_at": timezone.now()},
        {"scan_state": ScanState.CLEAN, "scanned_at": timezone.now(), "scan_finding": "x"},
        {"scanned_at": timezone.now()},
    ],
)
def test_impossible_states_are_refused_by_the_database(impossible):
    file = stored()
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.filter(pk=file.pk).update(**impossible)
