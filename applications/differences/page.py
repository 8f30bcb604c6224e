"""The page of differences between two submissions, and the marks in the timeline."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.check_panel import ShownChange, shown_change
from applications.check_runs import FindingChange, finding_changes
from applications.checks.reading import read_values
from applications.checks.wording import Text
from applications.differences.answers import (
    DocumentChange,
    How,
    answer_changes,
    changed_sections,
    document_changes,
)
from applications.differences.doubts import Doubt, doubts
from applications.differences.subsidy import subsidy_figures
from applications.filing_pages import submission_panel
from applications.form_sections import SECTIONS, section_title
from applications.models import Case, CaseEvent, CheckRun, DocumentKind, EventKind, Submission
from applications.remarks import remark_title
from applications.timeline import CONCLUSIONS

# Events that say which submission the case had, and what was concluded on it.
TELLING = (
    EventKind.SUBMITTED,
    EventKind.RESUBMITTED,
    EventKind.CONCLUDED,
    EventKind.RETURNED,
)
HOW_NAMES: dict[How, Text] = {
    How.CHANGED: _("Changed"),
    How.ADDED: _("Added"),
    How.REMOVED: _("Removed"),
    How.REPLACED: _("Replaced by other content"),
    How.RENAMED: _("Same content, other name"),
}


@dataclass(frozen=True)
class ShownFindingChange:
    words: ShownChange
    before: list[tuple[Text, str]]
    after: list[tuple[Text, str]]
    is_of_outcome: bool


@dataclass(frozen=True)
class ShownRemark:
    """What a remark is on, whether that changed, and what the applicant answered, if anything."""

    title: str | Promise
    is_changed: bool
    answer: str
    language: str


@dataclass(frozen=True)
class ShownDoubt:
    """A conclusion with what puts it in doubt, or remarks with what became of each."""

    event: Any
    submission: int
    is_conclusion: bool
    opinion: Text = ""
    sections: list[str | Promise] = field(default_factory=list)
    turned: list[ShownChange] = field(default_factory=list)
    answered: list["ShownRemark"] = field(default_factory=list)

    @property
    def is_in_doubt(self) -> bool:
        return bool(self.sections or self.turned)


def two_of(submissions: list[Submission], first: str, second: str) -> tuple[Submission, Submission]:
    """The two that were asked for, by ordinal; the last two where nothing sensible was."""
    by_ordinal = {str(submission.ordinal): submission for submission in submissions}
    default = submissions[-2] if len(submissions) > 1 else submissions[-1]
    return by_ordinal.get(first, default), by_ordinal.get(second, submissions[-1])


def differences_context(
    case: Case, submissions: list[Submission], chosen: tuple[Submission, Submission], *, staff: bool
) -> dict[str, Any]:
    """Constant in queries, however many submissions there are."""
    before, after = chosen
    runs, events = runs_of(case), list(case.events.order_by("ordinal"))
    return {
        "sections": _sections(before, after),
        "documents": [_document(change) for change in document_changes(before, after)],
        "figures": subsidy_figures(
            submission_panel(before)["subsidy"], submission_panel(after)["subsidy"]
        ),
        "findings": _findings(before, after, runs, staff),
        "changed_sections": [section_title(code) for code in changed_sections(before, after)],
        "doubts": [
            mark
            for mark in _marks(events, submissions, runs, after)
            if mark.submission >= before.ordinal and (staff or not mark.is_conclusion)
        ],
    }


def runs_of(case: Case) -> list[CheckRun]:
    runs = CheckRun.objects.filter(submission__case=case)
    return list(runs.select_related("by__user", "submission").order_by("pk"))


def timeline_marks(
    events: Sequence[CaseEvent], submissions: list[Submission], runs: list[CheckRun]
) -> dict[int, ShownDoubt]:
    """For officers, by the ordinal of the event: what the last submission did to it."""
    marks = _marks(events, submissions, runs, submissions[-1])
    return {mark.event.ordinal: mark for mark in marks}


def _marks(
    events: Sequence[CaseEvent],
    submissions: list[Submission],
    runs: list[CheckRun],
    now: Submission,
) -> list[ShownDoubt]:
    told = [event for event in events if event.kind in TELLING]
    replies = {event.details.get("answers_to"): event for event in told}
    found = doubts(told, submissions, runs, now=now).items()
    return [_shown(doubt, replies.get(ordinal)) for ordinal, doubt in found]


def _shown(doubt: Doubt, reply: CaseEvent | None) -> ShownDoubt:
    return ShownDoubt(
        event=doubt.event,
        submission=doubt.submission,
        is_conclusion=doubt.is_conclusion,
        opinion=CONCLUSIONS.get(doubt.event.details.get("in_favour"), ""),
        sections=[section_title(code) for code in doubt.sections],
        turned=[shown_change(change) for change in doubt.turned],
        answered=_remarks(doubt, reply),
    )


def _remarks(doubt: Doubt, reply: CaseEvent | None) -> list[ShownRemark]:
    documents = doubt.event.details.get("documents", {})
    details = reply.details if reply else {}
    answers, language = details.get("answers", {}), details.get("written_in", "")
    return [
        ShownRemark(remark_title(code, documents), changed, answers.get(code, ""), language)
        for code, changed in doubt.answered.items()
    ]


def _sections(before: Submission, after: Submission) -> list[dict[str, Any]]:
    changes = answer_changes(before, after)
    grouped = [
        {"title": section.title, "changes": [c for c in changes if c.code == section.code]}
        for section in SECTIONS
    ]
    return [group for group in grouped if group["changes"]]


def _document(change: DocumentChange) -> dict[str, Any]:
    return {
        "kind": DocumentKind(change.kind).label,
        "how": HOW_NAMES[change.how],
        "before": change.before,
        "after": change.after,
    }


def _findings(
    before: Submission, after: Submission, runs: list[CheckRun], staff: bool
) -> list[ShownFindingChange]:
    old, new = _last_findings(before, runs), _last_findings(after, runs)
    changes = finding_changes(old, new)
    turned_first = sorted(changes, key=lambda change: not change.is_of_outcome)
    return [shown for change in turned_first if (shown := _finding(change, staff))]


def _last_findings(submission: Submission, runs: list[CheckRun]) -> list[dict[str, Any]]:
    own = [run for run in runs if run.submission_id == submission.pk]
    return own[-1].findings if own else []


def _finding(change: FindingChange, staff: bool) -> ShownFindingChange | None:
    """None where all that differs is not the applicant's to know."""
    before, after = _values(change.before, staff), _values(change.after, staff)
    if before == after and not change.is_of_outcome:
        return None
    return ShownFindingChange(shown_change(change), before, after, change.is_of_outcome)


def _values(finding: dict[str, Any] | None, staff: bool) -> list[tuple[Text, str]]:
    return read_values(finding, for_applicant=not staff) if finding else []
