"""The exporter's last steps: check the answers, submit, follow the case, withdraw."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import PortalRequest
from applications.answer_display import answer_cards
from applications.answers import (
    DraftAnswers,
    IncompleteAnswers,
    draft_answers,
    errors_by_section,
    seen_of,
)
from applications.case_errors import CaseMovedOn, CaseRefusal, WrongState
from applications.case_workflow import submit_case, withdraw_case
from applications.check_panel import panel_for_applicant, panel_of_draft
from applications.correspondence.links import talk_of
from applications.correspondence.openings import record_opening
from applications.correspondence.remark_answers import remarks_to_answer
from applications.deadlines.durations import measured_durations
from applications.deadlines.wording import running, shown_clocks
from applications.editions import edition_of
from applications.filing_pages import draft_cards, financing_panel, submission_panel, subsidy_day
from applications.filing_views import applicant_only, open_case, own_case
from applications.form_sections import SECTION_OF_CODE, SECTIONS, Section
from applications.hearings import hearing_of
from applications.legal_day import legal_day
from applications.models import OPEN_STATES, Case, CaseState, DocumentKind, OpenedThing
from applications.permissions import Act, allowed_acts
from applications.review_forms import words
from applications.timeline import timeline

Block = dict[str, Any]


class WithdrawForm(forms.Form):
    reasons = words(gettext_lazy("Why do you withdraw it?"))


@require_GET
@applicant_only
def check_answers(request: PortalRequest, pk: int) -> HttpResponse:
    case = open_case(request, pk)
    if isinstance(case, HttpResponse):
        return case
    draft = draft_answers(case)
    errors = errors_by_section(draft)
    now = timezone.now()
    return render(
        request,
        "applications/filing/check_answers.html",
        {
            "case": case,
            "blocks": [_draft_block(case, draft, s, bool(errors.get(s.code))) for s in SECTIONS],
            "incomplete": [SECTION_OF_CODE[code] for code in errors],
            "panel": financing_panel(
                draft.sheet(SECTION_OF_CODE["financing"], checked=True), on=subsidy_day(case)
            ),
            "edition": edition_of(case, on=timezone.localdate()),
            "verified": case.organisation.is_verified,
            "checks": None if errors else panel_of_draft(case, draft, at=now),
            "checked_at": now,
            "seen": seen_of(case, draft),
            "remarks": remarks_to_answer(case, draft),
        },
    )


def _draft_block(case: Case, draft: DraftAnswers, section: Section, faulty: bool) -> Block:
    block: Block = {"section": section, "faulty": faulty, "url": change_url(case, section)}
    if section.code == "documents":
        rows = [_document_row(case, d.kind, d.name, d.version, d.pk) for d in draft.documents]
        return {**block, "documents": rows}
    return {**block, "cards": draft_cards(draft, section, faulty)}


def change_url(case: Case, section: Section) -> str:
    if not section.has_answers:
        return reverse(f"applications:{section.code}", args=[case.pk])
    return reverse("applications:section", args=[case.pk, section.code]) + "?from=check"


def _document_row(case: Case, kind: str, name: str, version: int, document_pk: int) -> Block:
    return {
        "kind": DocumentKind(kind).label,
        "name": name,
        "version": version,
        "url": reverse("applications:document", args=[case.pk, document_pk]),
    }


@require_POST
@applicant_only
def submit(request: PortalRequest, pk: int) -> HttpResponse:
    """However often one clicks: one submission, and always the same receipt."""
    case = open_case(request, pk)
    if isinstance(case, HttpResponse):
        return case
    try:
        submit_case(pk, by=request.membership, seen=request.POST.get("seen", ""))
    except CaseMovedOn:
        messages.error(request, _("The application has changed since you opened the page."))
        return redirect("applications:check_answers", pk)
    except IncompleteAnswers:
        messages.error(request, _("The application is not complete yet."))
        return redirect("applications:check_answers", pk)
    except WrongState:
        return redirect("applications:case", pk)
    except CaseRefusal as refusal:
        messages.error(request, str(refusal.explanation))
        return redirect("applications:check_answers", pk)
    return redirect("applications:case", pk)


@require_GET
@applicant_only
def case_page(request: PortalRequest, pk: int) -> HttpResponse:
    """A filed case as its applicant sees it: where it stands, what was filed, its history."""
    case = own_case(request, pk)
    if case.state == CaseState.DRAFT:
        return redirect("applications:task_list", pk)
    record_opening(case, OpenedThing.CASE, by=request.membership, at=timezone.now())
    submission = case.submissions.latest("ordinal")
    answers = submission.answers
    allowed = allowed_acts(case, request.membership, on=legal_day(timezone.now()))
    clocks = shown_clocks(case, now=timezone.now())
    return render(
        request,
        "applications/filing/case.html",
        {
            "case": case,
            "edition": case.edition,
            "submission": submission,
            "panel": submission_panel(submission),
            "checks": panel_for_applicant(submission),
            "blocks": [
                {"section": s, "cards": list(answer_cards(s, answers[s.code]))}
                for s in SECTIONS
                if s.code in answers
            ],
            "documents": [
                _document_row(case, d["kind"], d["name"], d["version"], d["id"])
                for d in submission.documents
            ],
            "timeline": timeline(case, for_staff=False),
            "clock": running(clocks),
            "hearing": hearing_of(case, on=legal_day(timezone.now())),
            "may_answer": Act.ANSWER in allowed,
            "may_withdraw": Act.WITHDRAW in allowed,
            "durations": measured_durations(),
            "may_edit": case.state == CaseState.RETURNED,
            "talk": talk_of(case, request.membership),
        },
    )


@require_http_methods(["GET", "POST"])
@applicant_only
def withdraw(request: PortalRequest, pk: int) -> HttpResponse:
    case = own_case(request, pk)
    if case.state not in OPEN_STATES:
        return redirect("applications:case", pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "applications/filing/withdraw.html", {"case": case, "form": form})
    try:
        withdraw_case(pk, by=request.membership, reasons=form.cleaned_data["reasons"])
    except CaseRefusal as refusal:
        messages.error(request, str(refusal.explanation))
    else:
        messages.success(request, _("The application is withdrawn."))
    return redirect("applications:case", pk)
