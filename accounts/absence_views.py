"""Absences of one's organisation: stated, ended, shown with who stands in."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import absences as acts
from accounts.access import PortalRequest, role_required
from accounts.forms import AbsenceForm
from accounts.models import Absence, Role

with_substitutes = role_required(*(Role(role) for role in sorted(acts.ROLES_WITH_SUBSTITUTES)))


@require_http_methods(["GET", "POST"])
@with_substitutes
def absences(request: PortalRequest) -> HttpResponse:
    form = AbsenceForm(request.POST if request.method == "POST" else None, by=request.membership)
    if form.is_valid() and _stated(request, form):
        messages.success(request, _("The absence is stated."))
        return redirect("accounts:absences")
    return render(request, "accounts/absences.html", {"form": form, "rows": _rows(request)})


def _stated(request: PortalRequest, form: AbsenceForm) -> bool:
    """A second click finds its own absence in the way, and changes nothing."""
    said = form.cleaned_data
    try:
        acts.state_absence(
            said["person"],
            substitute_id=said["substitute"],
            first_day=said["first_day"],
            last_day=said["last_day"],
            by=request.membership,
            at=timezone.now(),
            today=timezone.localdate(),
        )
    except acts.OverlappingAbsence as refusal:
        if _is_stated(said):
            return True
        form.add_error("first_day", str(refusal.explanation))
    except acts.ImpossibleDays as refusal:
        form.add_error("last_day", str(refusal.explanation))
    except acts.NotASubstitute as refusal:
        form.add_error("substitute", str(refusal.explanation))
    return not form.errors


def _is_stated(said: dict[str, Any]) -> bool:
    same = {"first_day": said["first_day"], "last_day": said["last_day"]}
    people = {"membership": said["person"], "substitute": said["substitute"]}
    return Absence.objects.standing().filter(**same, **people).exists()


def _rows(request: PortalRequest) -> list[dict[str, Any]]:
    today, by = timezone.localdate(), request.membership
    return [
        {
            "absence": absence,
            "is_now": absence.first_day <= today,
            "may_end": acts.may_state_for(absence.membership, by),
        }
        for absence in acts.absences_from(by.organisation_id, today)
    ]


@require_POST
@with_substitutes
def end_absence(request: PortalRequest, absence_id: int) -> HttpResponse:
    """Again is a no-op: who is back stays back."""
    own = Absence.objects.filter(membership__organisation=request.membership.organisation)
    absence = get_object_or_404(own.select_related("membership"), pk=absence_id)
    if not acts.may_state_for(absence.membership, request.membership):
        raise PermissionDenied
    if absence.cancelled_at is None:
        acts.end_absence(
            absence_id, by=request.membership, at=timezone.now(), today=timezone.localdate()
        )
        messages.success(request, _("The absence is over."))
    return redirect("accounts:absences")
