"""Which earlier conclusions a later submission puts in doubt, which remarks it answers.

The rule: a conclusion rests on every section that some check reads, and on the findings
that lay before it. It is in doubt where one of those sections differs now, or where the
outcome of a check has turned since. The applicant's own data and the signature are read
by no check: a change there alone puts nothing in doubt. A remark is answered where the
section it was made on differs now, or the document is no longer among those filed; a
remark on the whole where anything differs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from applications.check_runs import FindingChange, finding_changes
from applications.checks.declarations import RULES
from applications.differences.answers import changed_sections
from applications.models import CaseEvent, CheckRun, EventKind, Submission
from applications.remarks import ANSWERED_IN, WHOLE, document_of

RELIED_ON = frozenset(section for rule in RULES for section in rule.reads)


@dataclass(frozen=True)
class Doubt:
    """What became of a conclusion (``sections``, ``turned``) or of remarks (``answered``
    by section's code), made on ``submission``, as of a later one or a later run."""

    event: CaseEvent
    submission: int
    sections: list[str] = field(default_factory=list)
    turned: list[FindingChange] = field(default_factory=list)
    answered: dict[str, bool] = field(default_factory=dict)

    @property
    def is_conclusion(self) -> bool:
        return self.event.kind == EventKind.CONCLUDED

    @property
    def is_in_doubt(self) -> bool:
        return bool(self.sections or self.turned)


def doubts(
    events: Sequence[CaseEvent],
    submissions: Sequence[Submission],
    runs: Sequence[CheckRun],
    *,
    now: Submission,
) -> dict[int, Doubt]:
    """By the ordinal of the event: each conclusion and each return made before ``now``, and
    the conclusions on ``now`` itself. ``events`` are in their order."""
    by_ordinal = {submission.ordinal: submission for submission in submissions}
    found, current = {}, 0
    for event in events:
        current = event.details.get("submission", current)
        if current > now.ordinal or current not in by_ordinal:
            continue
        made_on = by_ordinal[current]
        if event.kind == EventKind.CONCLUDED:
            found[event.ordinal] = _conclusion(event, made_on, runs, now)
        elif event.kind == EventKind.RETURNED and current < now.ordinal:
            found[event.ordinal] = _remarks(event, made_on, now)
    return found


def _conclusion(
    event: CaseEvent, made_on: Submission, runs: Sequence[CheckRun], now: Submission
) -> Doubt:
    changed = changed_sections(made_on, now) if made_on != now else []
    return Doubt(
        event,
        made_on.ordinal,
        sections=[code for code in changed if code in RELIED_ON],
        turned=_turned(event, runs, now),
    )


def _turned(event: CaseEvent, runs: Sequence[CheckRun], now: Submission) -> list[FindingChange]:
    """Outcomes that the last run on ``now`` finds otherwise than the run before the event."""
    kept = [run for run in runs if run.pk == event.details.get("check_run")]
    last = [run for run in runs if run.submission_id == now.pk][-1:]
    if not kept or not last:
        return []
    changes = finding_changes(kept[0].findings, last[0].findings)
    return [change for change in changes if change.is_of_outcome]


def _remarks(event: CaseEvent, made_on: Submission, now: Submission) -> Doubt:
    changed = changed_sections(made_on, now)
    remarks = event.details.get("remarks", {})
    filed = {document["id"] for document in now.documents}
    answered = {code: _is_answered(code, changed, filed) for code in remarks}
    return Doubt(event, made_on.ordinal, answered=answered)


def _is_answered(code: str, changed: list[str], filed: set[int]) -> bool:
    if (number := document_of(code)) is not None:
        return number not in filed
    return bool(changed) if code == WHOLE else ANSWERED_IN.get(code, code) in changed
