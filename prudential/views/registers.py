"""Uploading a register, following its reading, seeing what came of it."""

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import PortalRequest, role_required
from accounts.models import OrganisationKind, Role
from files.downloads import file_response
from files.tables import Column, TableFormat, table_response
from files.uploads import UploadRefused
from prudential.forms import RegisterUploadForm
from prudential.models import Breach, RatioRun, Register, RegisterState
from prudential.portfolio import loans_of, overdue_threshold
from prudential.ratio_runs import runs_of
from prudential.register_columns import COLUMN_NAMES, IDENTIFIERS
from prudential.register_errors import errors_as_csv, iterate_errors
from prudential.registers import receive_register
from prudential.rule_texts import COLUMN_TEXTS, RULE_TEXTS
from prudential.shown_results import shown

SHOWN_ERRORS = 100
LOANS_A_PAGE = 50


def _visible(request: PortalRequest, register_id: int) -> Register:
    registers = Register.objects.visible_to(request.membership)
    related = ("organisation", "original", "content", "errors", "uploaded_by__user")
    return get_object_or_404(registers.select_related(*related), pk=register_id)


@role_required(Role.REPORTER)
def register_upload(request: PortalRequest) -> HttpResponse:
    if request.membership.organisation.kind != OrganisationKind.MFO:
        raise Http404
    initial = {"cut_off_date": request.GET.get("on", "")}
    form = RegisterUploadForm(
        request.POST or None,
        request.FILES or None,
        initial=initial,
        today=timezone.localdate(),
    )
    if form.is_valid() and (register := _received(request, form)):
        return redirect("prudential:register", register.pk)
    columns = [(name, COLUMN_TEXTS[name]) for name in COLUMN_NAMES]
    return render(request, "prudential/register_upload.html", {"form": form, "columns": columns})


def _received(request: PortalRequest, form: RegisterUploadForm) -> Register | None:
    try:
        receipt = receive_register(
            form.cleaned_data["file"],
            cut_off_date=form.cleaned_data["cut_off_date"],
            by=request.membership,
        )
    except UploadRefused as error:
        form.add_error("file", error)
        return None
    if receipt.seen_before:
        messages.info(request, _("This very file was uploaded for this day before. Here it is."))
    return receipt.register


@role_required(Role.REPORTER)
def register_template(request: PortalRequest) -> HttpResponse:
    """The headings as CSV, or with ``?format=xlsx`` as a workbook."""
    if request.GET.get("format") == "xlsx":
        columns = [Column(name, 24, is_text=name in IDENTIFIERS) for name in COLUMN_NAMES]
        return cast(HttpResponse, table_response(TableFormat.XLSX, "register", columns, []))
    response = HttpResponse(",".join(COLUMN_NAMES) + "\r\n", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="register.csv"'
    return response


@role_required(Role.REPORTER, Role.SUPERVISOR)
def register(request: PortalRequest, register_id: int) -> HttpResponse:
    """One page from upload to result; while it is being read the page asks again."""
    found = _visible(request, register_id)
    runs = runs_of([found])[found.input_key]
    is_waiting = not found.is_read or (found.state == RegisterState.ACCEPTED and not runs)
    if request.htmx and not is_waiting:  # type: ignore[attr-defined]
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {
        "register": found,
        "is_waiting": is_waiting,
        "versions": _versions(request, found),
        "breach": _breach(request, found),
        **_errors(found),
        **_measured(runs),
    }
    return render(request, "prudential/register.html", context)


def _versions(request: PortalRequest, found: Register) -> list[Register]:
    same_day = Register.objects.visible_to(request.membership).filter(
        organisation=found.organisation, cut_off_date=found.cut_off_date
    )
    return list(same_day.order_by("-version"))


def _breach(request: PortalRequest, found: Register) -> Breach | None:
    visible = Breach.objects.visible_to(request.membership)
    return visible.filter(
        organisation=found.organisation, reporting_date=found.cut_off_date
    ).first()


def _errors(found: Register) -> dict[str, Any]:
    if found.errors is None:
        return {"errors": [], "error_rules": []}
    counts = sorted(found.error_counts.items(), key=lambda pair: -pair[1])
    return {
        "errors": list(iterate_errors(found.errors, limit=SHOWN_ERRORS)),
        "error_rules": [(RULE_TEXTS[rule], count) for rule, count in counts],
    }


def _measured(runs: list[RatioRun]) -> dict[str, Any]:
    newest = runs[0] if runs else None
    return {
        "run": newest,
        "share": shown(newest, "overdue_90"),
        "past_due_share": shown(newest, "overdue_90_past_due"),
        "earlier_runs": [(run, shown(run, "overdue_90")) for run in runs[1:]],
    }


@role_required(Role.REPORTER, Role.SUPERVISOR)
def register_errors(request: PortalRequest, register_id: int) -> HttpResponse:
    found = _visible(request, register_id)
    if found.errors is None:
        raise Http404
    response = StreamingHttpResponse(
        errors_as_csv(found.errors), content_type="text/csv; charset=utf-8"
    )
    name = f"errors-{found.cut_off_date:%Y-%m-%d}-{found.version}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return cast(HttpResponse, response)


@role_required(Role.REPORTER, Role.SUPERVISOR)
def register_original(request: PortalRequest, register_id: int) -> HttpResponse:
    found = _visible(request, register_id)
    return cast(HttpResponse, file_response(found.original, name=found.original_name))


@role_required(Role.REPORTER, Role.SUPERVISOR)
def register_loans(request: PortalRequest, register_id: int, part: str) -> HttpResponse:
    """The loans that make up the numerator or the denominator, largest balance first."""
    found = _visible(request, register_id)
    if found.content is None:
        raise Http404
    threshold = overdue_threshold(found.cut_off_date)
    over = threshold if part == "numerator" else None
    number = max(int(page), 1) if (page := request.GET.get("page", "1")).isdecimal() else 1
    offset = (number - 1) * LOANS_A_PAGE
    count, loans = loans_of(found.content, over_days=over, offset=offset, limit=LOANS_A_PAGE)
    context = {
        "register": found,
        "part": part,
        "threshold": threshold,
        "loans": loans,
        "page": Paginator(range(count), LOANS_A_PAGE).get_page(number),
        "share": shown(_newest_run(found), "overdue_90"),
    }
    return render(request, "prudential/register_loans.html", context)


def _newest_run(found: Register) -> RatioRun | None:
    runs = runs_of([found])[found.input_key]
    return runs[0] if runs else None
