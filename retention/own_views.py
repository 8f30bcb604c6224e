"""A person's own data: to read, to take away, to have erased."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import PortalRequest
from retention.models import ErasureRequest
from retention.own_data import STAYS, ask_for_erasure, own_data, what_stays


@require_http_methods(["GET", "POST"])
@login_required
def my_data(request: PortalRequest) -> HttpResponse:
    """What is held, what stays if one asks for erasure, and the request itself."""
    if request.method == "POST":
        ask_for_erasure(request.user, at=timezone.now())
        messages.success(request, _("Your request is recorded."))
        return redirect("retention:my_data")
    asked = ErasureRequest.objects.filter(user=request.user, answered_at=None).first()
    codes = asked.stays if asked else what_stays(request.user)
    context = {"asked": asked, "stays": [STAYS[code] for code in codes if code in STAYS]}
    return render(request, "retention/my_data.html", context)


@require_GET
@login_required
def my_data_file(request: PortalRequest) -> HttpResponse:
    """The same as JSON to keep."""
    response = JsonResponse(
        own_data(request.user), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Content-Disposition"] = 'attachment; filename="keruen-my-data.json"'
    response["Cache-Control"] = "private, no-store"
    return response
