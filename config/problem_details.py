"""Errors of the JSON API as problem details (RFC 9457), application/problem+json.

Beside type, title, status and detail stands ``errors``: each with the ``field`` at
fault (members joined by dots, items by their index from 0; empty for the whole), a
``code`` that never changes and a ``detail`` in the request's language. An exception's
``extensions`` are added as further members.
"""

import logging
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from django.core.signals import got_request_exception
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ErrorDetail, ParseError, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

CONTENT_TYPE = "application/problem+json"
ABOUT = "/api/v1/docs"

log = logging.getLogger("django.request")

Errors = list[dict[str, str]]


def problem_response(exc: Exception, context: dict[str, Any]) -> Response:
    """rest_framework's EXCEPTION_HANDLER."""
    response = exception_handler(exc, context)
    if response is None:
        response = _unexpected(exc, context)
    if isinstance(exc, ValidationError):
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY.value
    response.data = _problem(exc, response)
    response.content_type = CONTENT_TYPE
    return response


def _unexpected(exc: Exception, context: dict[str, Any]) -> Response:
    """Told to the log and to whoever listens, as Django does it; to the client only 500."""
    request = getattr(context["request"], "_request", None)
    got_request_exception.send(sender=type(context["view"]), request=request)
    log.error("the API failed", exc_info=exc)
    return Response(status=HTTPStatus.INTERNAL_SERVER_ERROR)


def _problem(exc: Exception, response: Response) -> dict[str, Any]:
    status = HTTPStatus(response.status_code)
    errors = _errors(exc)
    return {
        "type": _type(exc),
        "title": _title(exc, status),
        "status": status.value,
        "detail": _printable("; ".join(error["detail"] for error in errors)),
        "errors": errors,
        **getattr(exc, "extensions", {}),
    }


def _type(exc: Exception) -> str:
    if isinstance(exc, ValidationError):
        return f"{ABOUT}#unanswerable"
    return f"{ABOUT}#malformed" if isinstance(exc, ParseError) else "about:blank"


def _title(exc: Exception, status: HTTPStatus) -> str:
    if isinstance(exc, ValidationError):
        return _("The request cannot be answered")
    return _("The request is malformed") if isinstance(exc, ParseError) else status.phrase


def _errors(exc: Exception) -> Errors:
    if isinstance(exc, APIException):
        return [_error(*found) for found in _flat(exc.detail)]
    status = getattr(exc, "status_code", None)
    if status is None and type(exc).__name__ == "Http404":
        return [_error("", ErrorDetail(_("Nothing is here."), code="not_found"))]
    return [_error("", ErrorDetail(_("The portal failed. We have been told."), code="error"))]


def _flat(detail: Any, field: str = "") -> Iterator[tuple[str, ErrorDetail]]:
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            own = "" if name == "non_field_errors" else str(name)
            yield from _flat(inner, ".".join(filter(None, [field, own])))
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            nested = isinstance(inner, Mapping) and inner
            yield from _flat(inner, f"{field}.{index}" if nested else field)
    else:
        yield field, detail


def _error(field: str, detail: ErrorDetail) -> dict[str, str]:
    code = getattr(detail, "code", None) or "invalid"
    return {"field": _printable(field), "code": code, "detail": _printable(str(detail))}


def _printable(text: str) -> str:
    """Half of a surrogate pair, which JSON can write and UTF-8 cannot, is replaced."""
    return text.encode("utf-8", "replace").decode("utf-8")
