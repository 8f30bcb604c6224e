"""From an earlier application to a new draft: what is taken over is said first."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import PortalRequest
from applications.case_errors import CaseRefusal
from applications.copies import LONGEST_KEY, copied_sections, copy_application
from applications.filing_views import applicant_only, own_case


@require_http_methods(["GET", "POST"])
@applicant_only
def copy(request: PortalRequest, pk: int) -> HttpResponse:
    """However often one clicks: one draft."""
    case = own_case(request, pk)
    key = request.POST.get("key", "").replace("\x00", "")[:LONGEST_KEY]
    if request.method == "POST" and key:
        try:
            made = copy_application(pk, key=key, by=request.membership)
        except CaseRefusal as refusal:
            messages.error(request, str(refusal.explanation))
            return redirect("applications:my_cases")
        messages.success(request, _("A new draft has begun. Fill in what is still empty."))
        return redirect("applications:task_list", made.pk)
    context = {"case": case, "sections": copied_sections(case), "key": str(uuid4())}
    return render(request, "applications/filing/copy.html", context)
