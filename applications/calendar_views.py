"""The calendar of due dates: the page where its address is made, and the calendar itself."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from accounts.access import PortalRequest, role_required
from accounts.models import Role
from applications.deadlines import feeds

SHOWN_ONCE = "calendar_token"
calendar_users = role_required(Role.APPLICANT, Role.AGENT_OFFICER, Role.MINISTRY_OFFICER)


class FeedThrottle(SimpleRateThrottle):
    """Calendars ask every few minutes at most; counted by who asks, a right address or not."""

    rate = "600/hour"

    def get_cache_key(self, request: Request, view: APIView | None) -> str:
        return f"calendar-feed:{self.get_ident(request)}"


@require_http_methods(["GET", "POST"])
@calendar_users
@never_cache
def calendar_page(request: PortalRequest) -> HttpResponse:
    """Make, renew or revoke the address of one's calendar; it is shown once."""
    if request.method == "POST":
        return _change(request)
    token = request.session.pop(SHOWN_ONCE, "")
    context = {
        "feed": feeds.feed_of(request.membership),
        "address": _address(token) if token else "",
    }
    return render(request, "applications/calendar.html", context)


def _change(request: PortalRequest) -> HttpResponse:
    now = timezone.now()
    if request.POST.get("do") == "revoke":
        feeds.revoke_feed(by=request.membership, at=now)
    else:
        request.session[SHOWN_ONCE] = feeds.renew_feed(by=request.membership, at=now)
    return redirect("applications:calendar")


def _address(token: str) -> str:
    return f"{settings.PORTAL_BASE_URL}{reverse('calendar_feed', args=[token])}"


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar, without a session; 404 for an address that leads nowhere any more."""
    throttle = FeedThrottle()
    if not throttle.allow_request(request, None):  # type: ignore[arg-type]
        response = HttpResponse(status=429)
        response["Retry-After"] = str(round(throttle.wait() or 60))
        return response
    membership = feeds.owner_of(token)
    if membership is None:
        raise Http404
    content = feeds.calendar_of(membership, now=timezone.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    return response
