"""The pages of messages, notes and openings of a case."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import PortalRequest
from accounts.models import Role
from applications.case_errors import CaseRefusal, NotAllowed
from applications.correspondence.forms import MessageForm, NoteForm, WriteForm
from applications.correspondence.messages import (
    mark_read,
    messages_of,
    read_up_to_by_others,
    write_message,
)
from applications.correspondence.notes import notes_for, write_note
from applications.correspondence.openings import openings_of, record_opening, shown_openings
from applications.legal_day import legal_day
from applications.models import Case, OpenedThing
from applications.permissions import Act, require_allowed, state_permits
from applications.review_views import case_readers, filed_case, staff_only

MESSAGES_A_PAGE = 50
OPENINGS_A_PAGE = 50


def frame(request: PortalRequest, case: Case) -> dict[str, Any]:
    """What every page of a case needs that officers and applicants both read."""
    staff = request.membership.role != Role.APPLICANT
    return {
        "case": case,
        "staff": staff,
        "base": "staff_base.html" if staff else "base.html",
        "case_address": "applications:review" if staff else "applications:case",
    }


@require_http_methods(["GET", "POST"])
@case_readers
def case_messages(request: PortalRequest, pk: int) -> HttpResponse:
    """What was written, newest first, and the form; to open the page is to have read it."""
    case = filed_case(request.membership, pk)
    form = MessageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (sent := _written(request, pk, form, write_message)):
        messages.success(request, _("The message is sent."))
        return sent
    mark_read(case, by=request.membership)
    now = timezone.now()
    record_opening(case, OpenedThing.MESSAGES, by=request.membership, at=now)
    applicant_reads = request.membership.role != Role.APPLICANT
    context = {
        "form": form,
        "why_not": _why_not(request, case),
        "page": Paginator(messages_of(case), MESSAGES_A_PAGE).get_page(request.GET.get("page")),
        "read_up_to": read_up_to_by_others(case, applicant_reads=applicant_reads),
    }
    template = "applications/correspondence/messages.html"
    return render(request, template, {**frame(request, case), **context})


def _written(
    request: PortalRequest, pk: int, form: WriteForm, write: Callable[..., Any]
) -> HttpResponse | None:
    """Back to the page when it is written; None where the form says what is wrong."""
    if not form.is_valid():
        return None
    try:
        write(pk, by=request.membership, **form.cleaned_data)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal.explanation))
    except CaseRefusal as refusal:
        form.add_error(None, str(refusal.explanation))
    else:
        return redirect(request.path)
    return None


def _why_not(request: PortalRequest, case: Case) -> str:
    """Why the person cannot write now; empty where they can."""
    if not state_permits(Act.WRITE_MESSAGE, case):
        return _("This case is closed: nothing is added to what was written.")
    try:
        require_allowed(Act.WRITE_MESSAGE, case, request.membership, on=legal_day(timezone.now()))
    except NotAllowed as refusal:
        return str(refusal.explanation)
    return ""


@require_http_methods(["GET", "POST"])
@staff_only
def case_notes(request: PortalRequest, pk: int) -> HttpResponse:
    """Officers' notes; whoever also acts for the applicant is not let in."""
    case = filed_case(request.membership, pk)
    require_allowed(Act.WRITE_NOTE, case, request.membership, on=legal_day(timezone.now()))
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (kept := _written(request, pk, form, write_note)):
        messages.success(request, _("The note is written."))
        return kept
    notes = notes_for(case, request.membership, on=legal_day(timezone.now()))
    page = Paginator(notes, MESSAGES_A_PAGE).get_page(request.GET.get("page"))
    context = {**frame(request, case), "form": form, "page": page}
    return render(request, "applications/correspondence/notes.html", context)


@require_GET
@case_readers
def case_openings(request: PortalRequest, pk: int) -> HttpResponse:
    """Officers by default, the applicant's own people behind the other tab."""
    case = filed_case(request.membership, pk)
    by_applicant = request.GET.get("people") == "applicant"
    openings = openings_of(case, by_applicant=by_applicant)
    page = Paginator(openings, OPENINGS_A_PAGE).get_page(request.GET.get("page"))
    shared = frame(request, case)
    context = {
        "by_applicant": by_applicant,
        "page": page,
        "query": "people=applicant" if by_applicant else "",
        "openings": shown_openings(list(page.object_list), for_staff=shared["staff"]),
    }
    return render(request, "applications/correspondence/openings.html", {**shared, **context})
