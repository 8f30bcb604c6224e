"""A section's post: read, kept over a sign-in, and asked about where it met another's answers."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import PortalRequest
from applications import drafts
from applications.answer_conflicts import ConflictForm, differences, taken_in_words
from applications.form_sections import SECTION_OF_CODE, Section
from applications.kept_answers import keep_typed, proof_of_page
from applications.models import Case
from applications.section_sheets import Raw, post_from_raw, raw_from_post
from applications.section_versions import OpenPage, savers_since

View = Callable[..., HttpResponse]


def answered_section(code: str) -> Section:
    page = SECTION_OF_CODE.get(code)
    if page is None or not page.has_answers:
        raise Http404
    return page


def keeping_typed_answers(view: View) -> View:
    """Who was signed out meanwhile signs in and finds what they typed saved."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: int, code: str) -> HttpResponse:
        section = SECTION_OF_CODE.get(code)
        away = request.method == "POST" and not request.user.is_authenticated
        if away and section and section.has_answers:
            raw = raw_from_post(section, request.POST)
            if keep_typed(request, pk, code, raw, posted_number(request, "version")):
                return redirect_to_login(reverse("applications:kept", args=[pk, code]))
        return view(request, pk, code)

    # role_required's mark, read by those who list the doors
    guarded.required_roles = getattr(view, "required_roles", ())  # type: ignore[attr-defined]
    return guarded


def posted_number(request: HttpRequest, name: str) -> int:
    """A small whole number of a hidden field, 0 for anything else."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def page_of(request: HttpRequest, *, shows_entries: bool = True) -> OpenPage:
    name = request.POST.get("page", "")[:36].replace("\x00", "")
    return OpenPage(name, posted_number(request, "sequence"), shows_entries)


def show_conflict(
    request: PortalRequest,
    case: Case,
    section: Section,
    raw: Raw,
    conflict: drafts.Conflict,
    data: QueryDict | None = None,
) -> HttpResponse:
    """Answer by answer: theirs or mine. ``data``: choices that were made, some missing."""
    savers = savers_since(conflict.stored, conflict.base_version)
    whose = savers[-1].name if len(savers) == 1 else _("Stored")
    found = differences(section, conflict.merge)
    context = {
        "case": case,
        "section": section,
        "savers": savers,
        "choices": ConflictForm(found, whose, data),
        "taken": taken_in_words(section, conflict.merge.taken),
        "typed": post_from_raw(section, raw),
        "base_version": conflict.base_version,
        "seen_version": conflict.version,
        "proof": proof_of_page(request.user.pk, case.pk, section.code),
        "from_check": "from_check" in request.POST,
    }
    return render(request, "applications/filing/conflict.html", context, status=409)
