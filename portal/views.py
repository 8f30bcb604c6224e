"""The front door: for strangers what the portal is, for others what waits for them."""

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import acting_membership
from accounts.models import Membership
from portal import demo
from portal.desks import desk_of


def home(request: HttpRequest) -> HttpResponse:
    """The desk of the acting role, or the front page."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is not None:
        return redirect(desk_of(membership))
    if request.user.is_authenticated:
        return redirect("accounts:register_organisation")
    return render(request, "portal/home.html")


@require_http_methods(["GET", "HEAD", "POST"])
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as an invented person: only in a demonstration, only from this machine."""
    if not demo.is_open_to(request):
        raise Http404
    if request.method == "POST":
        person = demo.person_by_email(request.POST.get("email", ""))
        if person is None:
            raise Http404
        login(request, person, backend="accounts.backends.PortalBackend")
        request.membership = acting_membership(request)  # type: ignore[attr-defined]
        return redirect("portal:home")
    return render(request, "portal/demo.html", {"people": demo.people()})
