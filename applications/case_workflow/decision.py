"""The ministry's decision: grant or refuse."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import cast

from django.db import transaction

from accounts.models import Membership
from applications import notice_content
from applications.case_acts import (
    last_submission,
    move,
    notify,
    open_case,
    require_state,
    required_words,
)
from applications.case_errors import (
    GroundNotAnnounced,
    HearingNotOver,
    HearingRequired,
    MissingWords,
)
from applications.check_runs import checks_relied_on
from applications.commitments import take_from_budget
from applications.documents import require_harmless_documents
from applications.events import append_event
from applications.granted_subsidy import granted_subsidy, granted_terms
from applications.hearings import announced_grounds, hearing_in_force, is_over
from applications.legal_day import legal_day
from applications.models import Case, CaseState, EventKind
from applications.permissions import Act
from applications.refusal_grounds import StatedGround, stated_grounds
from notices.models import NoticeKind


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

    Raises ReferenceRateUnknown, TermTooLong for a term above the norm's, and
    DocumentInfected.
    """
    case, actor, at, from_state = open_case(Act.APPROVE, case_id, by, at, seen)
    require_state(Act.APPROVE, case)
    submission = last_submission(case)
    require_harmless_documents(submission)
    subsidy = granted_subsidy(submission)
    move(Act.APPROVE, case, by=actor, at=at)
    take_from_budget(case, subsidy, legal_day(at).year)
    content = notice_content.approval(submission, subsidy, actor, at)
    append_event(
        case,
        EventKind.APPROVED,
        by=actor,
        at=at,
        from_state=from_state,
        reason=reasons.strip(),
        details={
            "terms": granted_terms(subsidy),
            "year": legal_day(at).year,
            **checks_relied_on(submission),
        },
        notice=notify(NoticeKind.APPROVAL, case, content, at),
    )
    return case


@transaction.atomic
def refuse_case(
    case_id: int,
    *,
    grounds: Mapping[str, str],
    by: Membership | None,
    written_in: str = "kk",
    at: datetime | None = None,
    seen: int | None = None,
) -> Case:
    """Refuse the subsidy on one or more grounds, a text by each ground's code.

    ``written_in`` is the texts' language, one of the letters' own: ``kk`` or ``ru``.
    Raises HearingRequired or HearingNotOver where the applicant is to be heard first,
    GroundNotAnnounced, MissingWords, UnknownGround.
    """
    case, actor, at, from_state = open_case(Act.REFUSE, case_id, by, at, seen)
    require_state(Act.REFUSE, case)
    stated = _grounds_to_refuse_on(case, grounds, legal_day(at))
    move(Act.REFUSE, case, by=actor, at=at)
    submission = last_submission(case)
    content = notice_content.refusal(submission, stated, written_in, actor, at)
    append_event(
        case,
        EventKind.REFUSED,
        by=actor,
        at=at,
        from_state=from_state,
        details={"grounds": stated, "written_in": written_in, **checks_relied_on(submission)},
        notice=notify(NoticeKind.REFUSAL, case, content, at),
    )
    return case


def _grounds_to_refuse_on(case: Case, said: Mapping[str, str], on: date) -> list[StatedGround]:
    """Of the day's list; after a hearing those announced, in their words of that day."""
    if case.state != CaseState.HEARING:
        if hearing_in_force(on) is not None:
            raise HearingRequired
        return stated_grounds(said, on=on)
    if not is_over(case, on=on):
        raise HearingNotOver(cast(date, case.answer_until))  # case_heard_until_a_day
    return _of_those_announced(announced_grounds(case), said)


def _of_those_announced(
    announced: list[StatedGround], said: Mapping[str, str]
) -> list[StatedGround]:
    if said.keys() - {ground["code"] for ground in announced}:
        raise GroundNotAnnounced
    kept = [ground for ground in announced if ground["code"] in said]
    if not kept:
        raise MissingWords
    return [{**ground, "text": required_words(said[ground["code"]])} for ground in kept]
