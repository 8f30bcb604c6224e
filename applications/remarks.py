"""What the agent asked to correct, section by section, when it returned the case."""

from applications.models import Case, CaseEvent, CaseState, DraftSection, EventKind


def last_return(case: Case) -> CaseEvent | None:
    """The return that the applicant is working on; none in any other state."""
    if case.state != CaseState.RETURNED:
        return None
    return case.events.filter(kind=EventKind.RETURNED).order_by("-ordinal").first()


def remarks_of(event: CaseEvent | None) -> dict[str, str]:
    return event.details.get("remarks", {}) if event else {}


def is_answered(event: CaseEvent, stored: DraftSection | None) -> bool:
    """The section was saved anew since the remark was made."""
    return stored is not None and stored.updated_at > event.at
