"""The officers' pages: the queue, a case, and the acts on it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import PortalRequest, role_required
from accounts.models import Membership, Role
from applications import case_workflow as workflow
from applications.assignment_forms import AssignForm, ReassignForm, ReleaseForm
from applications.case_errors import CaseRefusal, NotAllowed
from applications.case_filters import CaseFilters
from applications.correspondence.openings import record_opening
from applications.legal_day import legal_day
from applications.list_places import came_from, list_address, with_list
from applications.models import Case, CaseState, EventKind, OpenedThing
from applications.permissions import Act, require_allowed
from applications.refusal_forms import (
    AppealForm,
    GroundsForm,
    OutcomeForm,
    ProposeReopeningForm,
    RefuseForm,
    RejectReopeningForm,
)
from applications.review_forms import (
    ActForm,
    ApproveForm,
    ConcludeForm,
    RemitForm,
    ReturnForm,
    TakeOverForm,
)
from applications.review_page import case_context
from files.downloads import file_response
from notices.models import Notice

LOOK_AGAIN_SECONDS = 4
QUEUE = "applications:queue"
LIST_FIELDS = tuple(CaseFilters.base_fields)
staff_only = role_required(Role.AGENT_OFFICER, Role.MINISTRY_OFFICER)
case_readers = role_required(Role.APPLICANT, Role.AGENT_OFFICER, Role.MINISTRY_OFFICER)


@dataclass(frozen=True)
class StaffAct:
    """An act of an officer: its form, the workflow's function, the event it leaves."""

    form: type[ActForm]
    perform: Callable[..., Case]
    event: EventKind
    done: str | Promise


STAFF_ACTS: dict[Act, StaffAct] = {
    Act.TAKE: StaffAct(
        ActForm, workflow.take_case, EventKind.TAKEN, _("You review this case now.")
    ),
    Act.TAKE_OVER: StaffAct(
        TakeOverForm,
        workflow.take_over_case,
        EventKind.TAKEN_OVER,
        _("You review this case now."),
    ),
    Act.ASSIGN: StaffAct(
        AssignForm, workflow.assign_case, EventKind.ASSIGNED, _("The case is assigned.")
    ),
    Act.REASSIGN: StaffAct(
        ReassignForm,
        workflow.reassign_case,
        EventKind.REASSIGNED,
        _("The case is assigned to another officer; both are told."),
    ),
    Act.RELEASE: StaffAct(
        ReleaseForm,
        workflow.release_case,
        EventKind.RELEASED,
        _("The case is given back: any officer may take it."),
    ),
    Act.RETURN: StaffAct(
        ReturnForm,
        workflow.return_case,
        EventKind.RETURNED,
        _("The application is returned; the applicant is told."),
    ),
    Act.CONCLUDE: StaffAct(
        ConcludeForm,
        workflow.conclude_case,
        EventKind.CONCLUDED,
        _("Your conclusion is with the ministry."),
    ),
    Act.RECOMPUTE: StaffAct(
        ActForm,
        workflow.recompute_case,
        EventKind.RECOMPUTED,
        _("The case is recomputed with the rate entered since."),
    ),
    Act.REMIT: StaffAct(
        RemitForm,
        workflow.remit_case,
        EventKind.REMITTED,
        _("The case is back with the financial agent."),
    ),
    Act.APPROVE: StaffAct(
        ApproveForm,
        workflow.approve_case,
        EventKind.APPROVED,
        _("The subsidy is approved; the applicant is told."),
    ),
    Act.REFUSE: StaffAct(
        RefuseForm,
        workflow.refuse_case,
        EventKind.REFUSED,
        _("The subsidy is refused; the applicant is told."),
    ),
    Act.ANNOUNCE: StaffAct(
        GroundsForm,
        workflow.announce_refusal,
        EventKind.REFUSAL_ANNOUNCED,
        _("The applicant is told of the intended refusal and may answer."),
    ),
    Act.NOTE_APPEAL: StaffAct(
        AppealForm, workflow.note_appeal, EventKind.APPEAL_NOTED, _("The appeal is noted.")
    ),
    Act.NOTE_OUTCOME: StaffAct(
        OutcomeForm,
        workflow.note_outcome,
        EventKind.APPEAL_DECIDED,
        _("The outcome of the appeal is noted."),
    ),
    Act.PROPOSE_REOPENING: StaffAct(
        ProposeReopeningForm,
        workflow.propose_reopening,
        EventKind.REOPENING_PROPOSED,
        _("The reopening is proposed; another officer of the ministry confirms or rejects it."),
    ),
    Act.REOPEN: StaffAct(
        ActForm,
        workflow.reopen_case,
        EventKind.REOPENED,
        _("The case is reopened; the applicant is told."),
    ),
    Act.REJECT_REOPENING: StaffAct(
        RejectReopeningForm,
        workflow.reject_reopening,
        EventKind.REOPENING_REJECTED,
        _("The reopening is rejected; the decision stays."),
    ),
}


