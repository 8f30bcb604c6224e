"""A few rows of a small CSV or XLSX file as text, for a field that rows may be pasted into.

Nothing is stored. A workbook is opened in a process of its own with little memory and
time, since a few kilobytes can claim to be a sheet of seventeen milliard cells.
"""

import csv
import json
import re
import subprocess
import sys
from typing import BinaryIO, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from files.uploads import WORKBOOK_TEXTS
from files.workbooks import is_workbook, workbook_fault

LARGEST = 512 * 1024
SECONDS = 20
UNREADABLE = _("The file cannot be read. Save it as .xlsx or CSV UTF-8.")
CONTROL = re.compile("[\x00-\x08]")
Rows = list[list[str]]


def rows_of(upload: File, *, most: int, longest: int = 100) -> Rows:
    """The first ``most`` rows of the first sheet: numbers with a point, days as 2026-03-31.

    A workbook's text is cut after ``longest`` characters. Raises ValidationError for a file
    too large, or that is no table.
    """
    if not 0 < (upload.size or 0) <= LARGEST:
        raise ValidationError(
            _("Choose a file with content, of at most %(kilobytes)s KB"),
            code="too_large",
            params={"kilobytes": LARGEST // 1024},
        )
    file = cast(BinaryIO, upload)
    rows = _workbook_rows(file, most, longest) if is_workbook(file) else _csv_rows(file, most)
    if not rows:
        raise ValidationError(_("The file has no rows."), code="empty")
    return rows


def _workbook_rows(file: BinaryIO, most: int, longest: int) -> Rows:
    if fault := workbook_fault(file):
        raise ValidationError(WORKBOOK_TEXTS[fault], code=f"workbook_{fault}")
    file.seek(0)
    command = [sys.executable, "-m", "files.first_rows", str(most), str(longest)]
    try:
        done = subprocess.run(  # noqa: S603 — our own module
            command,
            cwd=settings.BASE_DIR,
            input=file.read(),
            capture_output=True,
            check=True,
            timeout=SECONDS,
        )
    except subprocess.SubprocessError:
        raise ValidationError(UNREADABLE, code="unreadable") from None
    return cast(Rows, json.loads(done.stdout))


def _csv_rows(file: BinaryIO, most: int) -> Rows:
    file.seek(0)
    text = _decoded(file.read())
    lines = text.splitlines()
    reader = csv.reader(lines, delimiter=_delimiter(lines))
    try:
        return [row for row, _number in zip(reader, range(most), strict=False)]
    except csv.Error:
        raise ValidationError(UNREADABLE, code="unreadable") from None


def _decoded(content: bytes) -> str:
    """UTF-8, or the code page in which spreadsheets here save Cyrillic CSV."""
    for encoding in ("utf-8-sig", "cp1251"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not CONTROL.search(text):
            return text
    raise ValidationError(UNREADABLE, code="unreadable")


def _delimiter(lines: list[str]) -> str:
    sample = lines[:20]
    return next((mark for mark in "\t;" if any(mark in line for line in sample)), ",")
