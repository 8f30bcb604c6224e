"""JSON as it was written: every number a Decimal, nothing that JSON does not know."""

import codecs
import json
from decimal import Decimal, InvalidOperation
from typing import IO, Any, NoReturn

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser


class BodyTooLarge(APIException):
    status_code = 413
    default_code = "too_large"


class ExactJSONParser(BaseParser):
    """Refuses NaN, infinities, repeated members, bodies that are not UTF-8 or too large."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Any = None,
    ) -> Any:
        body = stream.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
        if len(body) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise BodyTooLarge(_("The body is too large."))
        try:
            return read_exactly(codecs.decode(body, "utf-8"))
        except (ValueError, RecursionError) as error:
            raise ParseError(_("The body is not valid JSON: %s") % error) from None


def read_exactly(text: str) -> Any:
    """Raises ValueError, or RecursionError for a text nested too deeply."""
    return json.loads(
        text,
        parse_int=_number,
        parse_float=_number,
        parse_constant=_refuse,
        object_pairs_hook=_object,
    )


def _number(text: str) -> Decimal | str:
    """A number no Decimal can hold stays a text, which no field takes for a number."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return f"{text} "


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("an object names a member twice")
    return members
