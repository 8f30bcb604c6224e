"""The address of the differences: officers of any visible case, applicants of their own."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import PortalRequest
from accounts.models import Role
from applications.differences.page import differences_context, two_of
from applications.review_views import case_readers, visible_case


@require_GET
@case_readers
def differences(request: PortalRequest, pk: int) -> HttpResponse:
    """Between any two submissions, the last two where none are chosen."""
    case = visible_case(request.membership, pk)
    submissions = list(case.submissions.order_by("ordinal"))
    if not submissions:
        raise Http404
    staff = request.membership.role != Role.APPLICANT
    chosen = two_of(submissions, request.GET.get("from", ""), request.GET.get("to", ""))
    context = {
        "case": case,
        "staff": staff,
        "base": "staff_base.html" if staff else "base.html",
        "submissions": submissions,
        "before": chosen[0],
        "after": chosen[1],
        **differences_context(case, submissions, chosen, staff=staff),
    }
    return render(request, "applications/differences.html", context)
