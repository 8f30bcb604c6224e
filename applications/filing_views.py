"""The exporter's drafts: the list, the task list, a page a section."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import PortalRequest, role_required
from accounts.models import Role
from applications import drafts
from applications.answer_conflicts import taken_in_words
from applications.answers import draft_answers
from applications.capped_pages import CappedPaginator
from applications.case_errors import CaseRefusal
from applications.correspondence.links import talk_of
from applications.correspondence.messages import unread_counts
from applications.editions import edition_of
from applications.filing_pages import (
    case_lines,
    financing_panel,
    saved_in_words,
    subsidy_day,
    task_items,
)
from applications.form_sections import SECTION_OF_CODE, SECTIONS, Section, following
from applications.kept_answers import proof_of_page
from applications.list_exports import export_cases
from applications.models import Case, CaseState, DraftSection, ExportedList
from applications.own_case_filters import OwnCaseFilters
from applications.remarks import WHOLE, last_return, remarks_of
from applications.section_posts import (
    keeping_typed_answers,
    page_of,
    posted_number,
    show_conflict,
)
from applications.section_sheets import Raw, SectionSheet, raw_from_post
from files.tables import TableFormat

CASES_A_PAGE = 25
applicant_only = role_required(Role.APPLICANT)


def own_case(request: PortalRequest, pk: int) -> Case:
    cases = Case.objects.visible_to(request.membership).select_related(
        "organisation", "edition", "copied_from"
    )
    return get_object_or_404(cases, pk=pk)


def open_case(request: PortalRequest, pk: int) -> Case | HttpResponse:
    """The case while it may be edited, else the way to its page."""
    case = own_case(request, pk)
    if case.state in drafts.EDITABLE_STATES:
        return case
    return redirect("applications:case", pk)


@require_GET
@applicant_only
def my_cases(request: PortalRequest) -> HttpResponse:
    filters = OwnCaseFilters(request.GET)
    page = CappedPaginator(filters.cases_of(request.membership), CASES_A_PAGE).get_page(
        request.GET.get("page")
    )
    cases = list(page.object_list)
    context = {
        "filters": filters,
        "page": page,
        "query": filters.query(),
        "lines": case_lines(cases, unread_counts(cases, request.membership)),
        "organisation": request.membership.organisation,
    }
    return render(request, "applications/filing/my_cases.html", context)


@require_POST
@applicant_only
def export_own_cases(request: PortalRequest, file_format: str) -> HttpResponse:
    """All applications of one's organisation that the address's filters let through."""
    filters = OwnCaseFilters(request.GET)
    return export_cases(  # type: ignore[return-value]
        TableFormat(file_format),
        filters.cases_of(request.membership),
        which=ExportedList.OWN_CASES,
        filters=filters.told(),
        by=request.membership,
        at=timezone.now(),
    )


@require_POST
@applicant_only
def start(request: PortalRequest) -> HttpResponse:
    case = drafts.start_draft(by=request.membership)
    return redirect("applications:task_list", case.pk)


@require_GET
@applicant_only
def task_list(request: PortalRequest, pk: int) -> HttpResponse:
    case = open_case(request, pk)
    if isinstance(case, HttpResponse):
        return case
    returned = last_return(case)
    items = task_items(case, draft_answers(case), returned)
    return render(
        request,
        "applications/filing/task_list.html",
        {
            "case": case,
            "edition": edition_of(case, on=timezone.localdate()),
            "items": items,
            "done": sum(item["state"] == "done" for item in items),
            "returned": returned,
            "remark_on_whole": remarks_of(returned).get(WHOLE),
            "may_discard": case.state == CaseState.DRAFT,
            "origin": case.copied_from,
            "talk": talk_of(case, request.membership) if returned else None,
        },
    )


@require_http_methods(["GET", "POST"])
@applicant_only
def discard(request: PortalRequest, pk: int) -> HttpResponse:
    case = own_case(request, pk)
    if case.state != CaseState.DRAFT:
        return redirect("applications:case", pk)
    if request.method == "POST":
        try:
            drafts.discard_draft(pk, by=request.membership)
        except CaseRefusal as refusal:
            messages.error(request, str(refusal.explanation))
            return redirect("applications:case", pk)
        messages.success(request, _("The draft is deleted."))
        return redirect("applications:my_cases")
    return render(request, "applications/filing/discard.html", {"case": case})


@require_http_methods(["GET", "POST"])
@keeping_typed_answers
@applicant_only
def section(request: PortalRequest, pk: int, code: str) -> HttpResponse:
    page = SECTION_OF_CODE.get(code)
    if page is None:
        raise Http404
    if not page.has_answers:
        return redirect(f"applications:{code}", pk)
    case = open_case(request, pk)
    if isinstance(case, HttpResponse):
        return case
    if request.method == "POST":
        return _save(request, case, page)
    draft = draft_answers(case)
    raw = with_a_row(page, draft.raw.get(code, {}))
    sheet = SectionSheet(page, raw, checked="check" in request.GET, siblings=draft.raw)
    return _show(request, case, sheet, draft.sections.get(code))


def with_a_row(page: Section, raw: Raw) -> Raw:
    """An empty table is shown with one row to fill in."""
    if page.rows is None or raw.get(page.rows_key):
        return raw
    return {**raw, page.rows_key: [dict.fromkeys(page.rows.form.base_fields, "")]}


def _save(request: PortalRequest, case: Case, page: Section) -> HttpResponse:
    raw = raw_from_post(page, request.POST)
    anchor = change_rows(page, raw, request.POST)
    answer = save_typed(request, case, page, raw, posted_number(request, "version"))
    if answer is None and anchor:
        return redirect(f"{request.path}#{anchor}")
    return answer or go_on(request, case, page)


def save_typed(
    request: PortalRequest, case: Case, page: Section, raw: Raw, version: int, *, asked: int = 0
) -> HttpResponse | None:
    """Save over ``version``; an answer only when the person has to be told or asked something.

    ``asked`` is the stored version about which a conflict page asked before.
    """
    try:
        saved = drafts.save_section(
            case.pk,
            page,
            raw,
            expected_version=version,
            by=request.membership,
            page=page_of(request),
        )
    except CaseRefusal as refusal:
        messages.error(request, str(refusal.explanation))
        return redirect("applications:case", case.pk)
    if isinstance(saved, drafts.Conflict):
        choices = request.POST if saved.version == asked else None
        return show_conflict(request, case, page, raw, saved, choices)
    if saved.taken:
        answers = "; ".join(taken_in_words(page, saved.taken))
        told = _("Brought together with what a colleague changed meanwhile: %(answers)s")
        messages.info(request, told % {"answers": answers})
    return None


def change_rows(page: Section, raw: Raw, post: Mapping[str, str]) -> str:
    """Add or remove a row as a button asked; the id of the place to go on reading at."""
    if page.rows is None:
        return ""
    rows: list[dict[str, str]] = raw[page.rows_key]
    if "add_row" in post and len(rows) < page.rows.max_num:
        rows.append(dict.fromkeys(page.rows.form.base_fields, ""))
        return f"{page.rows_key}-{len(rows)}"
    asked = post.get("remove_row", "")
    if asked.isascii() and asked.isdigit() and int(asked) < len(rows):
        del rows[int(asked)]
        return f"{page.rows_key}-table"
    return f"{page.rows_key}-table" if "add_row" in post or asked else ""


def go_on(request: PortalRequest, case: Case, page: Section) -> HttpResponse:
    """Back to the list, to the errors, to the check page or to the next section."""
    if "compare" in request.POST:
        return redirect("applications:section", case.pk, page.code)
    if "paste" in request.POST and page.code == "goods":
        return redirect("applications:paste_goods", case.pk)
    if "later" in request.POST:
        messages.success(request, _("Saved. Come back whenever you like."))
        return redirect("applications:task_list", case.pk)
    if draft_answers(case).errors(page):
        return redirect(f"{section_url(case, page)}?check=1{_origin(request)}")
    after = following(page)
    if "from_check" in request.POST or after is None:
        return redirect("applications:check_answers", case.pk)
    return redirect("applications:section", case.pk, after.code)


def section_url(case: Case, page: Section) -> str:
    return reverse("applications:section", args=[case.pk, page.code])


def _origin(request: PortalRequest) -> str:
    return "&from=check" if "from_check" in request.POST else ""


def _show(
    request: PortalRequest,
    case: Case,
    sheet: SectionSheet,
    stored: DraftSection | None,
) -> HttpResponse:
    page = sheet.section
    context = {
        "version": stored.version if stored else 0,
        "saved_by": saved_in_words(stored, now=timezone.now()) if stored else "",
        "member": request.membership.pk,
        "proof": proof_of_page(request.user.pk, case.pk, page.code),
        "case": case,
        "section": page,
        "number": SECTIONS.index(page) + 1,
        "total": len(SECTIONS),
        "sheet": sheet,
        "errors": sheet.errors() if sheet.is_checked else [],
        "remark": remarks_of(last_return(case)).get(page.code),
        "from_check": "from" in request.GET or "from_check" in request.POST,
        "edition": edition_of(case, on=timezone.localdate()),
    }
    if page.code == "financing":
        context["panel"] = financing_panel(sheet, on=subsidy_day(case))
    return render(request, f"applications/filing/{_template(page)}.html", context)


def _template(page: Section) -> str:
    return "financing" if page.code == "financing" else "section"


@require_POST
@applicant_only
def financing_preview(request: PortalRequest, pk: int) -> HttpResponse:
    """What one pays by the answers as they are typed; nothing is saved."""
    case = own_case(request, pk)
    page = SECTION_OF_CODE["financing"]
    sheet = SectionSheet(page, raw_from_post(page, request.POST), checked=True)
    panel = financing_panel(sheet, on=subsidy_day(case))
    context = {"panel": panel, "case": case}
    return render(request, "applications/filing/subsidy_panel.html", context)


@require_GET
@applicant_only
def subsidy(request: PortalRequest, pk: int) -> HttpResponse:
    case = open_case(request, pk)
    if isinstance(case, HttpResponse):
        return case
    draft = draft_answers(case)
    sheet = draft.sheet(SECTION_OF_CODE["financing"], checked=True)
    return render(
        request,
        "applications/filing/subsidy.html",
        {
            "case": case,
            "section": SECTION_OF_CODE["subsidy"],
            "number": SECTIONS.index(SECTION_OF_CODE["subsidy"]) + 1,
            "total": len(SECTIONS),
            "panel": financing_panel(sheet, on=subsidy_day(case)),
            "remark": remarks_of(last_return(case)).get("subsidy"),
            "next_url": reverse("applications:documents", args=[case.pk]),
        },
    )
