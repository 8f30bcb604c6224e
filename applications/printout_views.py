"""Pages and PDFs to print: one's draft as it stands, and an application as filed."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.access import PortalRequest, role_required
from accounts.models import Role
from applications.answers import draft_answers
from applications.filing_views import applicant_only, open_case, own_case
from applications.legal_day import legal_day
from applications.models import Case
from applications.printouts import Printout, printed_draft, printed_submission
from programs.file_limits import BUSY_SECONDS, Back, too_often, wait_page
from programs.paper import Busy, pdf_of_page

STYLE = "applications/printout.css"
case_people = role_required(Role.APPLICANT, Role.AGENT_OFFICER, Role.MINISTRY_OFFICER)


@require_GET
@applicant_only
@never_cache
def draft_page(request: PortalRequest, pk: int) -> HttpResponse:
    case = open_case(request, pk)
    return case if isinstance(case, HttpResponse) else _page(request, _draft(case))


@require_GET
@applicant_only
@never_cache
def draft_pdf(request: PortalRequest, pk: int) -> HttpResponse:
    case = open_case(request, pk)
    return case if isinstance(case, HttpResponse) else _pdf(request, _draft(case), "draft")


@require_GET
@case_people
@never_cache
def filed_page(request: PortalRequest, pk: int) -> HttpResponse:
    return _page(request, _filed(request, pk))


@require_GET
@case_people
@never_cache
def filed_pdf(request: PortalRequest, pk: int) -> HttpResponse:
    printout = _filed(request, pk)
    return _pdf(request, printout, str(printout.case.number))


def _draft(case: Case) -> Printout:
    now = timezone.now()
    return printed_draft(case, draft_answers(case), on=legal_day(now), at=now)


def _filed(request: PortalRequest, pk: int) -> Printout:
    """The last submission; 404 while there is none or once its answers are erased."""
    case = own_case(request, pk)
    submission = case.submissions.order_by("-ordinal").first()
    if submission is None or case.erased_at is not None:
        raise Http404
    submission.case = case
    return printed_submission(submission, at=timezone.now())


def _page(request: PortalRequest, printout: Printout) -> HttpResponse:
    return render(request, "applications/printout_page.html", {"printout": printout})


def _back(printout: Printout) -> Back:
    """The same on a page."""
    name = "print_filed" if printout.submission else "print_draft"
    url = reverse(f"applications:{name}", args=[printout.case.pk])
    return Back(url, _("Application for the interest subsidy"))


def _pdf(request: PortalRequest, printout: Printout, name: str) -> HttpResponse:
    back = _back(printout)
    if refused := too_often(request, back):
        return refused
    html = render_to_string("applications/printout_paper.html", {"printout": printout})
    try:
        content = pdf_of_page(html, style=STYLE)
    except Busy:
        return wait_page(request, 503, BUSY_SECONDS, back)
    disposition = f'attachment; filename="{name}.pdf"'
    headers = {"Content-Disposition": disposition}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
