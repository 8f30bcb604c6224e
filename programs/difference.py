"""What a revision changes against another one, row by row and field by field. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from programs.models.terms import RowKey, TermsRow


class FieldChange(NamedTuple):
    field: str
    old: Any
    new: Any


@dataclass(frozen=True)
class RowChange:
    """The same key in both revisions, with other values."""

    old: TermsRow
    new: TermsRow
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Difference:
    added: tuple[TermsRow, ...]
    removed: tuple[TermsRow, ...]
    changed: tuple[RowChange, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def difference(base: Iterable[TermsRow], revision: Iterable[TermsRow]) -> Difference:
    """Rows of ``revision`` against those of ``base``, matched by their keys.

    A row whose key changed counts as removed and added; order alone changes nothing.
    """
    old = _by_key(base)
    new = _by_key(revision)
    return Difference(
        added=tuple(row for key, row in new.items() if key not in old),
        removed=tuple(row for key, row in old.items() if key not in new),
        changed=tuple(_changes(old, new)),
    )


def field_changes(old: TermsRow, new: TermsRow) -> tuple[FieldChange, ...]:
    """Fields outside the key whose values differ; 7 and 7.00 percent are the same."""
    pairs = ((name, getattr(old, name), getattr(new, name)) for name in TermsRow.VALUE_FIELDS)
    return tuple(FieldChange(*pair) for pair in pairs if pair[1] != pair[2])


def _by_key(rows: Iterable[TermsRow]) -> dict[RowKey, TermsRow]:
    return {row.key: row for row in rows}


def _changes(old: dict[RowKey, TermsRow], new: dict[RowKey, TermsRow]) -> Iterable[RowChange]:
    for key, row in new.items():
        if key in old and (fields := field_changes(old[key], row)):
            yield RowChange(old=old[key], new=row, fields=fields)