@require_GET
@staff_only
def review(request: PortalRequest, pk: int) -> HttpResponse:
    case = visible_case(request.membership, pk)
    record_opening(case, OpenedThing.CASE, by=request.membership, at=timezone.now())
    return _show(request, case)


def visible_case(membership: Membership, pk: int) -> Case:
    cases = Case.objects.visible_to(membership).select_related(
        "organisation", "edition", "reviewer__user"
    )
    return get_object_or_404(cases, pk=pk)


def filed_case(membership: Membership, pk: int) -> Case:
    """The same, but no draft: there is nothing to write about yet."""
    case = visible_case(membership, pk)
    if case.state == CaseState.DRAFT:
        raise Http404
    return case


def _show(
    request: PortalRequest,
    case: Case,
    *,
    act: Act | None = None,
    form: ActForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = case_context(
        case,
        request.membership,
        version=request.GET.get("version", ""),
        forms={
            name: partial(staff_act.form, by=request.membership)
            for name, staff_act in STAFF_ACTS.items()
        },
        bound=(act, form) if act and form else None,
        now=timezone.now(),
    )
    place = came_from(request, LIST_FIELDS)
    way_back = {"list_url": list_address(QUEUE, place), "list_ending": with_list(place)}
    return render(request, "applications/review/case.html", {**context, **way_back}, status=status)


def _to_case(request: PortalRequest, pk: int) -> HttpResponse:
    """The case's page, which still knows the list it was opened from."""
    address = reverse("applications:review", args=[pk])
    return redirect(address + with_list(came_from(request, LIST_FIELDS)))


@require_http_methods(["GET", "POST"])
@staff_only
def act(request: PortalRequest, pk: int, act: str) -> HttpResponse:
    """Do an act; whoever comes back to its address sees the case."""
    case = visible_case(request.membership, pk)
    staff_act = STAFF_ACTS[Act(act)]
    if request.method == "GET":
        return _to_case(request, pk)
    form = staff_act.form(request.POST, prefix=act, case=case, by=request.membership)
    if not form.is_valid():
        require_allowed(Act(act), case, request.membership, on=legal_day(timezone.now()))
        return _show(request, case, act=Act(act), form=form)
    try:
        staff_act.perform(
            pk, by=request.membership, seen=form.cleaned_data["seen"], **form.details()
        )
    except NotAllowed:
        if _has_just_done(request, case, Act(act)):
            return _to_case(request, pk)
        raise
    except CaseRefusal as refusal:
        return _refused(request, pk, Act(act), form, refusal)
    messages.success(request, str(staff_act.done))
    return _to_case(request, pk)


def _refused(
    request: PortalRequest, pk: int, act: Act, form: ActForm, refusal: CaseRefusal
) -> HttpResponse:
    """A second click of the same person has done no harm; everybody else is told why."""
    case = visible_case(request.membership, pk)
    if _has_just_done(request, case, act):
        return _to_case(request, pk)
    form.add_error(None, str(refusal.explanation))
    return _show(request, case, act=act, form=form, status=409)


def _has_just_done(request: PortalRequest, case: Case, act: Act) -> bool:
    last = case.events.order_by("-ordinal").first()
    return bool(
        last and last.kind == STAFF_ACTS[act].event and last.membership_id == request.membership.pk
    )


@require_GET
@case_readers
def case_notice(request: PortalRequest, pk: int, notice_pk: int) -> HttpResponse:
    """A letter of a visible case as PDF; until it is written, a page that looks again."""
    case = visible_case(request.membership, pk)
    issued = Notice.objects.filter(pk__in=case.events.values("notice")).select_related("pdf")
    notice = get_object_or_404(issued, pk=notice_pk)
    if notice.pdf is not None:
        who, at = request.membership, timezone.now()
        record_opening(case, OpenedThing.LETTER, by=who, at=at, thing_pk=notice.pk)
        return file_response(notice.pdf, name=f"{notice.number}.pdf")  # type: ignore[return-value]
    context = {"case": case, "notice": notice}
    if notice.erased_at is not None:
        return redirect(
            "notices:verify_document", number=notice.number, code=notice.verification_code
        )
    response = render(request, "applications/review/notice_in_preparation.html", context)
    response["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return response
