"""The parties' own schedule as typed or pasted: a day and a principal in each line.

Cells are parted by a tab, as a spreadsheet copies them, by a semicolon or by a space.
Every error names its row, counted from the first line, and its column.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from languages.amounts import format_date, format_number
from languages.forms import AmountField, DayField
from languages.text import current_language
from programs.schedules import PrincipalPart

# Fifteen years of months; an address of that many rows still fits a request line.
MOST_ROWS = 180
MOST_TOLD = 10
COLUMNS: dict[str, Promise] = {
    "date": gettext_lazy("payment day"),
    "principal": gettext_lazy("principal repaid"),
}
FIELDS: dict[str, Any] = {
    "date": DayField(help_text=""),
    "principal": AmountField(error_messages={"required": gettext_lazy("Enter an amount, or 0")}),
}


@dataclass
class OwnRows:
    """The rows read, each with the number of its line, and what is wrong in words."""

    parts: list[PrincipalPart] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def refuse(self, line: int, column: str, message: str) -> None:
        words = {"row": line, "column": COLUMNS[column], "error": message}
        self.errors.append(_("Row %(row)s, %(column)s: %(error)s") % words)

    def told(self) -> list[str]:
        """The first errors, and how many more there are."""
        more = len(self.errors) - MOST_TOLD
        if more <= 0:
            return self.errors
        return [*self.errors[:MOST_TOLD], _("And %(count)s more errors") % {"count": more}]


def read_own_rows(text: str) -> OwnRows:
    """Empty lines do not count, nor does a heading in the first one."""
    found = OwnRows()
    for line, cells in _cells(text):
        if len(found.lines) + len(found.errors) > 2 * MOST_ROWS:
            break
        _read_row(found, line, cells)
    if not found.parts and not found.errors:
        found.errors.append(_("Enter the rows of your schedule, a day and an amount in each"))
    elif len(found.parts) > MOST_ROWS:
        found.errors = [_("Enter at most %(most)s rows") % {"most": MOST_ROWS}]
    return found


def _cells(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or (number == 1 and not re.search("[0-9]", line)):
            continue
        yield number, _split(line)


def _split(line: str) -> list[str]:
    for mark in "\t;":
        if mark in line:
            return [cell.strip() for cell in line.split(mark)]
    return line.split(maxsplit=1)


def _read_row(found: OwnRows, line: int, cells: list[str]) -> None:
    if any(cells[2:]):
        found.errors.append(_("Row %(row)s: leave two columns, day and principal") % {"row": line})
        return
    values: dict[str, Any] = {}
    for name, cell in zip(FIELDS, [*cells, ""], strict=False):
        try:
            values[name] = FIELDS[name].clean(cell)
        except ValidationError as error:
            found.refuse(line, name, " ".join(error.messages))
    if len(values) == len(FIELDS):
        found.parts.append(PrincipalPart(**values))
        found.lines.append(line)


def check_own_rows(rows: OwnRows, *, amount: Decimal, start: date, last_day: date | None) -> None:
    """Days rise after the disbursement and end with the term; the parts make the amount.

    Adds to the rows' errors.
    """
    previous = start
    for line, part in zip(rows.lines, rows.parts, strict=True):
        if part.date <= previous:
            after = format_date(previous, current_language())
            rows.refuse(line, "date", _("Enter a day after %(day)s") % {"day": after})
        elif last_day and part.date > last_day:
            end = format_date(last_day, current_language())
            told = _("This day lies after the end of the term, %(day)s") % {"day": end}
            rows.refuse(line, "date", told)
        previous = part.date
    total = sum((part.principal for part in rows.parts), Decimal(0))
    if total != amount:
        sums = {name: _plain(value) for name, value in {"total": total, "amount": amount}.items()}
        rows.errors.append(
            _("The principal of all rows is %(total)s, the amount of the credit %(amount)s") % sums
        )


def _plain(value: Decimal) -> str:
    return format_number(value, current_language(), 2)


def rows_as_text(rows: list[list[str]]) -> str:
    """Cells as the field takes them: what a spreadsheet would copy."""
    lines = ["\t".join(cell.replace("\t", " ").strip() for cell in row) for row in rows]
    return "\n".join(line.rstrip("\t") for line in lines)
