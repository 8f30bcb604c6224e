"""Appeals against a decision, noted by the ministry: they move nothing by themselves."""

from datetime import date, datetime
from typing import cast

from django.db import transaction

from accounts.models import Membership
from applications.appeals import AppealOutcome, open_appeal
from applications.case_acts import open_case, require_state, required_words
from applications.case_errors import DayOutOfOrder
from applications.events import append_event
from applications.legal_day import legal_day
from applications.models import Case, CaseEvent, EventKind
from applications.permissions import Act


@transaction.atomic
def note_appeal(
    case_id: int,
    *,
    appealed_on: date,
    addressed_to: str,
    asked: str,
    by: Membership | None,
    at: datetime | None = None,
    seen: int | None = None,
) -> Case:
    """Record that a decision was appealed against: when, to whom, what is asked.

    Raises DayOutOfOrder for a day before the decision or to come.
    """
    case, actor, at, from_state = open_case(Act.NOTE_APPEAL, case_id, by, at, seen)
    require_state(Act.NOTE_APPEAL, case)
    _require_order(legal_day(cast(datetime, case.decided_at)), appealed_on, legal_day(at))
    append_event(
        case,
        EventKind.APPEAL_NOTED,
        by=actor,
        at=at,
        from_state=from_state,
        reason=required_words(asked),
        details={
            "appealed_on": appealed_on.isoformat(),
            "addressed_to": required_words(addressed_to),
        },
    )
    return case


@transaction.atomic
def note_outcome(
    case_id: int,
    *,
    decided_on: date,
    outcome: str,
    words: str,
    by: Membership | None,
    at: datetime | None = None,
    seen: int | None = None,
) -> Case:
    """Record how the oldest open appeal ended. ``outcome`` is an ``AppealOutcome``."""
    case, actor, at, from_state = open_case(Act.NOTE_OUTCOME, case_id, by, at, seen)
    require_state(Act.NOTE_OUTCOME, case)
    appeal = cast(CaseEvent, open_appeal(case))
    appealed_on = date.fromisoformat(appeal.details["appealed_on"])
    _require_order(appealed_on, decided_on, legal_day(at))
    append_event(
        case,
        EventKind.APPEAL_DECIDED,
        by=actor,
        at=at,
        from_state=from_state,
        reason=required_words(words),
        details={
            "appeal": appeal.ordinal,
            "decided_on": decided_on.isoformat(),
            "outcome": AppealOutcome(outcome).value,
        },
    )
    return case


def _require_order(*days: date) -> None:
    if list(days) != sorted(days):
        raise DayOutOfOrder
