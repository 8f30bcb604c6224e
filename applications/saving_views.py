"""How a section's answers come in: in the background, out of a conflict, after a sign-in."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.access import PortalRequest
from accounts.models import Role
from applications import drafts
from applications.answer_conflicts import ConflictForm, differences, taken_in_words
from applications.case_errors import CaseRefusal
from applications.filing_views import applicant_only, go_on, own_case, save_typed
from applications.form_sections import Section
from applications.kept_answers import take_kept
from applications.models import Case
from applications.section_posts import (
    answered_section,
    keeping_typed_answers,
    page_of,
    posted_number,
)
from applications.section_sheets import Raw, post_from_raw, raw_from_post
from applications.section_versions import savers_since


@require_POST
@never_cache
def autosave(request: PortalRequest, pk: int, code: str) -> HttpResponse:
    """What is typed so far, saved in the background; every answer is JSON, none a redirect."""
    if not request.user.is_authenticated:
        return _told("signed_out", 401)
    acting = request.membership
    if acting is None or acting.role != Role.APPLICANT:
        return _told("forbidden", 403)
    if request.POST.get("member") != str(acting.pk):
        return _told("somebody_else", 403)
    section = answered_section(code)
    raw = raw_from_post(section, request.POST)
    try:
        saved = drafts.save_section(
            pk,
            section,
            raw,
            expected_version=posted_number(request, "version"),
            by=acting,
            page=page_of(request, shows_entries=False),
        )
    except Case.DoesNotExist:
        return _told("gone", 404)
    except CaseRefusal:
        return _told("moved_on", 410)
    if isinstance(saved, drafts.Conflict):
        return _told_conflict(section, saved)
    return _told_saved(section, raw, saved)


def _told(state: str, status: int, **more: Any) -> JsonResponse:
    return JsonResponse({"state": state, **more}, status=status)


def _told_saved(section: Section, raw: Raw, saved: drafts.Saved) -> JsonResponse:
    """``changes``: inputs of the page that others changed, with what stands there now."""
    sent, stored = post_from_raw(section, raw), post_from_raw(section, saved.answers or raw)
    changes = {name: value for name, value in stored.items() if sent.get(name) != value}
    text = _("Saved at %(time)s") % {"time": f"{timezone.localtime():%H:%M}"}
    if changes:
        labels = "; ".join(taken_in_words(section, saved.taken))
        text += ". " + _("Changed by a colleague: %(answers)s") % {"answers": labels}
    return _told("saved", 200, version=saved.version, text=text, changes=changes)


def _told_conflict(section: Section, conflict: drafts.Conflict) -> JsonResponse:
    found = [
        {"label": str(one.label), "theirs": one.stored, "mine": one.typed}
        for one in differences(section, conflict.merge)
    ]
    saver = savers_since(conflict.stored, conflict.base_version)[-1]
    time = f"{timezone.localtime(saver.at):%H:%M}"
    text = _("Not saved: %(name)s saved this section at %(time)s, before you.")
    return _told(
        "conflict",
        409,
        version=conflict.version,
        differences=found,
        text=text % {"name": saver.name, "time": time},
    )


@require_POST
@keeping_typed_answers
@applicant_only
def settle(request: PortalRequest, pk: int, code: str) -> HttpResponse:
    """The choices of a conflict page, saved over the version it showed."""
    section, case = answered_section(code), own_case(request, pk)
    raw = raw_from_post(section, request.POST)
    base, seen = posted_number(request, "version"), posted_number(request, "seen_version")
    merge = drafts.conflict_as_seen(case, section, raw, base_version=base, seen_version=seen)
    if merge is None:
        return save_typed(request, case, section, raw, base) or go_on(request, case, section)
    form = ConflictForm(differences(section, merge), "", request.POST)
    if form.is_valid():
        raw, base = merge.settled(form.sides), seen
    # Undecided, the answers clash once more and the page asks again.
    answer = save_typed(request, case, section, raw, base, asked=seen)
    return answer or go_on(request, case, section)


@require_GET
@applicant_only
@never_cache
def kept(request: PortalRequest, pk: int, code: str) -> HttpResponse:
    """After the sign-in: what was typed before it is saved like any other answers."""
    section, case = answered_section(code), own_case(request, pk)
    typed = take_kept(request, pk, code)
    if typed is None:
        return redirect("applications:section", pk, code)
    answer = save_typed(request, case, section, typed.raw, typed.version)
    if answer is None:
        messages.success(request, _("What you typed before you were signed out is saved."))
    return answer or redirect("applications:section", pk, code)
