"""The findings as pages show them: officers, applicants, and before a submission."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.answers import DraftAnswers, typed_of
from applications.case_facts import facts_of_draft
from applications.check_runs import FindingChange, Turn, turns, values_moved_since
from applications.checks import run_checks
from applications.checks.finding import Outcome
from applications.checks.reading import ShownFinding, read_findings
from applications.checks.wording import OUTCOMES, TITLES, Text
from applications.models import OPEN_STATES, Case, CheckRun, Submission

VALUE_NAMES: dict[str, Text] = {
    "organisation": _("the confirmation of the organisation"),
    "edition": _("the edition of the order"),
    "reference": _("the reference rate of the case"),
    "published_reference": _("the published reference rate"),
    "term_norm": _("the limit of the term"),
    "goods_list": _("the goods list"),
    "budget": _("the year's budget"),
    "same_contract": _("other cases with the same contract"),
}
NOT_CHECKED = _("not checked")


@dataclass(frozen=True)
class ShownChange:
    title: Text
    before: Text
    after: Text


@dataclass(frozen=True)
class ShownTurn:
    """When findings changed, and which values behind them had."""

    at: datetime
    because: list[Text]
    changes: list[ShownChange]


@dataclass(frozen=True)
class CheckPanel:
    """``moved`` names values that are no longer what the run relied on."""

    open: list[ShownFinding]
    met: list[ShownFinding]
    run: CheckRun | None = None
    asked_by: str = ""
    moved: list[Text] = field(default_factory=list)
    turns: list[ShownTurn] = field(default_factory=list)


def panel_for_staff(
    submission: Submission, *, at: datetime, runs: Sequence[CheckRun] | None = None
) -> CheckPanel:
    """The last run on a submission, its turns, and whether it is out of date.

    ``runs`` are the submission's own, oldest first, where a page has read them already.
    """
    runs = _runs(submission) if runs is None else runs
    if not runs:
        return CheckPanel([], [])
    last, is_open = runs[-1], submission.case.state in OPEN_STATES
    return _panel(
        read_findings(last.findings),
        run=last,
        asked_by=last.by.user.shown_name if last.by else "",
        moved=value_names(values_moved_since(last, submission, at=at)) if is_open else [],
        turns=[_shown_turn(turn) for turn in turns(runs)],
    )


def panel_for_applicant(submission: Submission) -> CheckPanel:
    """The same findings with what the applicant can do, without officers' names."""
    runs = _runs(submission)
    if not runs:
        return CheckPanel([], [])
    return _panel(
        read_findings(runs[-1].findings, for_applicant=True),
        run=runs[-1],
        turns=[_shown_turn(turn) for turn in turns(runs)],
    )


def panel_of_draft(case: Case, draft: DraftAnswers, *, at: datetime) -> CheckPanel:
    """What the checks would say of a complete draft if it were submitted now."""
    documents = frozenset(str(document.kind) for document in draft.documents)
    facts = facts_of_draft(case, typed_of(case, draft), documents, at=at)
    findings = [finding.as_json() for finding in run_checks(facts)]
    return _panel(read_findings(findings, for_applicant=True))


def _runs(submission: Submission) -> list[CheckRun]:
    runs = submission.check_runs.select_related("by__user", "submission")
    return list(runs.order_by("pk"))


def _panel(findings: list[ShownFinding], **more: Any) -> CheckPanel:
    return CheckPanel(
        open=[finding for finding in findings if finding.outcome != Outcome.PASS],
        met=[finding for finding in findings if finding.outcome == Outcome.PASS],
        **more,
    )


def value_names(names: Iterable[str]) -> list[Text]:
    return [VALUE_NAMES[name] for name in names]


def _shown_turn(turn: Turn) -> ShownTurn:
    changes = [shown_change(change) for change in turn.changes]
    return ShownTurn(turn.run.ran_at, value_names(turn.run.moved), changes)


def shown_change(change: FindingChange) -> ShownChange:
    return ShownChange(TITLES[change.rule], outcome_name(change.before), outcome_name(change.after))


def outcome_name(finding: dict[str, Any] | None) -> str | Promise:
    return OUTCOMES[finding["outcome"]] if finding else NOT_CHECKED
