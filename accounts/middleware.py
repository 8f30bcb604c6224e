from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts import sessions
from accounts.access import acting_membership
from accounts.duties import is_open_despite, outstanding_duty

GetResponse = Callable[[HttpRequest], HttpResponse]


class ActingMembershipMiddleware:
    """Put the acting membership (or None) and all active ones on every request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.memberships = []  # type: ignore[attr-defined]
        request.membership = acting_membership(request)  # type: ignore[attr-defined]
        return self.get_response(request)


class SeenSessionsMiddleware:
    """Remember every few minutes that a session is used."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        if request.user.is_authenticated and not sessions.is_seen_lately(request, at=now):
            sessions.remember(request, at=now)
        return self.get_response(request)


class DutiesMiddleware:
    """Lead whoever owes consent or a second step to its page: no view can forget it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: Any, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return None
        duty = outstanding_duty(request.user, request.membership, on=timezone.localdate())
        if duty is None or is_open_despite(duty, request.resolver_match, view):
            return None
        page = reverse(duty.value, query=_way_back(request))
        if request.htmx:
            return HttpResponse(headers={"HX-Redirect": page})
        return redirect(page)


def _way_back(request: HttpRequest) -> dict[str, str]:
    """An invitation's address, say, is not to be lost on the way."""
    return {"next": request.get_full_path()} if request.method == "GET" else {}
