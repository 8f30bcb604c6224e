"""Reference rates from a table: read row by row, nothing stored, every fault in words.

Headings and names are recognised in any of the portal's languages or by their codes. A
row goes through the form that a person fills in by hand: one rule for both.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from files.sheet_rows import rows_of
from files.tables import Column
from programs.forms import RateForm
from programs.models import RateUpload, ReferenceRate
from programs.rate_pages import title_of
from programs.rate_proposals import RateValues

MOST_ROWS = 200
LONGEST_CELL = 600
COLUMNS: tuple[str, ...] = (
    "kind",
    "currency",
    "term_bucket",
    "value_percent",
    "effective_from",
    "known_until",
    "decided",
    "decision",
    "source",
)
NEEDED = ("kind", "currency", "value_percent", "effective_from", "source")
NAMED = ("kind", "term_bucket")
ENDED = "ended"
ENDED_WORDS = gettext_lazy("no longer published")
ONE_PERCENT = Decimal(1)


@dataclass
class FileRow:
    """A row of the file; ``number`` counts from the heading, which is row 1."""

    number: int
    form: RateForm
    errors: list[str] = field(default_factory=list)

    @property
    def values(self) -> RateValues:
        """As the form read them; only of a row without errors."""
        return self.form.values()

    @property
    def series_and_day(self) -> tuple[Any, ...]:
        names = (*ReferenceRate.SERIES_NAMES, "effective_from")
        return tuple(self.form.cleaned_data[name] for name in names)

    @property
    def looks_like_a_fraction(self) -> bool:
        """A spreadsheet's 17.5 % is stored as 0.175: a person has to look."""
        value = self.form.cleaned_data.get("value_percent")
        return value is not None and 0 < value < ONE_PERCENT

    @property
    def title(self) -> str:
        """The series by name, or what was typed where it has no such name."""
        if self.form.errors:
            typed = (self.form.data.get(name, "") for name in ReferenceRate.SERIES_NAMES)
            return ", ".join(word for word in typed if word)
        return title_of(ReferenceRate(**self.values))

    @property
    def first_day(self) -> str:
        return str(self.form.data.get("effective_from", ""))

    @property
    def value(self) -> str:
        """As it stands in the file."""
        return str(self.form.data.get("value_percent", "")) or str(ENDED_WORDS)


@dataclass
class RateFile:
    """``problems`` concern the file as a whole; with one there are no rows."""

    rows: list[FileRow] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def template_columns() -> list[Column]:
    """The headings in the language of the page."""
    return [Column(_label(name), 24) for name in COLUMNS]


def read_rate_file(upload: RateUpload) -> RateFile:
    """Every row of an uploaded table with its faults. Raises files.models.InfectedFile."""
    with upload.file.open() as file:
        try:
            rows = rows_of(file, most=MOST_ROWS + 2, longest=LONGEST_CELL)
        except ValidationError as error:
            return RateFile(problems=list(error.messages))
    return read_rows(rows)


def read_rows(rows: Sequence[Sequence[str]]) -> RateFile:
    """The same of cells as text, the headings in the first row."""
    if len(rows) > MOST_ROWS + 1:
        return RateFile(problems=[_("Leave at most %(most)s rows") % {"most": MOST_ROWS}])
    names = [_plain(cell) for cell in rows[0]] if rows else []
    while names and not names[-1]:
        names.pop()
    if problems := list(_heading_problems(names)):
        return RateFile(problems=problems)
    fields = [_columns()[name] for name in names]
    found = [
        _read_row(number, fields, cells)
        for number, cells in enumerate(rows[1:], start=2)
        if any(cell.strip() for cell in cells)
    ]
    _refuse_repeated(found)
    return RateFile(rows=found, problems=[] if found else [_("The file has no rows.")])


def _heading_problems(names: list[str]) -> Iterator[str]:
    known = _columns()
    for name in names:
        if name not in known:
            yield _("The heading “%(name)s” is not known. Take the template's.") % {"name": name}
    fields = [known[name] for name in names if name in known]
    for column in dict.fromkeys(fields):
        if fields.count(column) > 1:
            yield _("Two columns are “%(name)s”") % {"name": _label(column)}
    for column in NEEDED:
        if column not in fields:
            yield _("The column “%(name)s” is missing") % {"name": _label(column)}


def _read_row(number: int, fields: list[str], cells: Sequence[str]) -> FileRow:
    values = dict(zip(fields, (cell.strip() for cell in cells), strict=False))
    row = FileRow(number, RateForm(_form_data(values)))
    if any(cell.strip() for cell in cells[len(fields) :]):
        row.errors.append(_("There are more cells than headings"))
    for name, faults in row.form.errors.items():
        label = _label(name) if name in COLUMNS else ""
        row.errors += [f"{label}: {fault}" if label else str(fault) for fault in faults]
    return row


def _form_data(values: dict[str, str]) -> dict[str, str]:
    data = {**values, "currency": values.get("currency", "").upper()}
    for name in NAMED:
        typed = values.get(name, "")
        data[name] = _codes(name).get(_plain(typed), typed)
    if _plain(data.get("value_percent", "")) in _ended():
        data |= {"value_percent": "", "ends_series": "on"}
    return data


def _refuse_repeated(rows: list[FileRow]) -> None:
    """Of two rows for one day of a series neither is taken: nobody knows which is meant."""
    seen: dict[tuple[Any, ...], FileRow] = {}
    for row in rows:
        if row.errors:
            continue
        first = seen.setdefault(row.series_and_day, row)
        if first is not row:
            words = _("The same rate from the same day stands in row %(row)s")
            row.errors.append(words % {"row": first.number})
            first.errors.append(words % {"row": row.number})


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _label(name: str) -> str:
    return str(RateForm.base_fields[name].label)


@cache
def _columns() -> dict[str, str]:
    """A column's name in every language, and its code, to its field."""
    labels = {name: RateForm.base_fields[name].label for name in COLUMNS}
    return {word: name for name, label in labels.items() for word in [name, *_in_all(label)]}


@cache
def _codes(name: str) -> dict[str, str]:
    choices = ReferenceRate._meta.get_field(name).flatchoices  # type: ignore[union-attr]
    return {word: code for code, label in choices for word in [_plain(code), *_in_all(label)]}


@cache
def _ended() -> frozenset[str]:
    return frozenset([ENDED, *_in_all(ENDED_WORDS)])


def _in_all(label: Any) -> list[str]:
    found = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.append(_plain(str(label)))
    return found
