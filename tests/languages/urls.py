"""A portal of one page, for the language switch."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import path


def page(request: HttpRequest, number: int) -> HttpResponse:
    return HttpResponse()


urlpatterns = i18n_patterns(path("page/<int:number>/", page, name="page"))
