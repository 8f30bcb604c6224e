"""What a draft says: raw answers read, checked section by section, and typed."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from applications.documents import current_documents, missing_documents
from applications.form_sections import ANSWERED_SECTIONS, SECTION_OF_CODE, Section
from applications.models import Case, CaseDocument, DraftSection
from applications.section_sheets import AnswerError, Raw, SectionSheet
from files.models import StoredFile
from norms.hash_chain import sha256_of


class Progress(StrEnum):
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETE = "complete"
    NEEDS_ATTENTION = "needs_attention"


class IncompleteAnswers(Exception):
    """The draft cannot be submitted; ``errors`` lists by section what is missing or wrong."""

    def __init__(self, errors: dict[str, list[AnswerError]]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


@dataclass(frozen=True)
class DraftAnswers:
    """All stored sections of a case and its documents, read once."""

    sections: dict[str, DraftSection]
    documents: list[CaseDocument]

    @property
    def raw(self) -> dict[str, Raw]:
        return {code: stored.answers for code, stored in self.sections.items()}

    def sheet(self, section: Section, *, checked: bool) -> SectionSheet:
        raw = self.raw
        return SectionSheet(section, raw.get(section.code, {}), checked=checked, siblings=raw)

    def errors(self, section: Section) -> list[AnswerError]:
        if section.code == "documents":
            missing = [_missing_document(kind) for kind in missing_documents(self.documents)]
            return missing + [_infected(d) for d in self.documents if d.file.is_infected]
        return self.sheet(section, checked=True).errors() if section.has_answers else []

    def progress(self, section: Section) -> Progress:
        errors = self.errors(section)
        started = self.documents if section.code == "documents" else section.code in self.sections
        if not started:
            return Progress.NOT_STARTED
        if not errors:
            return Progress.COMPLETE
        only_missing = all(error.is_missing for error in errors)
        return Progress.IN_PROGRESS if only_missing else Progress.NEEDS_ATTENTION


def draft_answers(case: Case) -> DraftAnswers:
    """Two queries, whatever the case holds."""
    sections = {
        stored.section: stored for stored in case.sections.select_related("updated_by__user")
    }
    return DraftAnswers(sections, current_documents(case))


def seen_of(case: Case, draft: DraftAnswers) -> str:
    """What a check page shows, in one word: an old page's button submits nothing."""
    versions = sorted((code, stored.version) for code, stored in draft.sections.items())
    documents = [document.pk for document in draft.documents]
    answered = case.remark_answers.order_by("pk").values_list("pk", "updated_at")
    said = [[pk, at.isoformat()] for pk, at in answered]
    return sha256_of([case.submissions.count(), versions, documents, said])


def typed_answers(case: Case) -> dict[str, Any]:
    """The answers by section, amounts and days as strings, ready for JSON.

    ``goods`` is a list of rows, ``applicant`` carries the organisation's
    ``business_number``. Raises IncompleteAnswers.
    """
    draft = draft_answers(case)
    errors = errors_by_section(draft)
    if errors:
        raise IncompleteAnswers(errors)
    return typed_of(case, draft)


def typed_of(case: Case, draft: DraftAnswers) -> dict[str, Any]:
    """The same of a draft that is known to be complete."""
    typed = {section.code: draft.sheet(section, checked=True) for section in ANSWERED_SECTIONS}
    answers = {code: _typed(sheet) for code, sheet in typed.items()}
    answers["applicant"]["business_number"] = case.organisation.business_number
    return answers


def typed_section(draft: DraftAnswers, code: str) -> Any | None:
    """One section's typed answers, None while it is incomplete."""
    sheet = draft.sheet(SECTION_OF_CODE[code], checked=True)
    return None if sheet.errors() else sheet.typed()


def errors_by_section(draft: DraftAnswers) -> dict[str, list[AnswerError]]:
    sections = SECTION_OF_CODE.values()
    found = {section.code: draft.errors(section) for section in sections}
    return {code: errors for code, errors in found.items() if errors}


def frozen_documents(case: Case) -> list[dict[str, Any]]:
    """Each document as a submission keeps it: kind, version, name, size and SHA-256."""
    return [_frozen(document, document.file) for document in current_documents(case)]


def _frozen(document: CaseDocument, file: StoredFile) -> dict[str, Any]:
    return {
        "id": document.pk,
        "kind": document.kind,
        "version": document.version,
        "name": document.name,
        "content_type": file.content_type,
        "size": file.size,
        "sha256": file.sha256,
        "uploaded_by": document.uploaded_by.user.full_name,
        "uploaded_at": document.uploaded_at.isoformat(),
    }


def _typed(sheet: SectionSheet) -> Any:
    sheet.errors()
    return sheet.typed()


def _missing_document(kind: Any) -> AnswerError:
    message = _("Add the document: %(kind)s") % {"kind": kind.label}
    return AnswerError(f"kind-{kind.value}", str(kind.label), message, "required")


def _infected(document: CaseDocument) -> AnswerError:
    message = _("A virus was found in %(name)s. Remove it or add a clean version.")
    field = f"document-{document.pk}"
    return AnswerError(field, document.name, message % {"name": document.name}, "infected")
