"""The applicant's acts: submit, and take back."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Membership
from applications import notice_content
from applications.answers import draft_answers, seen_of, typed_answers
from applications.case_acts import move, notify, open_case, require_state
from applications.case_errors import CaseMovedOn, OrderNotInForce, OrganisationNotConfirmed
from applications.check_runs import kept_of, run_and_keep_checks
from applications.correspondence.remark_answers import (
    answers_to_submit,
    forget_remark_answers,
)
from applications.editions import NoEditionInForce, edition_in_force
from applications.events import append_event, submission_digest
from applications.legal_day import legal_day
from applications.models import Case, CaseState, EventKind, WhyChecked
from applications.permissions import Act
from applications.section_versions import forget_versions
from applications.submissions import freeze_submission
from notices.models import NoticeKind
from notices.numbering import next_number

CASE_SERIES = "KR"


@transaction.atomic
def submit_case(
    case_id: int,
    *,
    by: Membership | None,
    at: datetime | None = None,
    seen: str | None = None,
) -> Case:
    """Register a draft, or a returned case again; a second click changes nothing.

    Freezes answers, edition and reference rate of the first submission's day, runs
    the checks and issues the receipt. ``seen`` is ``answers.seen_of`` what the person
    read before submitting; CaseMovedOn where the draft is no longer that.
    """
    case, actor, at, from_state = open_case(Act.SUBMIT, case_id, by, at)
    if case.state == CaseState.SUBMITTED:
        return case
    require_state(Act.SUBMIT, case)
    answers = _answers_to_file(case, seen)
    is_first = case.number is None
    if is_first:
        _register(case, at)
    answered = answers_to_submit(case)
    move(Act.SUBMIT, case, at=at)
    submission = freeze_submission(case, answers, by=actor, at=at)
    forget_versions(case)
    forget_remark_answers(case)
    run = run_and_keep_checks(submission, why=WhyChecked.SUBMISSION, at=at)
    append_event(
        case,
        EventKind.SUBMITTED if is_first else EventKind.RESUBMITTED,
        by=actor,
        at=at,
        from_state=from_state,
        details={
            "submission": submission.ordinal,
            "submission_sha256": submission_digest(submission),
            **kept_of(run),
            **answered,
        },
        notice=notify(NoticeKind.RECEIPT, case, notice_content.receipt(submission), at),
    )
    return case


@transaction.atomic
def withdraw_case(
    case_id: int,
    *,
    by: Membership | None,
    reasons: str = "",
    at: datetime | None = None,
    seen: int | None = None,
) -> Case:
    """The applicant takes the application back, until it is decided."""
    case, actor, at, from_state = open_case(Act.WITHDRAW, case_id, by, at, seen)
    move(Act.WITHDRAW, case)
    append_event(
        case,
        EventKind.WITHDRAWN,
        by=actor,
        at=at,
        from_state=from_state,
        reason=reasons.strip(),
    )
    return case


def _answers_to_file(case: Case, seen: str | None) -> dict[str, Any]:
    """The draft as the person has seen it, of an organisation that may file it."""
    if seen is not None and seen != seen_of(case, draft_answers(case)):
        raise CaseMovedOn
    if not case.organisation.is_verified:
        raise OrganisationNotConfirmed
    return typed_answers(case)


def _register(case: Case, at: datetime) -> None:
    """Number and edition of the day of the first submission."""
    day = legal_day(at)
    try:
        case.edition = edition_in_force(day)
    except NoEditionInForce as error:
        raise OrderNotInForce from error
    case.number = next_number(CASE_SERIES, day.year)
