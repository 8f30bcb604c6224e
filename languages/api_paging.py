"""Long lists of the JSON API: pages by cursor, newest first, no row twice or left out."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from languages.api_fields import LinkOut, PatternIn, StrictSerializer, WholeNumberIn, refusal

PAGE_SIZE = 50
LARGEST_PAGE = 200


class PageQuery(StrictSerializer):
    """What every list asks beside its filters."""

    cursor = PatternIn(
        "[A-Za-z0-9+/=_%-]{1,200}",
        _("Take the cursor from next or previous."),
        required=False,
        allow_empty=True,
    )
    page_size = WholeNumberIn(least=1, most=LARGEST_PAGE, required=False, allow_empty=True)


class NewestFirst(CursorPagination):
    page_size = PAGE_SIZE
    page_size_query_param = "page_size"
    max_page_size = LARGEST_PAGE
    ordering = "-pk"

    def decode_cursor(self, request: Request) -> Any:
        """Raises ValidationError for what this list never gave out."""
        try:
            cursor = super().decode_cursor(request)
        except NotFound:
            raise _unknown() from None
        place: Any = cursor.position if cursor else None
        if place is not None and not (place.isascii() and place.isdecimal() and len(place) < 19):
            raise _unknown()
        return cursor


def _unknown() -> serializers.ValidationError:
    return refusal("cursor", _("Take the cursor from next or previous."), "unknown_cursor")


def page_of(name: str, answer: type[serializers.Serializer]) -> serializers.Serializer:
    """The schema of a page of ``answer``."""
    return inline_serializer(
        name=name,
        fields={
            "next": LinkOut(allow_null=True),
            "previous": LinkOut(allow_null=True),
            "results": answer(many=True),
        },
    )
