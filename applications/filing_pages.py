"""What the exporter's pages show: lines, items and the subsidy beside the financing."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.forms import BaseForm
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from applications.answer_display import Card, answer_cards, raw_cards
from applications.answers import DraftAnswers, Progress
from applications.case_subsidy import CaseSubsidy, case_subsidy, subsidy_with
from applications.drafts import EDITABLE_STATES
from applications.form_sections import SECTIONS, Section
from applications.forms.base import MISSING
from applications.frozen_reference import rate_of, reference_of
from applications.legal_day import legal_day
from applications.models import Case, CaseEvent, DraftSection, Submission
from applications.remarks import is_answered, remarks_of, section_of
from applications.section_sheets import SectionSheet, json_ready
from languages.amounts import format_date
from languages.text import current_language
from programs.interest_subsidy import ReferenceKind, reference_kind, term_bucket
from programs.reference_rates import NotKnownReason, ReferenceRateNotKnown
from programs.reference_wording import REFERENCE_NAMES, TERM_NAMES, WHY_NOT_KNOWN

STATUS = {
    Progress.NOT_STARTED: ("todo", gettext_lazy("Not started")),
    Progress.IN_PROGRESS: ("doing", gettext_lazy("In progress")),
    Progress.COMPLETE: ("done", gettext_lazy("Complete")),
    Progress.NEEDS_ATTENTION: ("error", gettext_lazy("Needs attention")),
}
COMPUTED = ("done", gettext_lazy("Computed"))
WAITS_FOR_FINANCING = ("blocked", gettext_lazy("Waits for the financing"))
# What the subsidy is computed from; a grace period left empty is none.
NEEDED = (
    "financing_amount",
    "financing_currency",
    "nominal_rate_percent",
    "term_months",
    "repayment",
    "day_count",
    "first_disbursement",
)
GRACES = ("grace_principal_months", "grace_interest_months")


def subsidy_day(case: Case) -> date:
    """The day whose reference rate counts: of the first submission, until then this day."""
    moment = case.first_submitted_at
    return legal_day(moment) if moment else timezone.localdate()


def case_lines(cases: Iterable[Case], unread: Mapping[int, int]) -> list[dict[str, Any]]:
    """Cases for the task list component, from the columns kept beside them.

    ``unread`` is how many messages wait, by the case's number.
    """
    return [_case_line(case, unread.get(case.pk, 0)) for case in cases]


def unread_words(unread: int) -> str:
    """Empty where nothing waits."""
    told = ngettext("%(unread)s unread message", "%(unread)s unread messages", unread)
    return told % {"unread": unread} if unread else ""


def _case_line(case: Case, unread: int) -> dict[str, Any]:
    editable = case.state in EDITABLE_STATES
    return {
        "title": case.number or _draft_title(case),
        "hint": case.buyer_name or _("The buyer is not given yet"),
        "note": unread_words(unread),
        "url": reverse(f"applications:{'task_list' if editable else 'case'}", args=[case.pk]),
        "state": case.state,
        "state_label": case.get_state_display(),
    }


def _draft_title(case: Case) -> str:
    day = format_date(legal_day(case.created_at), current_language(), "short")
    return _("Draft of %(day)s") % {"day": day}


def task_items(case: Case, draft: DraftAnswers, returned: CaseEvent | None) -> list[dict[str, Any]]:
    """The sections with their status, for the task list component."""
    remarks = remarks_of(returned)
    progress = {section.code: draft.progress(section) for section in SECTIONS}
    now = timezone.now()
    items = []
    for section in SECTIONS:
        state, label = _status(section, progress)
        own = {code: text for code, text in remarks.items() if section_of(code) == section.code}
        remark = _in_one(list(own.values()))
        if returned and any(not is_answered(returned, code, draft) for code in own):
            state, label = "waiting", _("Correct what the agent asks")
        items.append(
            {
                "title": section.title,
                "hint": remark or "",
                "note": _last_save(draft, section, now),
                "url": _task_url(case, section, state),
                "state": state,
                "state_label": label,
            }
        )
    return items


def _in_one(remarks: list[str]) -> str:
    """The remark of a section; of several, as a list of documents has them, how many."""
    told = ngettext("%(count)s remark", "%(count)s remarks", len(remarks))
    return remarks[0] if len(remarks) == 1 else told % {"count": len(remarks)} if remarks else ""


def _last_save(draft: DraftAnswers, section: Section, now: datetime) -> str:
    stored = draft.sections.get(section.code)
    return saved_in_words(stored, now=now) if stored else ""


def saved_in_words(stored: DraftSection, *, now: datetime) -> str:
    """Who saved a section last, and how long ago or when."""
    name, minutes = stored.updated_by.user.shown_name, int((now - stored.updated_at).seconds / 60)
    if now - stored.updated_at >= timedelta(hours=1):
        day = format_date(legal_day(stored.updated_at), current_language(), "short")
        at = f"{day}, {timezone.localtime(stored.updated_at):%H:%M}"
        return _("Last saved by %(name)s on %(at)s") % {"name": name, "at": at}
    if minutes < 1:
        return _("Last saved by %(name)s just now") % {"name": name}
    told = ngettext(
        "Last saved by %(name)s %(minutes)s minute ago",
        "Last saved by %(name)s %(minutes)s minutes ago",
        minutes,
    )
    return told % {"name": name, "minutes": minutes}


def _status(section: Section, progress: dict[str, Progress]) -> tuple[str, Any]:
    if section.code == "subsidy":
        known = progress["financing"] == Progress.COMPLETE
        return COMPUTED if known else WAITS_FOR_FINANCING
    return STATUS[progress[section.code]]


def _task_url(case: Case, section: Section, state: str) -> str:
    if not section.has_answers:
        return reverse(f"applications:{section.code}", args=[case.pk])
    url = reverse("applications:section", args=[case.pk, section.code])
    return f"{url}?check=1" if state == "error" else url


def draft_cards(draft: DraftAnswers, section: Section, faulty: bool) -> list[Card]:
    """A section's answers in words; as typed while something is missing or wrong."""
    if not section.has_answers:
        return []
    if faulty:
        return list(raw_cards(section, draft.raw.get(section.code, {})))
    sheet = draft.sheet(section, checked=True)
    sheet.errors()
    return list(answer_cards(section, sheet.typed()))


