"""The acts on a case, one function each: lock, re-read, may they, does the state allow it,
move, freeze, write the event, issue the notice. All of it or nothing.

Every function returns the case as it is afterwards. Refusals are typed:
``NotAllowed`` and the ``CaseRefusal`` family of ``applications.case_errors``;
``submit_case`` also raises ``applications.answers.IncompleteAnswers``.

``at`` is the moment of the act (now, unless given); its local day is the legal day.
``seen`` is the ordinal of the last event that the person had read: where something
has happened since, ``CaseMovedOn`` is raised instead of deciding on a stale page.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Membership
from applications import notice_content
from applications.answers import IncompleteAnswers, draft_answers, seen_of, typed_answers
from applications.case_acts import (
    last_submission,
    move,
    notify,
    open_case,
    require_state,
    required_words,
)
from applications.case_errors import (
    CaseMovedOn,
    CaseRefusal,
    MissingWords,
    NotAllowed,
    NothingToRecompute,
    OrderNotInForce,
    OrganisationNotConfirmed,
    ReferenceRateUnknown,
    TermTooLong,
    WrongState,
)
from applications.editions import NoEditionInForce, edition_in_force
from applications.events import append_event, submission_digest
from applications.frozen_reference import look_up, reference_of
from applications.granted_subsidy import granted_subsidy, granted_terms
from applications.legal_day import legal_day
from applications.models import Case, CaseState, EventKind, Submission
from applications.permissions import Act
from applications.submissions import freeze_submission, run_and_keep_checks
from notices.models import NoticeKind
from notices.numbering import next_number

__all__ = [
    "CaseMovedOn",
    "CaseRefusal",
    "IncompleteAnswers",
    "MissingWords",
    "NotAllowed",
    "NothingToRecompute",
    "OrderNotInForce",
    "OrganisationNotConfirmed",
    "ReferenceRateUnknown",
    "TermTooLong",
    "WrongState",
    "approve_case",
    "conclude_case",
    "recompute_case",
    "refuse_case",
    "remit_case",
    "return_case",
    "submit_case",
    "take_case",
    "take_over_case",
    "withdraw_case",
]

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
    move(Act.SUBMIT, case, at=at)
    submission = freeze_submission(case, answers, by=actor, at=at)
    run_and_keep_checks(submission, at=at)
    append_event(
        case,
        EventKind.SUBMITTED if is_first else EventKind.RESUBMITTED,
        by=actor,
        at=at,
        from_state=from_state,
        details={
            "submission": submission.ordinal,
            "submission_sha256": submission_digest(submission),
        },
        notice=notify(NoticeKind.RECEIPT, case, notice_content.receipt(submission), at),
    )
    return case


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
    """Back to the applicant with remarks by section's code, at least one.

    ``written_in`` is the remarks' language, one of the letters' own: ``kk`` or ``ru``.
    """
    case, actor, at, from_state = open_case(Act.RETURN, case_id, by, at, seen)
    require_state(Act.RETURN, case)
    said = {section: required_words(text) for section, text in remarks.items() if text.strip()}
    if not said:
        raise MissingWords
    move(Act.RETURN, case)
    content = notice_content.returned(last_submission(case), said, written_in, actor, at)
    append_event(
        case,
        EventKind.RETURNED,
        by=actor,
        at=at,
        from_state=from_state,
        details={"remarks": said, "written_in": written_in},
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
    """The agent's conclusion, for or against, with reasons; failed checks forbid neither."""
    case, actor, at, from_state = open_case(Act.CONCLUDE, case_id, by, at, seen)
    require_state(Act.CONCLUDE, case)
    reason = required_words(reasons)
    move(Act.CONCLUDE, case, by=actor, at=at)
    append_event(
        case,
        EventKind.CONCLUDED,
        by=actor,
        at=at,
        from_state=from_state,
        reason=reason,
        details={"in_favour": in_favour},
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
    run_and_keep_checks(submission, at=at)
    return case


@transaction.atomic
def approve_case(
    case_id: int,
    *,
    by: Membership | None,
    reasons: str = "",
    at: datetime | None = None,
    seen: int | None = None,
) -> Case:
    """Grant the subsidy at the rates frozen with the case.

    Raises ReferenceRateUnknown, and TermTooLong for a term above the norm's.
    """
    case, actor, at, from_state = open_case(Act.APPROVE, case_id, by, at, seen)
    require_state(Act.APPROVE, case)
    submission = last_submission(case)
    subsidy = granted_subsidy(submission)
    move(Act.APPROVE, case, by=actor, at=at)
    content = notice_content.approval(submission, subsidy, actor, at)
    append_event(
        case,
        EventKind.APPROVED,
        by=actor,
        at=at,
        from_state=from_state,
        reason=reasons.strip(),
        details={"terms": granted_terms(subsidy), "year": legal_day(at).year},
        notice=notify(NoticeKind.APPROVAL, case, content, at),
    )
    return case


@transaction.atomic
def refuse_case(
    case_id: int,
    *,
    grounds: str,
    by: Membership | None,
    written_in: str = "kk",
    at: datetime | None = None,
    seen: int | None = None,
) -> Case:
    """Refuse the subsidy, stating the grounds, each in a paragraph of its own.

    ``written_in`` is the grounds' language, one of the letters' own: ``kk`` or ``ru``.
    """
    case, actor, at, from_state = open_case(Act.REFUSE, case_id, by, at, seen)
    require_state(Act.REFUSE, case)
    reason = required_words(grounds)
    move(Act.REFUSE, case, by=actor, at=at)
    content = notice_content.refusal(last_submission(case), reason, written_in, actor, at)
    append_event(
        case,
        EventKind.REFUSED,
        by=actor,
        at=at,
        from_state=from_state,
        reason=reason,
        details={"written_in": written_in},
        notice=notify(NoticeKind.REFUSAL, case, content, at),
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


def _look_up_again(submission: Submission) -> dict[str, Any]:
    first_day = legal_day(submission.case.first_submitted_at or submission.submitted_at)
    reference = look_up(submission.financing_currency, submission.term_months, on=first_day)
    if not reference["known"]:
        raise ReferenceRateUnknown
    return reference
