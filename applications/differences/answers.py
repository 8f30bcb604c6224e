"""What changed in the answers and the documents from one submission to another."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from typing import Any

from django.utils.functional import Promise

from applications.answer_display import in_words
from applications.differences.rows import match_rows
from applications.form_sections import SECTIONS, Section
from applications.models import DocumentKind, Submission

# What names a row of a list, however it was moved and corrected.
ROW_KEYS: dict[str, tuple[str, ...]] = {
    "goods": ("hs_code", "description", "origin_proof_number"),
    "financing": ("date",),
}


class How(StrEnum):
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    REPLACED = "replaced"
    RENAMED = "renamed"


@dataclass(frozen=True)
class Change:
    """An answer in words before and after. ``place`` is the entry of a table, "2 → 1" where
    it moved, and empty for the section's own answers."""

    code: str
    section: str | Promise
    place: str
    label: str
    before: str
    after: str
    how: How = How.CHANGED


@dataclass(frozen=True)
class DocumentChange:
    """By content: the same SHA-256 is the same document, whatever its name."""

    kind: str
    how: How
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


def answer_changes(earlier: Submission, later: Submission) -> list[Change]:
    """In the order of the form; rows of a table are matched by what they say."""
    return [
        change
        for section in SECTIONS
        for change in _section_changes(section, earlier.answers, later.answers)
    ]


def changed_sections(earlier: Submission, later: Submission) -> list[str]:
    """Codes of the sections that differ, documents among them, in the form's order."""
    codes = {change.code for change in answer_changes(earlier, later)}
    if document_changes(earlier, later):
        codes.add("documents")
    return [section.code for section in SECTIONS if section.code in codes]


def _section_changes(
    section: Section, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Change]:
    old, new = before.get(section.code), after.get(section.code)
    if section.form:
        yield from _field_changes(section, section.form, "", old or {}, new or {})
    if section.rows:
        yield from _row_changes(section, _rows(section, old), _rows(section, new))


def _rows(section: Section, typed: Any) -> list[dict[str, Any]]:
    if section.form is None:
        return list(typed or [])
    return list((typed or {}).get(section.rows_key) or [])


def _field_changes(
    section: Section, form: Any, place: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[Change]:
    for name, field in form.base_fields.items():
        before, after = old.get(name), new.get(name)
        if _given(before) != _given(after):
            words = in_words(field, before), in_words(field, after)
            yield Change(section.code, section.title, place, str(field.label), *words)


def _given(value: Any) -> Any:
    return None if value == "" else value


def _row_changes(
    section: Section, old: list[dict[str, Any]], new: list[dict[str, Any]]
) -> Iterator[Change]:
    form = section.rows.form  # type: ignore[union-attr]
    name = str(section.rows.row_name)  # type: ignore[union-attr]
    for before, after in match_rows(old, new, key=ROW_KEYS.get(section.code, ())):
        if before is None and after is not None:
            words = _in_one_line(form, new[after])
            yield _whole_row(section, f"{name} {after + 1}", "", words, How.ADDED)
        elif after is None and before is not None:
            words = _in_one_line(form, old[before])
            yield _whole_row(section, f"{name} {before + 1}", words, "", How.REMOVED)
        elif before is not None and after is not None:
            moved = str(after + 1) if before == after else f"{before + 1} → {after + 1}"
            place = f"{name} {moved}"
            yield from _field_changes(section, form, place, old[before], new[after])


def _whole_row(section: Section, place: str, before: str, after: str, how: How) -> Change:
    return Change(section.code, section.title, place, place, before, after, how)


def _in_one_line(form: Any, row: Mapping[str, Any]) -> str:
    fields = form.base_fields.items()
    words = ((str(field.label), in_words(field, row.get(name))) for name, field in fields)
    return "; ".join(f"{label}: {word}" for label, word in words if word)


def document_changes(earlier: Submission, later: Submission) -> list[DocumentChange]:
    """By kind in the form's order: added, replaced by other content, renamed, removed."""
    return [
        change
        for kind in DocumentKind
        for change in _of_kind(kind, _kept(earlier, kind), _kept(later, kind))
    ]


def _kept(submission: Submission, kind: str) -> list[dict[str, Any]]:
    return [document for document in submission.documents if document["kind"] == kind]


def _of_kind(
    kind: str, before: list[dict[str, Any]], after: list[dict[str, Any]]
) -> Iterator[DocumentChange]:
    """Of one content, else of one name, else in their order: the rest came or went."""
    old, new = list(before), list(after)
    pairs = [*_taken(old, new, "sha256"), *_taken(old, new, "name"), *zip_longest(old, new)]
    for was, is_now in pairs:
        if how := _how(was, is_now):
            yield DocumentChange(kind, how, was, is_now)


def _taken(
    old: list[dict[str, Any]], new: list[dict[str, Any]], name: str
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Pairs that agree in ``name``, taken out of both lists."""
    for document in list(old):
        twin = next((other for other in new if other[name] == document[name]), None)
        if twin is not None:
            old.remove(document)
            new.remove(twin)
            yield document, twin


def _how(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> How | None:
    if before is None:
        return How.ADDED
    if after is None:
        return How.REMOVED
    if before["sha256"] != after["sha256"]:
        return How.REPLACED
    return How.RENAMED if before["name"] != after["name"] else None
