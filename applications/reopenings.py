"""Why a decided case may be reopened, and what was proposed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models import Case, CaseEvent, EventKind

DECISIONS = (EventKind.APPROVED, EventKind.REFUSED)


class ReopeningGround(models.TextChoices):
    APPEAL_UPHELD = "appeal_upheld", _("An appeal was upheld")
    COURT_DECISION = "court_decision", _("A court decided so")
    ERROR_FOUND = "error_found", _("An error was found in the decision")
    NEW_CIRCUMSTANCES = "new_circumstances", _("Circumstances became known that were not known")


def proposed_reopening(case: Case) -> CaseEvent:
    """The proposal that waits for a second officer; the case has one."""
    return case.events.filter(kind=EventKind.REOPENING_PROPOSED).latest("ordinal")


def last_decision(case: Case) -> CaseEvent:
    """The approval or the refusal that stands last in the history of a decided case."""
    decisions = case.events.filter(kind__in=DECISIONS).select_related("notice")
    return decisions.latest("ordinal")
