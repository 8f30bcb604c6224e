"""What changed from one submission of a case to the next, answer by answer."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from applications.answer_display import answer_cards
from applications.form_sections import SECTIONS
from applications.models import DocumentKind, Submission


@dataclass(frozen=True)
class Change:
    section: str | Promise
    label: str
    before: str
    after: str


def changes_between(earlier: Submission, later: Submission) -> list[Change]:
    """In the order of the form; documents by kind with their names and versions."""
    old, new = _answers(earlier), _answers(later)
    places = list(dict.fromkeys([*new, *old]))
    found = [
        Change(section, label, old.get((section, label), ""), new.get((section, label), ""))
        for section, label in places
        if old.get((section, label), "") != new.get((section, label), "")
    ]
    return found + _document_changes(earlier.documents, later.documents)


def _answers(submission: Submission) -> dict[tuple[str, str], str]:
    return {
        (str(card.title), row["key"]): row["value"]
        for section in SECTIONS
        if section.code in submission.answers
        for card in answer_cards(section, submission.answers[section.code])
        for row in card.rows
    }


def _document_changes(earlier: list[dict[str, Any]], later: list[dict[str, Any]]) -> list[Change]:
    found = []
    for kind in DocumentKind:
        before, after = _names(earlier, kind), _names(later, kind)
        if before != after:
            title = DocumentKind(kind).label
            found.append(Change(_documents_title(), str(title), before, after))
    return found


def _documents_title() -> str | Promise:
    return next(section.title for section in SECTIONS if section.code == "documents")


def _names(documents: list[dict[str, Any]], kind: str) -> str:
    """Name and version; the content counts through its version."""
    return ", ".join(
        f"{document['name']} ({document['version']})"
        for document in documents
        if document["kind"] == kind
    )
