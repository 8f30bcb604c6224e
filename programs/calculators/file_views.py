"""A calculator's answer as a PDF or a workbook, by the address of its page."""

from collections.abc import Callable
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from files.tables import XLSX_TYPE
from languages.text import current_language
from programs.calculators.answers import credit_answer, rate_answer, subsidy_answer
from programs.calculators.flows import FlowTable
from programs.calculators.forms import ScheduleForm, SubsidyForm, credit_form
from programs.calculators.paper import pdf_of
from programs.calculators.report import Fact, Report, Unit
from programs.calculators.report_content import credit_report, rate_report, subsidy_report
from programs.calculators.wording import calculators_back
from programs.calculators.workbook import workbook_of
from programs.file_limits import BUSY_SECONDS, too_often, wait_page
from programs.paper import MOST_ROWS, Busy


def _credit(query: QueryDict) -> Report | None:
    form = cast(ScheduleForm, credit_form(ScheduleForm, query, timezone.localdate()))
    answer = credit_answer(form)
    return credit_report(answer) if answer else None


def _subsidy(query: QueryDict) -> Report | None:
    form = cast(SubsidyForm, credit_form(SubsidyForm, query, timezone.localdate()))
    answer = subsidy_answer(form)
    return subsidy_report(answer) if answer else None


def _rate(query: QueryDict) -> Report | None:
    table = FlowTable(query)
    answer = rate_answer(table)
    return rate_report(table, answer) if answer else None


REPORTS: dict[str, Callable[[QueryDict], Report | None]] = {
    "schedule": _credit,
    "subsidy": _subsidy,
    "effective_rate": _rate,
}


@require_safe
def calculation_file(request: HttpRequest, calculator: str, kind: str) -> HttpResponse:
    """The file; for a query that is not right its page, which says what is wrong."""
    if calculator not in REPORTS or kind not in ("pdf", "xlsx"):
        raise Http404
    page = f"{reverse(f'programs:calculate_{calculator}')}?{request.GET.urlencode()}"
    report = REPORTS[calculator](request.GET)
    if report is None:
        return redirect(page)
    if kind == "pdf" and report.row_count > MOST_ROWS:
        return _too_long(request, page, calculator)
    back = calculators_back()
    if refusal := too_often(request, back):
        return refusal
    made = Fact(_("Made on"), timezone.localdate(), Unit.DAY)
    source = Fact(_("The same, to follow and to change"), request.build_absolute_uri(page))
    if kind == "xlsx":
        content = workbook_of(report, front=_("Result"), made=made, source=source)
        return _attachment(content, XLSX_TYPE, f"{calculator}.xlsx")
    try:
        content = pdf_of(report, made=made, source=source, language=current_language())
    except Busy:
        return wait_page(request, 503, BUSY_SECONDS, back)
    return _attachment(content, "application/pdf", f"{calculator}.pdf")


def _too_long(request: HttpRequest, page: str, calculator: str) -> HttpResponse:
    context = {"page": page, "calculator": calculator, "query": request.GET.urlencode()}
    return render(request, "programs/calculators/too_long.html", context, status=422)


def _attachment(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name.replace("_", "-")}"'
    response["Cache-Control"] = "private, no-store"
    return response
