"""Pages of the checks: what is checked, and running them again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import PortalRequest
from applications.case_errors import CaseRefusal, NotAllowed
from applications.case_workflow import recheck_case
from applications.legal_day import legal_day
from applications.review_views import staff_only, visible_case
from applications.rules_page import shown_rules


@require_GET
def what_is_checked(request: HttpRequest) -> HttpResponse:
    """The rules, for anyone; nothing about a case."""
    today = legal_day(timezone.now())
    context = {"rules": shown_rules(today), "today": today}
    return render(request, "applications/what_is_checked.html", context)


@require_POST
@staff_only
def recheck(request: PortalRequest, pk: int) -> HttpResponse:
    """However often one clicks: findings that stay the same are said to."""
    case = visible_case(request.membership, pk)
    before = case.events.count()
    try:
        recheck_case(pk, by=request.membership)
    except NotAllowed:
        raise
    except CaseRefusal as refusal:
        messages.error(request, str(refusal.explanation))
        return redirect("applications:review", pk)
    if case.events.count() > before:
        messages.success(request, _("The checks were run again: findings have changed."))
    else:
        messages.info(request, _("The checks were run again: the findings are unchanged."))
    return redirect("applications:review", pk)
