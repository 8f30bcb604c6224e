"""How often one visitor may ask for what costs the server more than a page."""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from rest_framework.throttling import SimpleRateThrottle

BUSY_SECONDS = 20


class Back(NamedTuple):
    """Where a page that sends away leads back to."""

    url: str
    label: str | Promise


class FileThrottle(SimpleRateThrottle):
    """Files made and files read, counted together by the visitor's address."""

    scope = "public_files"
    rate = "20/min"

    def get_cache_key(self, request: HttpRequest, view: object) -> str:
        ident = self.get_ident(request)  # type: ignore[arg-type]
        return self.cache_format % {"scope": self.scope, "ident": ident}


def too_often(request: HttpRequest, back: Back) -> HttpResponse | None:
    """A page with status 429 that says when to come again; None while it is not too often."""
    throttle = FileThrottle()
    if throttle.allow_request(request, None):  # type: ignore[arg-type]
        return None
    return wait_page(request, 429, throttle.wait() or 60, back)


def wait_page(request: HttpRequest, status: int, seconds: float, back: Back) -> HttpResponse:
    whole = int(seconds) + 1
    context = {"seconds": whole, "is_often": status == 429, "back": back}
    page = render(request, "programs/wait.html", context, status=status)
    page["Retry-After"] = str(whole)
    return page
