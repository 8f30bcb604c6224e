"""The hearing before a refusal: the ministry announces it, the applicant answers."""

from collections.abc import Mapping
from datetime import datetime

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
from applications.case_errors import HearingNotInForce
from applications.events import append_event
from applications.hearings import hearing_in_force, last_day_to_answer
from applications.legal_day import legal_day
from applications.models import Case, EventKind
from applications.permissions import Act
from applications.refusal_grounds import stated_grounds
from norms.models import calendar_in_force
from notices.models import NoticeKind


@transaction.atomic
def announce_refusal(
    case_id: int,
    *,
    grounds: Mapping[str, str],
    by: Membership | None,
    written_in: str = "kk",
    at: datetime | None = None,
    seen: int | None = None,
) -> Case:
    """Tell the applicant the grounds and the last day to answer; nothing is decided yet.

    Raises HearingNotInForce where a refusal needs none, MissingWords, UnknownGround.
    """
    case, actor, at, from_state = open_case(Act.ANNOUNCE, case_id, by, at, seen)
    require_state(Act.ANNOUNCE, case)
    on = legal_day(at)
    setting = hearing_in_force(on)
    if setting is None or setting.working_days is None:
        raise HearingNotInForce
    stated = stated_grounds(grounds, on=on)
    days = setting.working_days
    until = last_day_to_answer(calendar_in_force(), announced_on=on, days=days)
    move(Act.ANNOUNCE, case, until=until)
    content = notice_content.hearing(
        last_submission(case), stated, written_in, setting, until, actor, at
    )
    append_event(
        case,
        EventKind.REFUSAL_ANNOUNCED,
        by=actor,
        at=at,
        from_state=from_state,
        details={
            "grounds": stated,
            "written_in": written_in,
            "working_days": days,
            "answer_until": until.isoformat(),
        },
        notice=notify(NoticeKind.HEARING, case, content, at),
    )
    return case


@transaction.atomic
def answer_hearing(
    case_id: int,
    *,
    text: str,
    by: Membership | None,
    at: datetime | None = None,
    seen: int | None = None,
) -> Case:
    """What the applicant says to the announced grounds, once; also late, until it is decided."""
    case, actor, at, from_state = open_case(Act.ANSWER, case_id, by, at, seen)
    require_state(Act.ANSWER, case)
    answer = required_words(text)
    move(Act.ANSWER, case, at=at)
    append_event(
        case, EventKind.HEARING_ANSWERED, by=actor, at=at, from_state=from_state, reason=answer
    )
    return case
