"""Appeals against a decision, as the case's history tells them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models import Case, CaseEvent, EventKind


class AppealOutcome(models.TextChoices):
    UPHELD = "upheld", _("The appeal was upheld")
    UPHELD_IN_PART = "upheld_in_part", _("The appeal was upheld in part")
    DISMISSED = "dismissed", _("The appeal was dismissed")
    WITHDRAWN = "withdrawn", _("The appeal was withdrawn")


def open_appeal(case: Case) -> CaseEvent | None:
    """The oldest appeal noted whose outcome is not, if any."""
    decided = CaseEvent.objects.filter(case=case, kind=EventKind.APPEAL_DECIDED)
    answered = {details["appeal"] for details in decided.values_list("details", flat=True)}
    noted = CaseEvent.objects.filter(case=case, kind=EventKind.APPEAL_NOTED)
    return noted.exclude(ordinal__in=answered).order_by("ordinal").first()
