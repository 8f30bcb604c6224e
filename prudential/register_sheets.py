"""A workbook's only sheet as CSV, converted by a process of limited memory and time."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from prudential.register_columns import COUNTS, IDENTIFIERS

SECONDS = 600


@dataclass(frozen=True)
class Sheet:
    """The text of the cells; or rows (None: the file) with the rule each breaks."""

    path: Path
    faulty_rows: list[tuple[int | None, str]]


def sheet_as_csv(path: Path, folder: Path) -> Sheet:
    """The cells below and with the headings, numbers written as they are stored.

    A process that dies of its limits was given no register, whatever it was given.
    """
    target = folder / "sheet.csv"
    wanted = [str(path), str(target), ",".join(IDENTIFIERS), ",".join(COUNTS)]
    try:
        done = subprocess.run(  # noqa: S603 — our own module, paths of our own
            [sys.executable, "-m", "prudential.sheet_to_csv", *wanted],
            cwd=settings.BASE_DIR,
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return Sheet(target, [(None, "unreadable_workbook")])
    return Sheet(target, [(row, rule) for row, rule in json.loads(done.stdout)])
