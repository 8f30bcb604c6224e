"""What the agent asked to correct, section by section, when it returned the case."""

from applications.answers import DraftAnswers
from applications.models import Case, CaseEvent, CaseState, EventKind
from languages.text import current_language, with_lang

# A remark on the application as a whole, beside those on its sections.
WHOLE = "whole"


def last_return(case: Case) -> CaseEvent | None:
    """The return that the applicant is working on; none in any other state."""
    if case.state != CaseState.RETURNED:
        return None
    return case.events.filter(kind=EventKind.RETURNED).order_by("-ordinal").first()


def remarks_of(event: CaseEvent | None) -> dict[str, str]:
    """By section's code, ready for a page: marked where their language is not the page's."""
    if event is None:
        return {}
    language = event.details.get("written_in") or current_language()
    remarks = event.details.get("remarks", {})
    return {code: with_lang(text, language) for code, text in remarks.items()}


def is_answered(event: CaseEvent, code: str, draft: DraftAnswers) -> bool:
    """The section was worked on since the remark was made."""
    if code == "documents":
        return any(document.uploaded_at > event.at for document in draft.documents)
    stored = draft.sections.get("financing" if code == "subsidy" else code)
    return stored is not None and stored.updated_at > event.at
