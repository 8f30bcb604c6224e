"""The public record of changes: a page, a PDF, a table to take away."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from files.tables import TableFormat, table_response
from programs.change_record import record_of, recorded_revisions
from programs.change_record_files import COLUMNS, TooLong, is_kept, record_pdf, record_rows
from programs.file_limits import BUSY_SECONDS, Back, too_often, wait_page
from programs.forms import ChangeRecordForm
from programs.paper import Busy

REVISIONS_A_PAGE = 10
FILE_NAME = "lending-terms-changes"


@require_safe
def change_record(request: HttpRequest) -> HttpResponse:
    """What every approved revision changed, from the data, newest first."""
    form = ChangeRecordForm(request.GET or None)
    filters = form.filters()
    page = Paginator(recorded_revisions(filters), REVISIONS_A_PAGE)
    shown = page.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "narrowed": form.narrows(),
        "query": form.query(),
        "page": shown,
        "records": record_of(shown.object_list, filters),
    }
    return render(request, "programs/change_record.html", context)


@require_safe
def change_record_table(request: HttpRequest, file_format: str) -> HttpResponse:
    """A row for every field that changed; a query that is not right leads to the page."""
    form = ChangeRecordForm(request.GET or None)
    if form.is_bound and not form.is_valid():
        return redirect(_page(request))
    if refusal := too_often(request, _back(request)):
        return refusal
    rows = record_rows(form.filters())
    return table_response(TableFormat(file_format), FILE_NAME, COLUMNS, rows)  # type: ignore[return-value]


@require_safe
def change_record_pdf(request: HttpRequest) -> HttpResponse:
    """Only a PDF that is not kept already counts as made."""
    form = ChangeRecordForm(request.GET or None)
    if form.is_bound and not form.is_valid():
        return redirect(_page(request))
    filters, today = form.filters(), timezone.localdate()
    address = request.build_absolute_uri(_page(request, form.query()))
    kept = is_kept(filters, address=address, on=today)
    if not kept and (refusal := too_often(request, _back(request))):
        return refusal
    try:
        content = record_pdf(filters, address=address, on=today)
    except TooLong:
        context = {"query": form.query(), "back": _back(request)}
        return render(request, "programs/change_record_too_long.html", context, status=422)
    except Busy:
        return wait_page(request, 503, BUSY_SECONDS, _back(request))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}.pdf"'
    return response


def _page(request: HttpRequest, query: str | None = None) -> str:
    asked = request.GET.urlencode() if query is None else query
    page = reverse("programs:change_record")
    return f"{page}?{asked}" if asked else page


def _back(request: HttpRequest) -> Back:
    return Back(_page(request), _("Record of changes"))
