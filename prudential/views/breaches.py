"""The pages about breaches: one for both sides, the plan's form, the supervisor's list."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import PortalRequest, role_required
from accounts.models import Role
from files.downloads import file_response
from norms.models import calendar_in_force
from notices.models import Notice
from prudential import breach_workflow as workflow
from prudential.breach_deadlines import legal_day
from prudential.breach_errors import BreachRefusal
from prudential.breach_forms import ActForm, ApproveForm, ObjectForm, PlanForms, RemarkForm
from prudential.breach_page import ShownBreach, next_step, plan_words, shown_breach, timeline
from prudential.breach_permissions import Act, allowed_acts, may, require_allowed
from prudential.breach_returns import returns_of
from prudential.models import Breach
from prudential.plan_drafts import (
    Answers,
    answers_of,
    filing_act,
    posted_answers,
    save_draft,
    with_row_added,
    with_row_removed,
    without_blank_rows,
)

BREACHES_A_PAGE = 25
LOOK_AGAIN_SECONDS = 4
both_sides = role_required(Role.REPORTER, Role.SUPERVISOR)


@dataclass(frozen=True)
class PageAct:
    """An act done on the breach's page: its form, the workflow's function, its words."""

    form: type[ActForm]
    perform: Callable[..., Breach]
    label: str | Promise
    done: str | Promise
    kind: str = ""


PAGE_ACTS: dict[Act, PageAct] = {
    Act.APPROVE: PageAct(
        ApproveForm,
        workflow.approve_plan,
        _("Approve the plan"),
        _("The plan is approved; the organisation is told."),
    ),
    Act.REMARK: PageAct(
        RemarkForm,
        workflow.remark_on_plan,
        _("Send remarks"),
        _("The remarks are sent; the organisation is told."),
        "secondary",
    ),
    Act.OBJECT: PageAct(
        ObjectForm,
        workflow.object_to_remarks,
        _("Object to the remarks"),
        _("The objection is with the regulator."),
        "secondary",
    ),
    Act.GIVE_NOTICE: PageAct(
        ActForm,
        workflow.give_return_notice,
        _("Give notice that the share is back"),
        _("The notice is given to the regulator."),
    ),
}


def shown_breaches(breaches: Iterable[Breach]) -> list[ShownBreach]:
    """Breaches as lists show them; five queries for any number."""
    listed = list(breaches)
    back, calendar = returns_of(listed), calendar_in_force()
    today = legal_day(timezone.now())
    return [
        shown_breach(breach, back.get(breach.pk), today=today, calendar=calendar)
        for breach in listed
    ]


def for_lists(breaches: Any) -> Any:
    return breaches.select_related("organisation", "result__run").prefetch_related("plans")


def visible_breach(request: PortalRequest, breach_id: int) -> Breach:
    visible = Breach.objects.visible_to(request.membership)
    found: Breach = get_object_or_404(for_lists(visible), pk=breach_id)
    return found


@require_GET
@role_required(Role.SUPERVISOR)
def breach_list(request: PortalRequest) -> HttpResponse:
    """Every breach, open ones first on request alone: newest reporting date first."""
    show_all = request.GET.get("all") == "1"
    visible = Breach.objects.visible_to(request.membership)
    listed = for_lists(visible if show_all else visible.open())
    page = Paginator(listed, BREACHES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": shown_breaches(page.object_list),
        "show_all": show_all,
        "query": "all=1" if show_all else "",
    }
    return render(request, "prudential/breaches/list.html", context)


@require_GET
@both_sides
def breach(request: PortalRequest, breach_id: int) -> HttpResponse:
    return _show(request, visible_breach(request, breach_id))


def _show(
    request: PortalRequest,
    found: Breach,
    *,
    bound: tuple[Act, ActForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = shown_breaches([found])[0]
    events = timeline(found)
    acts = allowed_acts(found, request.membership)
    context = {
        "shown": shown,
        "breach": found,
        "step": next_step(shown, request.membership),
        "timeline": events,
        "plan": found.plans.prefetch_related("measures").order_by("-ordinal").first(),
        "earlier_plans": _earlier_plans(found),
        "decisions": _decisions(shown, acts, len(events), bound),
        "may_file": bool(acts & {Act.FILE, Act.REVISE}),
        "form": bound[1] if bound else None,
        "unsent": _unsent(bound, acts),
        "layout": _layout(request),
    }
    return render(request, "prudential/breaches/breach.html", context, status=status)


def _unsent(bound: tuple[Act, ActForm] | None, acts: frozenset[Act]) -> list[str]:
    """What was written for an act that is no longer open: not lost, to be copied."""
    if bound is None or bound[0] in acts:
        return []
    return [text for text in bound[1].details().values() if text]


def _layout(request: PortalRequest) -> str:
    return "staff_base.html" if request.membership.role == Role.SUPERVISOR else "base.html"


def _earlier_plans(found: Breach) -> Any:
    return found.plans.prefetch_related("measures").order_by("-ordinal")[1:]


def _decisions(
    shown: ShownBreach, acts: frozenset[Act], seen: int, bound: tuple[Act, ActForm] | None
) -> list[dict[str, Any]]:
    """The acts open to the person; notice of return only once the share is back."""
    return [
        {
            "act": str(act),
            "label": page_act.label,
            "kind": page_act.kind,
            "form": bound[1]
            if bound and bound[0] == act
            else page_act.form(initial={"seen": seen}, prefix=str(act)),
            "is_open": bool(bound and bound[0] == act),
        }
        for act, page_act in PAGE_ACTS.items()
        if act in acts and (act != Act.GIVE_NOTICE or shown.back is not None)
    ]


@require_http_methods(["GET", "POST"])
@both_sides
def breach_act(request: PortalRequest, breach_id: int, act: str) -> HttpResponse:
    """Do an act; whoever comes back to its address sees the breach."""
    found = visible_breach(request, breach_id)
    page_act = PAGE_ACTS[Act(act)]
    if request.method == "GET":
        return redirect("prudential:breach", breach_id)
    require_allowed(Act(act), found, request.membership)
    form = page_act.form(request.POST, prefix=act)
    if not form.is_valid():
        return _show(request, found, bound=(Act(act), form))
    try:
        page_act.perform(
            breach_id, by=request.membership, seen=form.cleaned_data["seen"], **form.details()
        )
    except BreachRefusal as refusal:
        return _refused(request, breach_id, Act(act), refusal)
    messages.success(request, str(page_act.done))
    return redirect("prudential:breach", breach_id)


def _refused(
    request: PortalRequest, breach_id: int, act: Act, refusal: BreachRefusal
) -> HttpResponse:
    """The page as it stands now, with what was typed and why it was not done."""
    found = visible_breach(request, breach_id)
    data = request.POST.copy()
    data[f"{act}-seen"] = str(found.events.count())
    form = PAGE_ACTS[act].form(data, prefix=str(act))
    form.add_error(None, str(refusal.explanation))
    return _show(request, found, bound=(act, form), status=409)


@require_http_methods(["GET", "POST"])
@role_required(Role.REPORTER)
def plan(request: PortalRequest, breach_id: int) -> HttpResponse:
    """The plan's form: every post is kept first, whatever its button then does."""
    found = visible_breach(request, breach_id)
    if filing_act(found) is None or not may(Act.FILE, found, request.membership):
        return redirect("prudential:breach", breach_id)
    if request.method == "GET":
        return _plan_page(request, found, PlanForms(answers_of(found), is_bound=False))
    answers = posted_answers(request.POST)
    if "file" in request.POST:
        return _file(request, found, without_blank_rows(answers))
    if "add" in request.POST:
        answers = with_row_added(answers)
    elif (row := request.POST.get("remove", "")).isdecimal():
        answers = with_row_removed(answers, int(row))
    save_draft(breach_id, answers, by=request.membership)
    if "save" in request.POST:
        messages.success(request, _now("The draft is saved."))
        return redirect("prudential:breach", breach_id)
    return redirect("prudential:plan", breach_id)


