"""What the agent asked to correct when it returned the case: on sections, documents, the whole.

A remark's code is its section's, ``document-<number>`` or ``WHOLE``. The event keeps what
each document was: its kind, version and name.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from applications.answers import DraftAnswers
from applications.form_sections import section_title
from applications.models import Case, CaseEvent, CaseState, DocumentKind, EventKind, Submission
from languages.text import current_language, with_lang

# A remark on the application as a whole, beside those on its sections.
WHOLE = "whole"
OF_DOCUMENT = "document-"
DOCUMENTS = "documents"
# The subsidy is computed from the financing: there is nothing of its own to correct.
ANSWERED_IN = {"subsidy": "financing"}


def document_code(document_id: int) -> str:
    return f"{OF_DOCUMENT}{document_id}"


def document_of(code: str) -> int | None:
    """The number of the document that a remark is on; None for any other remark."""
    number = code.removeprefix(OF_DOCUMENT)
    return int(number) if number != code and number.isdecimal() else None


def section_of(code: str) -> str:
    """The section where a remark is to be dealt with."""
    return code if document_of(code) is None else DOCUMENTS


def documents_remarked(submission: Submission, codes: Iterable[str]) -> dict[str, Any]:
    """What the documents among ``codes`` are, by code. Raises KeyError for one not filed."""
    filed = {document["id"]: document for document in submission.documents}
    numbers = {code: number for code in codes if (number := document_of(code)) is not None}
    return {
        code: {name: filed[number][name] for name in ("kind", "version", "name")}
        for code, number in numbers.items()
    }


def remark_title(code: str, documents: Mapping[str, Any]) -> str | Promise:
    """What a remark is on, in the page's language; ``documents`` is what the event keeps."""
    kept = documents.get(code)
    if kept is None:
        return section_title(section_of(code))
    kind = str(DocumentKind(kept["kind"]).label)
    words = {"kind": kind, "version": kept["version"], "name": kept["name"]}
    return _("%(kind)s, version %(version)s, %(name)s") % words


def last_return(case: Case) -> CaseEvent | None:
    """The return that the applicant is working on; none in any other state."""
    if case.state != CaseState.RETURNED:
        return None
    return case.events.filter(kind=EventKind.RETURNED).order_by("-ordinal").first()


def remarks_of(event: CaseEvent | None) -> dict[str, str]:
    """By code, ready for a page: marked where their language is not the page's."""
    if event is None:
        return {}
    language = event.details.get("written_in") or current_language()
    remarks = event.details.get("remarks", {})
    return {code: with_lang(text, language) for code, text in remarks.items()}


def remarks_on_documents(event: CaseEvent | None) -> dict[int, str]:
    """The same by document's number."""
    numbered = ((document_of(code), text) for code, text in remarks_of(event).items())
    return {number: text for number, text in numbered if number is not None}


def is_answered(event: CaseEvent, code: str, draft: DraftAnswers) -> bool:
    """The section was worked on, or the document replaced or removed, since the remark."""
    if (number := document_of(code)) is not None:
        return all(document.pk != number for document in draft.documents)
    if code == DOCUMENTS:
        return any(document.uploaded_at > event.at for document in draft.documents)
    if code == WHOLE:
        worked_on = [stored.updated_at > event.at for stored in draft.sections.values()]
        return any(worked_on) or is_answered(event, DOCUMENTS, draft)
    stored = draft.sections.get(ANSWERED_IN.get(code, code))
    return stored is not None and stored.updated_at > event.at
