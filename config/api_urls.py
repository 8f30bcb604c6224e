"""The JSON API, /api/v1/: the rooms' doors, the description, nothing else."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView

from config.api_views import SchemaView, docs, not_found

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="api_docs")),
    path("schema", SchemaView.as_view(), name="api_schema"),
    path("docs", docs, name="api_docs"),
    path("", include("programs.api.urls")),
    path("", include("applications.api.urls")),
    path("prudential/", include("prudential.api.urls")),
    re_path(r"", not_found),
]
