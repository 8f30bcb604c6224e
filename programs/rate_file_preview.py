"""What a file of rates would do to the stored ones, row by row, before anything is stored."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, cast

from django.utils.translation import gettext as _

from programs.models import ProposedRate, RateUpload, ReferenceRate
from programs.models.reference_rates import PublishedRate
from programs.rate_files import FileRow, RateFile, read_rate_file
from programs.rate_proposals import Line, RateValues

COMPARED = tuple(name for name in PublishedRate.VALUE_NAMES if name != "verified")
SeriesAndDay = tuple[Any, ...]


class RowStatus(StrEnum):
    NEW = "new"
    SAME = "same"
    CORRECTS = "corrects"
    REFUSED = "refused"


@dataclass(frozen=True)
class PreviewRow:
    """``changed`` names the fields in which the row differs from the ``stored`` one."""

    row: FileRow
    status: RowStatus
    stored: ReferenceRate | None = None
    changed: tuple[str, ...] = ()

    @property
    def changed_labels(self) -> str:
        return ", ".join(str(self.row.form.fields[name].label) for name in self.changed)


@dataclass(frozen=True)
class Preview:
    rows: list[PreviewRow] = field(default_factory=list)
    problems: list[Any] = field(default_factory=list)

    def count(self, status: RowStatus) -> int:
        return sum(row.status == status for row in self.rows)

    @property
    def is_refused(self) -> bool:
        """All or nothing: one faulty row and none is proposed."""
        return bool(self.problems) or bool(self.count(RowStatus.REFUSED))

    @property
    def corrects(self) -> bool:
        return bool(self.count(RowStatus.CORRECTS))

    @property
    def changes_nothing(self) -> bool:
        return not self.is_refused and self.count(RowStatus.SAME) == len(self.rows)

    def lines(self, *, verified: bool) -> list[Line]:
        """The rows to propose: those that are new or correct a stored one."""
        return [_line(row, verified) for row in self.rows if row.status != RowStatus.SAME]


def preview_of(upload: RateUpload) -> Preview:
    """The upload against what is stored now; three queries, whatever it holds."""
    return compare(read_rate_file(upload))


def compare(file: RateFile) -> Preview:
    stored = {_key(rate): rate for rate in ReferenceRate.objects.current()}
    awaiting = {_key(rate) for rate in ProposedRate.objects.filter(awaits=True)}
    rows = [_preview_row(row, stored, awaiting) for row in file.rows]
    return Preview(rows=rows, problems=file.problems)


def _key(rate: ReferenceRate | ProposedRate) -> SeriesAndDay:
    return (*rate.series, rate.effective_from)


def _preview_row(
    row: FileRow, stored: dict[SeriesAndDay, ReferenceRate], awaiting: Iterable[SeriesAndDay]
) -> PreviewRow:
    if row.errors:
        return PreviewRow(row, RowStatus.REFUSED)
    if row.series_and_day in awaiting:
        row.errors.append(_("A value of this series from this day awaits a second person already."))
        return PreviewRow(row, RowStatus.REFUSED)
    found = stored.get(row.series_and_day)
    if found is None:
        return PreviewRow(row, RowStatus.NEW)
    read = row.form.cleaned_data
    changed = tuple(name for name in COMPARED if read[name] != getattr(found, name))
    status = RowStatus.CORRECTS if changed else RowStatus.SAME
    return PreviewRow(row, status, found, changed)


def _line(row: PreviewRow, verified: bool) -> Line:
    values = cast(RateValues, {**row.row.values, "verified": verified})
    return Line(values, corrects=row.stored)
