"""Open cases whose checks rest on a value that has moved since: found, run again, told.

Nobody has to say that a rate was entered or a list imported: what every last run relied
on is compared with what holds now. So it does not matter who changes a value, or where.
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from accounts.models import Membership
from applications.assignees import reviewer_and_stand_ins
from applications.case_facts import facts_of
from applications.check_runs import finding_changes, last_run, rerun_checks
from applications.checks.reliance import relied_on
from applications.dated_values import DatedValues
from applications.legal_day import legal_day
from applications.models import OPEN_STATES, Case, CheckRun, Submission, WhyChecked
from norms.hash_chain import sha256_of
from notices import outbox

CASES_AT_ONCE = 200


def promise_rechecks(*, at: datetime) -> int:
    """Promise a run for every open case whose values moved; how many were promised.

    The key names the run that is out of date: however often and by however many
    workers this is done, a case is run again once for it.
    """
    dated, promised = DatedValues(), 0
    for submission in _last_submissions():
        relied = sha256_of(relied_on(facts_of(submission, at=at, dated=dated)))
        if relied != submission.last_relied_sha256:  # type: ignore[attr-defined]
            promise_recheck(submission, relied)
            promised += 1
    return promised


def promise_recheck(submission: Submission, relied: str) -> None:
    run_id: int | None = submission.last_run_id  # type: ignore[attr-defined]
    key = recheck_key(submission.case_id, run_id, relied)
    outbox.promise(
        "applications.tasks.recheck_case", {"case_id": submission.case_id, "key": key}, key=key
    )


def recheck_key(case_id: int, run_id: int | None, relied: str) -> str:
    return f"recheck:{case_id}:{run_id or 0}:{relied[:16]}"


def _last_submissions() -> Iterator[Submission]:
    """Of every open case, with what its last run relied on."""
    newest = Submission.objects.filter(case=OuterRef("case")).order_by("-ordinal")
    runs = CheckRun.objects.filter(submission=OuterRef("pk")).order_by("-pk")
    last = (
        Submission.objects.filter(case__state__in=OPEN_STATES)
        .annotate(newest=Subquery(newest.values("pk")[:1]))
        .filter(pk=F("newest"))
        .annotate(
            last_run_id=Subquery(runs.values("pk")[:1]),
            last_relied_sha256=Subquery(runs.values("relied_sha256")[:1]),
        )
        .select_related("case__organisation", "case__edition")
        .order_by("pk")
    )
    return last.iterator(chunk_size=CASES_AT_ONCE)


@transaction.atomic
def recheck_open_case(case_id: int, *, at: datetime) -> CheckRun | None:
    """Run the checks of one open case again; None where nothing differs or it is closed.

    Where an outcome turned, who reviews it is promised a letter.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    if case.state not in OPEN_STATES:
        return None
    submission = case.submissions.select_related("case__organisation", "case__edition").latest(
        "ordinal"
    )
    before = last_run(submission)
    run = rerun_checks(submission, why=WhyChecked.VALUES_MOVED, at=at)
    if run is not None and before is not None and _turned(before, run):
        _tell_reviewers(case, run, legal_day(at))
    return run


def _turned(before: CheckRun, after: CheckRun) -> bool:
    return any(change.is_of_outcome for change in finding_changes(before.findings, after.findings))


def _tell_reviewers(case: Case, run: CheckRun, on: date) -> None:
    """The reviewer, and who stands in for them on the day."""
    reviewers = Membership.objects.active().filter(pk__in=reviewer_and_stand_ins(case, on=on))
    for reviewer in reviewers.order_by("pk"):
        outbox.promise(
            "applications.tasks.tell_of_findings",
            {"case_id": case.pk, "run_id": run.pk, "user_id": reviewer.user_id},
            key=telling_key(run.pk, reviewer.user_id),
        )


def telling_key(run_id: int, user_id: int) -> str:
    return f"findings:{run_id}:{user_id}"
