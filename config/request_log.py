"""One line a request: the route, never the path (it may carry a token), no address, no name."""

import time
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

log = structlog.get_logger("keruen.request")


class RequestLogMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.monotonic()
        with structlog.contextvars.bound_contextvars(request_id=uuid.uuid4().hex):
            response = self.get_response(request)
            membership = getattr(request, "membership", None)
            log.info(
                "request",
                method=request.method,
                route=route_of(request),
                code=response.status_code,
                milliseconds=round((time.monotonic() - started) * 1000),
                user=getattr(request, "user", None) and request.user.pk,
                membership=membership and membership.pk,
            )
        return response


def route_of(request: HttpRequest) -> str:
    """The URL pattern that matched, with its parameters unnamed."""
    match = request.resolver_match
    return match.route if match else "(no route)"
