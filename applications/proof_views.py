"""Whether the history of a case is whole, for everybody who may read the case."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.access import PortalRequest, role_required
from accounts.models import Role
from applications.events import checked_history, whole_cases
from applications.models import Case

WHY_BROKEN: dict[str, str | Promise] = {
    "missing": _("No event is there at all."),
    "ordinal": _("An event before it is missing, or its number was changed."),
    "previous_hash": _("It does not follow the event before it."),
    "version": _("It names a rule of hashing that never was."),
    "hash": _("A field of the event was changed after it was written."),
    "notice": _("The letter issued with it was changed."),
    "submission": _("The submission it registered was changed or is missing."),
    "findings": _("The findings of the checks that it kept were changed or are missing."),
    "erased": _("Personal values are gone and no event says that they were erased."),
    "state": _("The case stands in a state that no event led to."),
}


@require_GET
@role_required(Role.APPLICANT, Role.AGENT_OFFICER, Role.MINISTRY_OFFICER)
def proof(request: PortalRequest, pk: int) -> HttpResponse:
    """Computed anew at every look: events, submissions, findings and letters."""
    visible = Case.objects.visible_to(request.membership).filter(pk=pk)
    case = get_object_or_404(whole_cases().filter(pk__in=visible.values("pk")))
    history = checked_history(case)
    why = WHY_BROKEN[history.broken.reason] if history.broken else ""
    context = {
        "case": case,
        "history": history,
        "why": why,
        "for_staff": request.membership.role != Role.APPLICANT,
    }
    return render(request, "applications/proof.html", context)