def financing_panel(sheet: SectionSheet, *, on: date) -> dict[str, Any] | None:
    """The subsidy of the financing answers as far as they go; None while figures are missing."""
    figures = financing_figures(sheet)
    return panel_of(case_subsidy(figures, on=on)) if figures else None


def financing_figures(sheet: SectionSheet) -> dict[str, Any] | None:
    """The typed figures that a subsidy is computed from; None while one is missing or wrong."""
    checked = sheet if sheet.is_checked else sheet.again_checked()
    form = checked.form
    if form is None or not _can_be_computed(form, checked):
        return None
    typed = {name: json_ready(value) for name, value in form.cleaned_data.items()}
    for grace in GRACES:
        typed[grace] = typed.get(grace) or 0
    if checked.asks_for_rows:
        typed["own_schedule"] = checked.typed_rows()
    return typed


def _can_be_computed(form: BaseForm, sheet: SectionSheet) -> bool:
    """Every figure is there and none of those typed is wrong, the own schedule's included."""
    faults = form.errors.as_data()
    wrong_graces = [
        error for name in GRACES for error in faults.get(name, []) if error.code != MISSING
    ]
    if wrong_graces or any(form.cleaned_data.get(name) in (None, "") for name in NEEDED):
        return False
    return not sheet.asks_for_rows or (sheet.rows is not None and sheet.rows.is_valid())


def submission_panel(submission: Submission) -> dict[str, Any]:
    """The subsidy as submitted, by the reference rate frozen with the case."""
    frozen = reference_of(submission)
    on = date.fromisoformat(frozen["on"])
    reference = rate_of(frozen) or _not_known(frozen, on)
    return panel_of(subsidy_with(submission.answers["financing"], reference, on=on))


def _not_known(frozen: dict[str, Any], on: date) -> ReferenceRateNotKnown:
    """A rate entered since does not count until the case is recomputed."""
    return ReferenceRateNotKnown(
        kind=ReferenceKind(frozen["kind"]),
        currency=frozen["currency"],
        term_bucket=frozen["term_bucket"],
        on=on,
        reason=NotKnownReason(frozen["reason"]),
    )


def panel_of(subsidy: CaseSubsidy) -> dict[str, Any]:
    """The subsidy in words and, for its picture, in whole percents of the nominal rate."""
    width = 0
    if subsidy.rates and subsidy.nominal_percent:
        width = round(100 * subsidy.rates.subsidised / subsidy.nominal_percent)
    kind = reference_kind(subsidy.currency)
    return {
        "subsidy": subsidy,
        "state_width": width,
        "reference_name": REFERENCE_NAMES[kind],
        "is_halved": kind != ReferenceKind.CIRR,
        "term_name": TERM_NAMES[term_bucket(subsidy.term_months)],
        "why_not_known": _why_not_known(subsidy),
    }


def _why_not_known(subsidy: CaseSubsidy) -> str | Promise:
    reference = subsidy.reference
    return WHY_NOT_KNOWN[reference.reason] if isinstance(reference, ReferenceRateNotKnown) else ""
