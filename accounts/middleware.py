from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from accounts.access import acting_membership


class ActingMembershipMiddleware:
    """Put the acting membership (or None) and all active ones on every request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.memberships = []  # type: ignore[attr-defined]
        request.membership = acting_membership(request)  # type: ignore[attr-defined]
        return self.get_response(request)
