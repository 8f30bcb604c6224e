"""Who has how much, several cases given out at once, the cases of who leaves."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import PortalRequest, role_required
from accounts.invitations import LastToInvite
from accounts.models import Membership, Role
from applications import case_workflow as workflow
from applications.assignment_forms import BulkAssignForm, HandOverForm
from applications.bulk_assignment import MOST, assign_each, chosen_cases
from applications.case_errors import CaseRefusal
from applications.legal_day import legal_day
from applications.list_exports import export_cases
from applications.list_places import came_from, list_address, with_list
from applications.models import Case, ExportedList
from applications.review_views import LIST_FIELDS, QUEUE, staff_only
from applications.workload import workload
from files.tables import TableFormat

LONGEST_NUMBER = 18  # digits of a key that every database holds
agent_only = role_required(Role.AGENT_OFFICER)


@require_GET
@agent_only
def workload_page(request: PortalRequest) -> HttpResponse:
    if not request.membership.may_assign:
        raise PermissionDenied
    loads = workload(request.membership, today=legal_day(timezone.now()))
    return render(request, "applications/review/workload.html", {"loads": loads})


@require_GET
@staff_only
def chosen(request: PortalRequest) -> HttpResponse:
    """The chosen cases by name, and what may be done with all of them."""
    keys = _keys(request.GET)
    cases = list(chosen_cases(keys, request.membership))
    place = came_from(request, LIST_FIELDS)
    if not cases:
        messages.error(request, _("Choose at least one case."))
        return redirect(list_address(QUEUE, place))
    form = BulkAssignForm(by=request.membership, cases=cases) if _assigns(request) else None
    return _show_chosen(request, cases, form, missing=len(set(keys)) - len(cases))


@require_POST
@agent_only
def assign_chosen(request: PortalRequest) -> HttpResponse:
    """Every case answers for itself; sent again, nothing happens twice."""
    if not _assigns(request):
        raise PermissionDenied
    seen = _seen(request.POST)
    cases = list(chosen_cases(seen, request.membership))
    if not cases:
        messages.error(request, _("Choose at least one case."))
        return redirect(QUEUE)
    form = BulkAssignForm(request.POST, by=request.membership, cases=cases)
    if not form.is_valid():
        return _show_chosen(request, cases, form)
    answers = assign_each(
        seen,
        to=form.cleaned_data["to"],
        reasons=form.cleaned_data["reasons"],
        by=request.membership,
        at=timezone.now(),
        batch=str(form.cleaned_data["batch"]),
    )
    done = sum(answer.is_done for answer in answers)
    context = {"answers": answers, "done": done, "missing": len(seen) - len(answers)}
    page = "applications/review/chosen_results.html"
    return render(request, page, {**context, **_way_back(request)})


@require_POST
@staff_only
def export_chosen(request: PortalRequest, file_format: str) -> HttpResponse:
    """The chosen cases that one may see, as a file; on record with their numbers."""
    cases = chosen_cases(_seen(request.POST), request.membership)
    numbers = list(cases.values_list("number", flat=True))
    if not numbers:
        messages.error(request, _("Choose at least one case."))
        return redirect(QUEUE)
    return export_cases(  # type: ignore[return-value]
        TableFormat(file_format),
        cases,
        which=ExportedList.CASES,
        filters={"case": numbers},
        by=request.membership,
        at=timezone.now(),
    )


@require_http_methods(["GET", "POST"])
@agent_only
def hand_over(request: PortalRequest, membership_pk: int) -> HttpResponse:
    """Where the open cases of a leaver go; then the membership ends, if it has not yet."""
    leaver = _leaver(request, membership_pk)
    has_left = leaver.ended_at is not None or not leaver.user.is_active
    if not _may_hand_over(request.membership, leaver, has_left=has_left):
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else None
    form = HandOverForm(sent, by=request.membership, leaver=leaver)
    if form.is_valid() and (kept := _handed_over(request, leaver, form, has_left=has_left)):
        return kept
    context = {
        "form": form,
        "leaver": leaver,
        "has_left": has_left,
        "is_own": leaver.pk == request.membership.pk,
        "cases": workflow.open_cases_of(leaver),
    }
    return render(request, "applications/review/hand_over.html", context)


def _handed_over(
    request: PortalRequest, leaver: Membership, form: HandOverForm, *, has_left: bool
) -> HttpResponse | None:
    perform = workflow.hand_over_left_cases if has_left else workflow.leave_and_hand_over
    try:
        handed = perform(leaver.pk, to=form.cleaned_to, by=request.membership, at=timezone.now())
    except LastToInvite:
        messages.error(request, _("First let a colleague invite: nobody else here may."))
        return redirect("accounts:team")
    except CaseRefusal as refusal:
        form.add_error("to", str(refusal.explanation))
        return None
    messages.success(request, _told(handed))
    if has_left:
        return redirect("applications:workload" if request.membership.may_assign else QUEUE)
    own = leaver.pk == request.membership.pk
    return redirect("accounts:account" if own else "accounts:team")


def _told(handed: list[workflow.HandedOver]) -> str:
    count = sum(not one.stays for one in handed)
    said = ngettext("%(count)s case handed over.", "%(count)s cases handed over.", count)
    return said % {"count": count}


def _leaver(request: PortalRequest, membership_pk: int) -> Membership:
    officers = Membership.objects.filter(
        organisation=request.membership.organisation_id, role=Role.AGENT_OFFICER
    )
    return get_object_or_404(officers.select_related("user", "organisation"), pk=membership_pk)


def _may_hand_over(by: Membership, leaver: Membership, *, has_left: bool) -> bool:
    if has_left:
        return by.may_assign or by.may_invite
    return leaver.pk == by.pk or by.may_invite


def _show_chosen(
    request: PortalRequest,
    cases: list[Case],
    form: BulkAssignForm | None,
    *,
    missing: int = 0,
) -> HttpResponse:
    context = {"cases": cases, "form": form, "missing": missing, "most": MOST}
    return render(request, "applications/review/chosen.html", {**context, **_way_back(request)})


def _way_back(request: PortalRequest) -> dict[str, Any]:
    place = came_from(request, LIST_FIELDS)
    return {
        "list_url": list_address(QUEUE, place),
        "list_ending": with_list(place),
    }


def _assigns(request: PortalRequest) -> bool:
    return request.membership.role == Role.AGENT_OFFICER and request.membership.may_assign


def _keys(sent: QueryDict) -> list[int]:
    return [int(key) for key in sent.getlist("case") if _is_number(key)][:1000]


def _seen(sent: QueryDict) -> dict[int, int]:
    """Each case with the number of its events on the page; what cannot be read is left out."""
    pairs = [pair.split("-") for pair in sent.getlist("case")[:MOST]]
    return {
        int(pair[0]): int(pair[1])
        for pair in pairs
        if len(pair) == 2 and all(_is_number(part) for part in pair)
    }


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
