"""A form whose token is not this browser's any more, for one after signing in again."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views import csrf

from applications.answer_display import raw_cards
from applications.form_sections import SECTION_OF_CODE, Section
from applications.kept_answers import owner_of_page
from applications.section_sheets import post_from_raw, raw_from_post

SECTION_POSTS = ("applications:section", "applications:settle")
HIDDEN = ("version", "seen_version", "proof", "from_check", "later", "compare")


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403. What was typed in a section comes back, to be looked at and sent again.

    Only what came from a page of the portal: the answers' proof is signed, so a strange
    site cannot lay its own answers here for a person to press the button.
    """
    match = request.resolver_match
    name = match.view_name if match else ""
    if name == "applications:autosave":
        return JsonResponse({"state": "csrf"}, status=403)
    if match is None or name not in SECTION_POSTS or not _is_own_page(request, **match.kwargs):
        return csrf.csrf_failure(request, reason=reason)
    return _send_again(request, SECTION_OF_CODE[match.kwargs["code"]])


def _is_own_page(request: HttpRequest, pk: int, code: str) -> bool:
    """Shown to whoever is signed in now, or to somebody who has been signed out since."""
    owner = owner_of_page(request.POST.get("proof", ""), pk, code)
    away = not request.user.is_authenticated
    return owner is not None and (away or owner == request.user.pk)


def _send_again(request: HttpRequest, section: Section) -> HttpResponse:
    raw = raw_from_post(section, request.POST)
    posted = {name: request.POST[name] for name in HIDDEN if name in request.POST}
    sides = {name: value for name, value in request.POST.items() if name.startswith("side-")}
    context = {
        "fields": {**post_from_raw(section, raw), **sides, **posted},
        "cards": list(raw_cards(section, raw)),
        "section": section,
    }
    return render(request, "applications/filing/send_again.html", context, status=403)
