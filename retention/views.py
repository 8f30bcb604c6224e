"""The pages of keeping and erasing: public periods, the keepers' desk, holds."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import PortalRequest, role_required
from accounts.models import Role
from applications.legal_day import legal_day
from applications.proof_views import WHY_BROKEN
from files.tables import TableFormat, table_response
from retention import due_table, erasing, holds, own_data
from retention.forms import HoldForm, PeriodForm
from retention.history_checks import last_checks
from retention.models import Erasure, ErasureRequest, LegalHold, RetentionPeriod
from retention.periods import is_ministry, kept_on, may_set, set_period

ON_A_PAGE = 25
View = Callable[..., HttpResponseBase]
ministry_only = role_required(Role.MINISTRY_OFFICER)


def keepers_only(view: View) -> View:
    """System administrators and the ministry's officers."""

    @login_required
    @wraps(view)
    def guarded(request: PortalRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_set(request.user, request.membership):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@require_GET
def how_long(request: HttpRequest) -> HttpResponse:
    """How long we keep what, for everybody."""
    membership = getattr(request, "membership", None)
    is_keeper = request.user.is_authenticated and may_set(request.user, membership)
    context = {"kept": kept_on(legal_day(timezone.now())), "is_keeper": is_keeper}
    return render(request, "retention/how_long.html", context)


@require_GET
@keepers_only
def desk(request: PortalRequest) -> HttpResponse:
    """What is due and who has confirmed it; requests; the last checks of histories."""
    waiting = erasing.open_erasures().select_related(
        "confirmed_by__user", "seconded_by__user", "period"
    )
    done = Erasure.objects.exclude(done_at=None).order_by("-done_at", "-pk")
    context = {
        "page": Paginator(waiting, ON_A_PAGE).get_page(request.GET.get("page")),
        "done": done[:10],
        "requests": ErasureRequest.objects.filter(answered_at=None).select_related("user"),
        "checks": [_shown(row) for row in last_checks()],
        "may_confirm": is_ministry(request.membership),
        "today": legal_day(timezone.now()),
    }
    return render(request, "retention/desk.html", context)


def _shown(row: Any) -> dict[str, Any]:
    found = [{"number": n, "event": e, "why": WHY_BROKEN.get(why, why)} for n, e, why in row.breaks]
    return {"row": row, "breaks": found}


@require_POST
@ministry_only
def confirm(request: PortalRequest, pk: int) -> HttpResponse:
    try:
        row = erasing.confirm(pk, by=request.membership, at=timezone.now())
    except Erasure.DoesNotExist as error:
        raise Http404 from error
    except erasing.SamePerson as refusal:
        messages.error(request, str(refusal.explanation))
        return redirect("retention:desk")
    if row.is_confirmed:
        messages.success(request, _("Confirmed. It is erased with the next run."))
    else:
        messages.success(request, _("Confirmed. A second officer of the ministry confirms it."))
    return redirect("retention:desk")


@require_GET
@keepers_only
def due_file(request: PortalRequest, file_format: str) -> HttpResponseBase:
    """What is due today as a table: numbers and days, no names."""
    on = legal_day(timezone.now())
    return table_response(
        TableFormat(file_format), f"due-{on.isoformat()}", due_table.COLUMNS, due_table.rows(on)
    )


@require_http_methods(["GET", "POST"])
@keepers_only
def periods(request: PortalRequest) -> HttpResponse:
    """The dated rows; nothing is edited, so that old days stay known."""
    form = PeriodForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _written(request, form):
        return redirect("retention:periods")
    rows = RetentionPeriod.objects.select_related("author").history()
    return render(request, "retention/periods.html", {"form": form, "rows": rows})


def _written(request: PortalRequest, form: PeriodForm) -> bool:
    try:
        set_period(by=request.user, acting=request.membership, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    messages.success(request, _("The row is recorded."))
    return True


@require_http_methods(["GET", "POST"])
@ministry_only
def hold_list(request: PortalRequest) -> HttpResponse:
    """Cases that are kept whatever their period."""
    form = HoldForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.case is not None:
        reason = form.cleaned_data["reason"]
        holds.hold_case(form.case.pk, reason=reason, by=request.membership, at=timezone.now())
        messages.success(request, _("The case is kept."))
        return redirect("retention:holds")
    standing = LegalHold.objects.filter(lifted_at=None).select_related("case", "set_by__user")
    page = Paginator(standing, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "retention/holds.html", {"form": form, "page": page})


@require_POST
@ministry_only
def lift_hold(request: PortalRequest, pk: int) -> HttpResponse:
    hold = LegalHold.objects.filter(pk=pk).first()
    if hold is None:
        raise Http404
    holds.lift_hold(hold.case_id, by=request.membership, at=timezone.now())
    messages.success(request, _("The hold is lifted: the period counts again."))
    return redirect("retention:holds")


@require_POST
@keepers_only
def carry_out_request(request: PortalRequest, pk: int) -> HttpResponse:
    try:
        own_data.carry_out_request(
            pk, by=request.user, acting=request.membership, at=timezone.now()
        )
    except ErasureRequest.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("The account is erased."))
    return redirect("retention:desk")
