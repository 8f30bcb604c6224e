"""Reopening a decided case: one officer of the ministry proposes, another confirms or rejects."""

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
from applications.commitments import give_back_to_budget
from applications.events import append_event
from applications.models import REOPENED_STATES, Case, CaseState, EventKind
from applications.permissions import Act
from applications.reopenings import ReopeningGround, last_decision, proposed_reopening
from notices.models import NoticeKind


@transaction.atomic
def propose_reopening(
    case_id: int,
    *,
    ground: str,
    words: str,
    citation: str,
    to: str,
    by: Membership | None,
    written_in: str = "kk",
    at: datetime | None = None,
    seen: int | None = None,
) -> Case:
    """Propose to reopen, by a ``ReopeningGround``, in own words, citing the act.

    ``to`` is where the case goes: ``agent_review`` or ``awaiting_decision``.
    """
    case, actor, at, from_state = open_case(Act.PROPOSE_REOPENING, case_id, by, at, seen)
    require_state(Act.PROPOSE_REOPENING, case)
    details = {
        "ground": ReopeningGround(ground).value,
        "citation": required_words(citation),
        "to": _target(to),
        "written_in": notice_content.letter_language(written_in),
    }
    move(Act.PROPOSE_REOPENING, case, by=actor, at=at)
    append_event(
        case,
        EventKind.REOPENING_PROPOSED,
        by=actor,
        at=at,
        from_state=from_state,
        reason=required_words(words),
        details=details,
    )
    return case


@transaction.atomic
def reject_reopening(
    case_id: int,
    *,
    reasons: str,
    by: Membership | None,
    at: datetime | None = None,
    seen: int | None = None,
) -> Case:
    """The second officer leaves the decision as it stands, saying why."""
    case, actor, at, from_state = open_case(Act.REJECT_REOPENING, case_id, by, at, seen)
    require_state(Act.REJECT_REOPENING, case)
    reason = required_words(reasons)
    move(Act.REJECT_REOPENING, case)
    append_event(
        case, EventKind.REOPENING_REJECTED, by=actor, at=at, from_state=from_state, reason=reason
    )
    return case


@transaction.atomic
def reopen_case(
    case_id: int, *, by: Membership | None, at: datetime | None = None, seen: int | None = None
) -> Case:
    """The second officer confirms: the decision's notice is cancelled by a new one."""
    case, actor, at, from_state = open_case(Act.REOPEN, case_id, by, at, seen)
    require_state(Act.REOPEN, case)
    proposal, decision = proposed_reopening(case), last_decision(case)
    move(Act.REOPEN, case, to=proposal.details["to"])
    give_back_to_budget(case)
    content = notice_content.reopening(last_submission(case), proposal, decision, actor, at)
    append_event(
        case,
        EventKind.REOPENED,
        by=actor,
        at=at,
        from_state=from_state,
        reason=proposal.reason,
        details={**proposal.details, "proposal": proposal.ordinal, "decision": decision.ordinal},
        notice=notify(NoticeKind.REOPENING, case, content, at, cancels=decision.notice),
    )
    return case


def _target(to: str) -> str:
    if to not in REOPENED_STATES:
        raise ValueError(f"no case is reopened to {to}")
    return CaseState(to).value
