"""The API's own addresses: its description, its documentation, and nothing else."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.decorators import api_view
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import TokenScope
from config.api_docs import operations_by_tag

LANGUAGE_NAMES = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]


class SchemaView(SpectacularAPIView):
    """GET /api/v1/schema: JSON unless YAML is asked for."""

    renderer_classes = [
        OpenApiJsonRenderer2,
        OpenApiJsonRenderer,
        OpenApiYamlRenderer,
        OpenApiYamlRenderer2,
    ]


@extend_schema(exclude=True)
@api_view(["GET", "POST", "PUT", "PATCH", "DELETE"])
def not_found(request: Request) -> Response:
    """What no address below the API's matches: 404, as a problem too."""
    raise NotFound


def docs(request: HttpRequest) -> HttpResponse:
    """GET /api/v1/docs, and below each language: the description as a page to read."""
    description = SchemaGenerator().get_schema(request=None, public=True)
    page = {
        "intro": description["info"]["description"],
        "groups": operations_by_tag(description),
        "schema_url": reverse("api_schema"),
        "address": f"{settings.PORTAL_BASE_URL}/api/v1",
        "scopes": list(zip(TokenScope.values, TokenScope.labels, strict=True)),
        "in_languages": [(code, name, _in_language(code)) for code, name in LANGUAGE_NAMES],
    }
    return render(request, "api/docs.html", page)


def _in_language(code: str) -> str:
    with override(code):
        return reverse("api_page")
