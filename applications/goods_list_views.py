"""The goods list: a page to search it, and suggestions for the form's field."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from rest_framework.throttling import SimpleRateThrottle

from accounts.access import PortalRequest, role_required
from accounts.models import Role
from applications.goods_list import (
    SHORTEST_PREFIX,
    Covered,
    digits_of,
    entries_by_code,
    entries_by_words,
    goods_list_on,
)
from applications.legal_day import legal_day
from applications.models import GoodsListEdition, GoodsListEntry
from languages.text import in_language

ENTRIES_A_PAGE = 50
MOST_SUGGESTED = 12
MOST_TYPED = 100  # characters of a search that are read
case_people = role_required(Role.APPLICANT, Role.AGENT_OFFICER, Role.MINISTRY_OFFICER)


class SuggestionThrottle(SimpleRateThrottle):
    """A few a second are what a person types; counted by person."""

    scope = "goods_suggestions"
    rate = "240/min"

    def get_cache_key(self, request: HttpRequest, view: object) -> str:
        return self.cache_format % {"scope": self.scope, "ident": request.user.pk}


@require_GET
@case_people
def goods_list(request: PortalRequest) -> HttpResponse:
    """The list of this day, searched by code or by words in any of the three languages."""
    edition = goods_list_on(legal_day(timezone.now()))
    typed = request.GET.get("q", "")[:MOST_TYPED].strip()
    entries = _found(edition, typed) if edition else []
    page = Paginator(entries, ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "edition": edition,
        "typed": typed,
        "query": urlencode({"q": typed}) if typed else "",
        "page": page,
        "lines": _lines(page),
    }
    return render(request, "applications/goods_list.html", context)


def _found(edition: GoodsListEdition, typed: str) -> Any:
    digits = digits_of(typed)
    if len(digits) >= SHORTEST_PREFIX:
        return entries_by_code(edition, digits, most=1000).entries
    return entries_by_words(edition, typed) if typed else edition.entries.order_by("hs_prefix")


def _lines(page: Any) -> list[list[Any]]:
    """The code, and the names in three languages with their ``lang``."""
    return [
        [
            entry.hs_prefix,
            *(
                {"text": getattr(entry, f"name_{language}"), "lang": language}
                for language in ("kk", "ru", "en")
            ),
        ]
        for entry in page
    ]


@require_GET
@case_people
@never_cache
def suggestions(request: PortalRequest) -> HttpResponse:
    """``{found: [{value, text, name}], told}`` for the digits of ``q``."""
    throttle = SuggestionThrottle()
    if not throttle.allow_request(request, None):  # type: ignore[arg-type]
        return JsonResponse({"found": [], "told": ""}, status=429)
    digits = digits_of(request.GET.get("q", "")[:MOST_TYPED])
    edition = goods_list_on(legal_day(timezone.now()))
    if edition is None or len(digits) < SHORTEST_PREFIX:
        told = _("The portal holds no goods list for this day.") if edition is None else ""
        return JsonResponse({"found": [], "told": told})
    covered = entries_by_code(edition, digits, most=MOST_SUGGESTED)
    found = [_suggestion(entry, edition) for entry in covered.entries]
    return JsonResponse({"found": found, "told": _told(edition, digits, covered)})


def _suggestion(entry: GoodsListEntry, edition: GoodsListEdition) -> dict[str, str]:
    """A sample's names stay out of an application."""
    name = in_language(entry, "name").text
    return {
        "value": entry.hs_prefix,
        "text": f"{entry.hs_prefix} — {name}" if name else entry.hs_prefix,
        "name": "" if edition.is_sample else name,
    }


def _told(edition: GoodsListEdition, digits: str, covered: Covered) -> str:
    if covered.covering:
        told = _("%(code)s: on the list, under %(prefix)s.")
        told %= {"code": digits, "prefix": covered.covering[-1].hs_prefix}
    elif covered.entries:
        told = _("Go on typing: entries of the list begin with %(code)s.") % {"code": digits}
    else:
        told = _("%(code)s is not on the list.") % {"code": digits}
    if edition.is_sample:
        told += " " + _("The portal holds a sample, not the official list.")
    return told
