"""What revisions changed, ready to be read: for the record and for the approver."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from programs import wording
from programs.difference import Difference, RowChange, difference
from programs.models import Programme, Revision, TermsRow

# Of a whole row: not the place it stands in, nor the source's own words again.
TOLD_IN_FULL = tuple(name for name in TermsRow.VALUE_FIELDS if name not in ("paragraph", "cell"))


class ShownChange(NamedTuple):
    """One field before and after, in words; an empty text where nothing was stated."""

    label: object
    old: wording.Text
    new: wording.Text


@dataclass(frozen=True)
class ShownRowChange:
    """``kind`` is added, removed or changed; an added row has no text before, a removed
    one none after."""

    kind: str
    programme: Programme
    paragraph: str
    title: str
    fields: tuple[ShownChange, ...]


@dataclass(frozen=True)
class Record:
    revision: Revision
    changes: tuple[ShownRowChange, ...]

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs that the revision touches, each once, in order."""
        return list(dict.fromkeys(change.programme.paragraph for change in self.changes))


def changes_of(revisions: Iterable[Revision], programme: Programme | None = None) -> list[Record]:
    """Each revision against its base; all their rows, or a programme's, come in one query.

    A revision without a base, the source's own, has its summary only.
    """
    listed = list(revisions)
    with_base = [revision for revision in listed if revision.base_id is not None]
    wanted = {pk for revision in with_base for pk in (revision.pk, revision.base_id)}
    rows = _rows_by_revision(wanted, programme)
    return [
        Record(revision, _shown(_difference(revision, rows)) if revision.base_id else ())
        for revision in listed
    ]


def _difference(revision: Revision, rows: dict[int, list[TermsRow]]) -> Difference:
    return difference(rows[revision.base_id or 0], rows[revision.pk])


def _rows_by_revision(
    revision_ids: Iterable[int | None], programme: Programme | None
) -> dict[int, list[TermsRow]]:
    found: dict[int, list[TermsRow]] = defaultdict(list)
    wanted = [pk for pk in revision_ids if pk is not None]
    if not wanted:
        return found
    rows = TermsRow.objects.filter(revision_id__in=wanted).select_related("programme")
    for row in rows.filter(programme=programme) if programme else rows:
        found[row.revision_id].append(row)
    return found


def _shown(found: Difference) -> tuple[ShownRowChange, ...]:
    shown = [
        *(_of_row("changed", change.new, _fields(change)) for change in found.changed),
        *(_of_row("added", row, stated(row, before=False)) for row in found.added),
        *(_of_row("removed", row, stated(row, before=True)) for row in found.removed),
    ]
    return tuple(sorted(shown, key=lambda change: change.programme.ordinal))


def _of_row(kind: str, row: TermsRow, fields: tuple[ShownChange, ...]) -> ShownRowChange:
    return ShownRowChange(
        kind=kind,
        programme=row.programme,
        paragraph=row.paragraph,
        title=title_of(row),
        fields=fields,
    )


def title_of(row: TermsRow) -> str:
    """What the row is for, with its channel."""
    return f"{row.get_channel_display()} · {wording.row_title(row)}"


def stated(row: TermsRow, *, before: bool) -> tuple[ShownChange, ...]:
    """Every field that a row states, as what was there or as what comes."""
    texts = ((name, wording.field_text(row, name)) for name in TOLD_IN_FULL)
    return tuple(
        ShownChange(wording.label_of(name), text if before else "", "" if before else text)
        for name, text in texts
        if text
    )


def _fields(change: RowChange) -> tuple[ShownChange, ...]:
    return tuple(
        ShownChange(
            wording.label_of(field.field),
            wording.field_text(change.old, field.field),
            wording.field_text(change.new, field.field),
        )
        for field in change.fields
    )
