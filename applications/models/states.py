"""The states of a case."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    AGENT_REVIEW = "agent_review", _("Under review by the financial agent")
    RETURNED = "returned", _("Returned for correction")
    AWAITING_DECISION = "awaiting_decision", _("Awaiting the ministry's decision")
    HEARING = "hearing", _("The applicant is heard")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_STATES = [
    CaseState.SUBMITTED,
    CaseState.AGENT_REVIEW,
    CaseState.RETURNED,
    CaseState.AWAITING_DECISION,
    CaseState.HEARING,
]


DECIDABLE_STATES = [CaseState.AWAITING_DECISION, CaseState.HEARING]
WITH_THE_AGENT = [CaseState.SUBMITTED, CaseState.AGENT_REVIEW, CaseState.RETURNED]
DECIDED_STATES = [CaseState.APPROVED, CaseState.REFUSED]
REOPENED_STATES = [CaseState.AGENT_REVIEW, CaseState.AWAITING_DECISION]
# The agent's officer who reviews stays with the case wherever it is meanwhile.
WITH_A_REVIEWER = [CaseState.AGENT_REVIEW, CaseState.RETURNED, *DECIDABLE_STATES]
