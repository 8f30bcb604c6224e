"""Runs of the checks: each kept as of then, with why it ran and what it relied on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from accounts.models import Membership
from applications.case_facts import facts_of
from applications.checks import run_checks
from applications.checks.facts import Facts
from applications.checks.reliance import Reliance, moved, relied_on
from applications.dated_values import DatedValues
from applications.models import CheckRun, Submission, WhyChecked
from norms.hash_chain import sha256_of

Findings = list[dict[str, Any]]


@dataclass(frozen=True)
class FindingChange:
    """A rule whose outcome, reason or compared values differ; a side is None where it
    was not among the rules then."""

    rule: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def is_of_outcome(self) -> bool:
        return _verdict(self.before) != _verdict(self.after)


def run_and_keep_checks(
    submission: Submission, *, why: WhyChecked, at: datetime, by: Membership | None = None
) -> CheckRun:
    """Run every check on the submission and keep the findings as of ``at``."""
    return _keep(submission, facts_of(submission, at=at), why, at, by, last_run(submission))


def rerun_checks(
    submission: Submission, *, why: WhyChecked, at: datetime, by: Membership | None = None
) -> CheckRun | None:
    """A new run where anything differs from the last one, None where nothing does.

    The caller holds the lock on the case's row.
    """
    facts, last = facts_of(submission, at=at), last_run(submission)
    if last is not None and _is_as_kept(facts, last):
        return None
    return _keep(submission, facts, why, at, by, last)


def last_run(submission: Submission) -> CheckRun | None:
    run: CheckRun | None = submission.check_runs.order_by("-pk").first()
    return run


def _findings(facts: Facts) -> Findings:
    return [finding.as_json() for finding in run_checks(facts)]


def _is_as_kept(facts: Facts, run: CheckRun) -> bool:
    return (
        sha256_of(relied_on(facts)) == run.relied_sha256
        and sha256_of(_findings(facts)) == run.findings_sha256
    )


def _keep(
    submission: Submission,
    facts: Facts,
    why: WhyChecked,
    at: datetime,
    by: Membership | None,
    last: CheckRun | None,
) -> CheckRun:
    relied, findings = relied_on(facts), _findings(facts)
    return CheckRun.objects.create(
        submission=submission,
        ran_at=at,
        why=why,
        by=by,
        findings=findings,
        findings_sha256=sha256_of(findings),
        relied_on=relied,
        relied_sha256=sha256_of(relied),
        moved=moved(last.relied_on, relied) if last else [],
    )


def values_moved_since(
    run: CheckRun, submission: Submission, *, at: datetime, dated: DatedValues | None = None
) -> list[str]:
    """Names of the values that are no longer what the run relied on."""
    now: Reliance = relied_on(facts_of(submission, at=at, dated=dated))
    return moved(run.relied_on, now) if sha256_of(now) != run.relied_sha256 else []


def finding_changes(before: Findings, after: Findings) -> list[FindingChange]:
    """Rule by rule, in the order of the later run; sources do not count."""
    old = {finding["rule"]: finding for finding in before}
    new = {finding["rule"]: finding for finding in after}
    pairs = [FindingChange(rule, old.get(rule), new.get(rule)) for rule in {**new, **old}]
    return [pair for pair in pairs if _said(pair.before) != _said(pair.after)]


def _verdict(finding: dict[str, Any] | None) -> tuple[str, str] | None:
    return None if finding is None else (finding["outcome"], finding["reason"])


def _said(finding: dict[str, Any] | None) -> Any:
    return None if finding is None else (_verdict(finding), finding["values"])


@dataclass(frozen=True)
class Turn:
    """A run that found something else than the run before it."""

    run: CheckRun
    changes: list[FindingChange]


def turns(runs: Sequence[CheckRun]) -> list[Turn]:
    """The runs of one submission, oldest first, at which an outcome turned; newest first."""
    found = []
    for earlier, later in pairwise(runs):
        changes = finding_changes(earlier.findings, later.findings)
        if turned := [change for change in changes if change.is_of_outcome]:
            found.append(Turn(later, turned))
    return found[::-1]


def checks_relied_on(submission: Submission) -> dict[str, Any]:
    """What a conclusion or a decision keeps of the findings that lay before it."""
    run = last_run(submission)
    return {} if run is None else kept_of(run)


def kept_of(run: CheckRun) -> dict[str, Any]:
    """What an event keeps of a run, so that the chain covers its findings too."""
    return {
        "check_run": run.pk,
        "findings_sha256": run.digest(),
    }
