"""The acts of review: take, return, conclude, send back, recompute, check again."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Membership
from applications import notice_content
from applications.case_acts import (
    in_place_of,
    last_submission,
    move,
    notify,
    open_case,
    require_state,
    required_words,
)
from applications.case_errors import MissingWords, NothingToRecompute, ReferenceRateUnknown
from applications.check_runs import (
    checks_relied_on,
    kept_of,
    last_run,
    rerun_checks,
    run_and_keep_checks,
)
from applications.documents import require_harmless_documents
from applications.events import append_event
from applications.frozen_reference import look_up, reference_of
from applications.legal_day import legal_day
from applications.models import Case, EventKind, Submission, WhyChecked
from applications.permissions import Act
from applications.remarks import documents_remarked
from notices.models import NoticeKind


@transaction.atomic
def take_case(
    case_id: int, *, by: Membership | None, at: datetime | None = None, seen: int | None = None
) -> Case:
    """An officer of the agent becomes the case's reviewer."""
    case, actor, at, from_state = open_case(Act.TAKE, case_id, by, at, seen)
    move(Act.TAKE, case, by=actor)
    append_event(case, EventKind.TAKEN, by=actor, at=at, from_state=from_state)
    return case


@transaction.atomic
def take_over_case(
    case_id: int,
    *,
    reasons: str,
    by: Membership | None,
    at: datetime | None = None,
    seen: int | None = None,
) -> Case:
    """Another officer of the agent becomes the reviewer, saying why, where one is away."""
    case, actor, at, from_state = open_case(Act.TAKE_OVER, case_id, by, at, seen)
    require_state(Act.TAKE_OVER, case)
    reason = required_words(reasons)
    details = {"reviewer_before": case.reviewer_id}
    move(Act.TAKE_OVER, case, by=actor)
    append_event(
        case,
        EventKind.TAKEN_OVER,
        by=actor,
        at=at,
        from_state=from_state,
        reason=reason,
        details=details,
    )
    return case


@transaction.atomic
def return_case(
    case_id: int,
    *,
    remarks: dict[str, str],
    by: Membership | None,
    written_in: str = "kk",
    at: datetime | None = None,
    seen: int | None = None,
) -> Case:
    """Back to the applicant with at least one remark, by code (``applications.remarks``).

    ``written_in`` is the remarks' language, one of the letters' own: ``kk`` or ``ru``.
    Raises KeyError for a document that the last submission does not have.
    """
    case, actor, at, from_state = open_case(Act.RETURN, case_id, by, at, seen)
    require_state(Act.RETURN, case)
    said = {code: required_words(text) for code, text in remarks.items() if text.strip()}
    if not said:
        raise MissingWords
    submission = last_submission(case)
    documents = documents_remarked(submission, said)
    standing_in = in_place_of(case, actor, at)
    move(Act.RETURN, case)
    content = notice_content.returned(submission, said, written_in, actor, at)
    append_event(
        case,
        EventKind.RETURNED,
        by=actor,
        at=at,
        from_state=from_state,
        details={
            "remarks": said,
            "documents": documents,
            "written_in": written_in,
            **standing_in,
        },
        notice=notify(NoticeKind.RETURN, case, content, at),
    )
    return case


@transaction.atomic
def conclude_case(
    case_id: int,
    *,
    in_favour: bool,
    reasons: str,
    by: Membership | None,
    at: datetime | None = None,
    seen: int | None = None,
) -> Case:
    """The agent's conclusion, for or against, with reasons; failed checks forbid neither.

    Raises DocumentInfected for a conclusion in favour over what cannot be read.
    """
    case, actor, at, from_state = open_case(Act.CONCLUDE, case_id, by, at, seen)
    require_state(Act.CONCLUDE, case)
    reason = required_words(reasons)
    if in_favour:
        require_harmless_documents(last_submission(case))
    standing_in = in_place_of(case, actor, at)
    move(Act.CONCLUDE, case, by=actor, at=at)
    append_event(
        case,
        EventKind.CONCLUDED,
        by=actor,
        at=at,
        from_state=from_state,
        reason=reason,
        details={
            "in_favour": in_favour,
            **standing_in,
            **checks_relied_on(last_submission(case)),
        },
    )
    return case


@transaction.atomic
def remit_case(
    case_id: int,
    *,
    reasons: str,
    by: Membership | None,
    at: datetime | None = None,
    seen: int | None = None,
) -> Case:
    """The ministry sends the case back to the agent, saying what is missing."""
    case, actor, at, from_state = open_case(Act.REMIT, case_id, by, at, seen)
    require_state(Act.REMIT, case)
    reason = required_words(reasons)
    move(Act.REMIT, case)
    append_event(case, EventKind.REMITTED, by=actor, at=at, from_state=from_state, reason=reason)
    return case


@transaction.atomic
def recompute_case(
    case_id: int, *, by: Membership | None, at: datetime | None = None, seen: int | None = None
) -> Case:
    """Look the missing reference rate up again, for the day of the first submission.

    Raises NothingToRecompute where the rate was known, ReferenceRateUnknown where it
    still is not.
    """
    case, actor, at, from_state = open_case(Act.RECOMPUTE, case_id, by, at, seen)
    require_state(Act.RECOMPUTE, case)
    submission = last_submission(case)
    if reference_of(submission)["known"]:
        raise NothingToRecompute
    reference = _look_up_again(submission)
    append_event(
        case,
        EventKind.RECOMPUTED,
        by=actor,
        at=at,
        from_state=from_state,
        details={"submission": submission.ordinal, "reference": reference},
    )
    run_and_keep_checks(submission, why=WhyChecked.RECOMPUTED, at=at, by=actor)
    return case


@transaction.atomic
def recheck_case(
    case_id: int, *, by: Membership | None, at: datetime | None = None, seen: int | None = None
) -> Case:
    """Run the checks again on the last submission; a second click changes nothing.

    An event is written where the findings differ from those kept last. Where only a
    value behind them moved, the run is kept and the history does not grow.
    """
    case, actor, at, from_state = open_case(Act.RECHECK, case_id, by, at, seen)
    require_state(Act.RECHECK, case)
    submission = last_submission(case)
    before = last_run(submission)
    run = rerun_checks(submission, why=WhyChecked.ON_DEMAND, at=at, by=actor)
    if run is None or (before and before.findings == run.findings):
        return case
    append_event(
        case,
        EventKind.RECHECKED,
        by=actor,
        at=at,
        from_state=from_state,
        details={"submission": submission.ordinal, **kept_of(run)},
    )
    return case


def _look_up_again(submission: Submission) -> dict[str, Any]:
    first_day = legal_day(submission.case.first_submitted_at or submission.submitted_at)
    reference = look_up(submission.financing_currency, submission.term_months, on=first_day)
    if not reference["known"]:
        raise ReferenceRateUnknown
    return reference