def _file(request: PortalRequest, found: Breach, answers: Answers) -> HttpResponse:
    """File the plan, or show what is missing at its fields."""
    save_draft(found.pk, answers, by=request.membership)
    forms = PlanForms(answers, is_bound=True)
    content = forms.content()
    if content is None:
        return _plan_page(request, found, forms)
    act = workflow.file_plan if filing_act(found) == Act.FILE else workflow.revise_plan
    try:
        act(found.pk, content, by=request.membership)
    except BreachRefusal as refusal:
        forms.term.add_error(None, str(refusal.explanation))
        return _plan_page(request, found, forms, status=409)
    messages.success(request, _now("The plan is with the regulator."))
    return redirect("prudential:breach", found.pk)


def _plan_page(
    request: PortalRequest, found: Breach, forms: PlanForms, status: int = 200
) -> HttpResponse:
    remarks = found.events.filter(kind="remarked").order_by("-ordinal").first()
    context = {
        "breach": found,
        "shown": shown_breaches([found])[0],
        "form": forms.term,
        "formset": forms.measures,
        "remarks": remarks,
        "plan_words": plan_words(found),
        "is_revision": filing_act(found) == Act.REVISE,
    }
    return render(request, "prudential/breaches/plan.html", context, status=status)


@require_GET
@both_sides
def breach_notice(request: PortalRequest, breach_id: int, notice_id: int) -> HttpResponse:
    """A letter of a visible breach as PDF; until it is written, a page that looks again."""
    found = visible_breach(request, breach_id)
    issued = Notice.objects.filter(pk__in=found.events.values("notice")).select_related("pdf")
    notice = get_object_or_404(issued, pk=notice_id)
    if notice.pdf is not None:
        return file_response(notice.pdf, name=f"{notice.number}.pdf")  # type: ignore[return-value]
    context = {"breach": found, "notice": notice, "layout": _layout(request)}
    response = render(request, "prudential/breaches/notice_in_preparation.html", context)
    response["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return response
