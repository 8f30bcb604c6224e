"""The officers' list of cases: its page, its file, its saved views."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.absences import absences_on, away_of, covered_by
from accounts.access import PortalRequest, role_required
from accounts.models import Absence, Membership, Organisation, Role
from applications import saved_views
from applications.capped_pages import CAP, CappedPaginator
from applications.case_filters import CaseFilters
from applications.deadlines.durations import measured_durations
from applications.export_words import FiltersInWords
from applications.legal_day import legal_day
from applications.list_exports import export_cases, export_organisations
from applications.list_places import MORE, list_address, with_list
from applications.models import ExportedList, ListExport, SavedView
from applications.orders import WAITING, sort_headings
from applications.review_queue import queue, queue_rows, queue_tabs
from applications.view_forms import SavedViewForm
from files.tables import TableFormat, TooManyRows
from norms.models import calendar_in_force

CASES_A_PAGE = 25
QUEUE = "applications:queue"
PLAIN = f"sort={WAITING}"
staff_only = role_required(Role.AGENT_OFFICER, Role.MINISTRY_OFFICER)
case_readers = role_required(Role.APPLICANT, Role.AGENT_OFFICER, Role.MINISTRY_OFFICER)


@require_GET
@staff_only
def queue_page(request: PortalRequest) -> HttpResponse:
    """Without a query the list opens with the person's default view."""
    membership = request.membership
    views = list(SavedView.objects.visible_to(membership))
    if views and not request.GET and (chosen := saved_views.default_view(membership)):
        return redirect(list_address(QUEUE, chosen.query or PLAIN))
    filters = CaseFilters(request.GET, membership=membership)
    today = legal_day(timezone.now())
    absences = _absences(membership, today)
    away = away_of(absences)
    page = CappedPaginator(queue(membership, filters), CASES_A_PAGE).get_page(
        request.GET.get("page")
    )
    query = filters.query()
    here = filters.query(page=str(page.number)) if page.number > 1 else query
    covered = covered_by(membership.pk, away)
    context = {
        "filters": filters,
        "shows_all_filters": MORE in request.GET or filters.narrows_further,
        "tabs": queue_tabs(membership),
        "views": views,
        "page": page,
        "durations": measured_durations(),
        "cap": CAP,
        "query": query,
        "unsorted": filters.query_without_sort(),
        "headings": sort_headings(filters.order),
        "plain_url": list_address(QUEUE, PLAIN),
        "case_ending": with_list(here or PLAIN),
        "rows": queue_rows(
            list(page.object_list),
            membership,
            calendar=calendar_in_force(),
            today=today,
            away=away,
        ),
        "covered": [one for one in absences if one.membership_id in covered],
    }
    return render(request, "applications/review/queue.html", context)


def _absences(membership: Membership, today: date) -> list[Absence]:
    """Only cases of the agent's officers are done in somebody's place."""
    if membership.role != Role.AGENT_OFFICER:
        return []
    return absences_on(membership.organisation_id, today)


@require_POST
@staff_only
def export_queue(request: PortalRequest, file_format: str) -> HttpResponse:
    """All cases that the address's filters let through, not one page of them."""
    filters = CaseFilters(request.GET, membership=request.membership)
    try:
        return export_cases(  # type: ignore[return-value]
            TableFormat(file_format),
            queue(request.membership, filters),
            which=ExportedList.CASES,
            filters=filters.told(),
            by=request.membership,
            at=timezone.now(),
        )
    except TooManyRows:
        messages.error(request, _("A worksheet does not hold so many rows. Take the CSV."))
        return redirect(list_address(QUEUE, filters.query()))


@require_POST
@role_required(Role.AGENT_OFFICER)
def export_organisations_to_confirm(request: PortalRequest, file_format: str) -> HttpResponse:
    """The agent's list of exporters to confirm, all pages of it."""
    try:
        return export_organisations(  # type: ignore[return-value]
            TableFormat(file_format),
            Organisation.objects.to_confirm(),
            by=request.membership,
            at=timezone.now(),
        )
    except TooManyRows:
        messages.error(request, _("A worksheet does not hold so many rows. Take the CSV."))
        return redirect("accounts:organisations_to_confirm")


@require_http_methods(["GET", "POST"])
@staff_only
def saved_view_list(request: PortalRequest) -> HttpResponse:
    """Keep the list as its address says; all views that one sees."""
    membership = request.membership
    query = saved_views.checked_query(request.GET.urlencode(), membership)
    form = SavedViewForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            saved_views.save_view(query=query, by=membership, **form.cleaned_data)
        except saved_views.NameTaken:
            form.add_error("name", _("You have a view of this name. Choose another one."))
        else:
            messages.success(request, _("The view is saved."))
            return redirect(list_address(QUEUE, query or PLAIN))
    context = {
        "form": form,
        "query": query,
        "views": SavedView.objects.visible_to(membership).select_related("owner__user"),
        "default": saved_views.default_view(membership),
        "membership": membership,
        "plain": PLAIN,
        "back_url": list_address(QUEUE, query or PLAIN),
    }
    return render(request, "applications/review/saved_views.html", context)


@require_http_methods(["GET", "POST"])
@staff_only
def saved_view(request: PortalRequest, pk: int) -> HttpResponse:
    """Rename, share or delete one's own view; a colleague's is not there to change."""
    own = SavedView.objects.visible_to(request.membership).filter(owner=request.membership)
    view = get_object_or_404(own, pk=pk)
    if "delete" in request.POST:
        saved_views.delete_view(pk, by=request.membership)
        messages.success(request, _("The view is deleted."))
        return redirect("applications:saved_views")
    initial = {"name": view.name, "is_shared": view.is_shared}
    form = SavedViewForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            saved_views.change_view(pk, by=request.membership, **form.cleaned_data)
        except saved_views.NameTaken:
            form.add_error("name", _("You have a view of this name. Choose another one."))
        else:
            messages.success(request, _("The view is changed."))
            return redirect("applications:saved_views")
    return render(request, "applications/review/saved_view.html", {"form": form, "view": view})


@require_POST
@staff_only
def open_with_view(request: PortalRequest) -> HttpResponse:
    """The list opens with a view from now on; without one it opens as it comes."""
    asked = request.POST.get("view", "")
    pk = int(asked) if asked.isascii() and asked.isdigit() else None
    if pk is not None:
        get_object_or_404(SavedView.objects.visible_to(request.membership), pk=pk)
    saved_views.open_with(pk, by=request.membership)
    messages.success(request, _("The list opens as you chose."))
    return redirect("applications:saved_views")


@require_GET
@case_readers
def list_exports(request: PortalRequest) -> HttpResponse:
    """Which lists people of one's own organisation took away as files."""
    exports = ListExport.objects.visible_to(request.membership).select_related("membership__user")
    page = CappedPaginator(exports, CASES_A_PAGE).get_page(request.GET.get("page"))
    words = FiltersInWords()
    context = {
        "page": page,
        "exports": [{"row": row, "filters": words.of(row)} for row in page.object_list],
        "frame": "base.html" if request.membership.role == Role.APPLICANT else "staff_base.html",
    }
    return render(request, "applications/list_exports.html", context)
