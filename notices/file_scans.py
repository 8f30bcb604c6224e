"""The promise of a virus scan: here, where the outbox lies, for every room with uploads."""

from datetime import datetime

from files.models import StoredFile
from files.scans import ask_for_scan
from notices import outbox


def scan_key(file_id: int, scan_round: int) -> str:
    return f"scan:{file_id}:{scan_round}"


def promise_scan(file: StoredFile, *, at: datetime) -> bool:
    """Inside the act that stores a file or asks again; False where there is nothing to scan."""
    asked = ask_for_scan(file.pk, at=at)
    if asked is None:
        return False
    arguments = {"stored_file_id": asked.pk, "scan_round": asked.scan_round}
    outbox.promise("notices.tasks.scan_file", arguments, key=scan_key(asked.pk, asked.scan_round))
    return True
