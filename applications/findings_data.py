"""The findings of a run as plain data, the same that pages and letters show in words."""

from typing import Any

from applications.check_runs import last_run
from applications.checks.reading import ShownFinding, ShownSource, read_findings, values_for
from applications.checks.wording import LABELS
from applications.models import CheckRun, Submission


def findings_as_data(run: CheckRun, *, for_applicant: bool = False) -> dict[str, Any]:
    """Codes and exact values beside the words of the language in force.

    Amounts, rates and days are strings as they were compared; nothing is rounded.
    """
    submission = run.submission
    shown = {
        finding.rule: finding
        for finding in read_findings(run.findings, for_applicant=for_applicant)
    }
    raw = {finding["rule"]: finding for finding in run.findings}
    return {
        "case": submission.case.number,
        "submission": submission.ordinal,
        "ran_at": run.ran_at.isoformat(),
        "why": run.why,
        "changed_values": list(run.moved),
        "sha256": run.findings_sha256,
        "findings": [_finding(found, raw[rule], for_applicant) for rule, found in shown.items()],
    }


def last_findings_as_data(
    submission: Submission, *, for_applicant: bool = False
) -> dict[str, Any] | None:
    run = last_run(submission)
    return None if run is None else findings_as_data(run, for_applicant=for_applicant)


def _finding(shown: ShownFinding, raw: dict[str, Any], for_applicant: bool) -> dict[str, Any]:
    return {
        "rule": shown.rule,
        "title": str(shown.title),
        "outcome": raw["outcome"],
        "outcome_name": str(shown.outcome_name),
        "reason": raw["reason"],
        "message": str(shown.message),
        "what_to_do": str(shown.advice),
        "source": _source(shown.source),
        "values": _values(raw, for_applicant),
    }


def _source(source: ShownSource) -> dict[str, Any]:
    day = source.effective_from
    return {
        "act": source.act,
        "paragraph": source.paragraph,
        "annex": source.annex,
        "words": source.words,
        "standing": str(source.sureness),
        "in_force_from": day.isoformat() if day else None,
        "verified": source.verified,
    }


def _values(raw: dict[str, Any], for_applicant: bool) -> list[dict[str, str]]:
    return [
        {**value, "name": str(LABELS[value["label"]])}
        for value in values_for(raw, for_applicant=for_applicant)
    ]
