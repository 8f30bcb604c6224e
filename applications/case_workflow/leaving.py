"""An officer leaves: every open case with them goes somewhere, then the membership ends."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts import invitations
from accounts.models import Membership
from applications.assignees import Assignee, has_filed, lock_assignee
from applications.assignment_news import promise_telling
from applications.case_acts import move, open_case, require_state
from applications.case_errors import NobodyIsThere, NotAColleague
from applications.events import append_event
from applications.legal_day import legal_day
from applications.models import DECIDABLE_STATES, Case, EventKind
from applications.permissions import Act


@dataclass(frozen=True)
class HandedOver:
    """A case of a leaver, and whose it is now.

    ``to`` is None where it waits for anybody of the agent. ``stays`` where the ministry has
    it: the leaver concluded it and is named there; if it comes back, any officer goes on.
    """

    case: Case
    to: Membership | None
    stays: bool = False


def open_cases_of(membership: Membership) -> list[Case]:
    """What is open with a person, oldest first."""
    return list(Case.objects.open_with(membership).order_by("submitted_at", "pk"))


@transaction.atomic
def leave_and_hand_over(
    leaver_id: int, *, to: int | None, by: Membership, at: datetime
) -> list[HandedOver]:
    """End one's own membership, or a colleague's, and hand over all their open cases.

    All of it or nothing. What the colleague ``to`` may not review, because they filed it,
    and what ``by`` filed, goes to nobody. Raises what ``invitations.end_membership`` and
    ``invitations.leave`` do, NotAColleague and NobodyIsThere.
    """
    leaver = invitations.lock_colleague(leaver_id, by)
    assignee = _assignee(leaver, to, by, at)
    handed = _hand_over_all(leaver, assignee, by, at)
    if leaver.pk == by.pk:
        invitations.leave(by=by, at=at)
    else:
        invitations.end_membership(leaver_id, by=by, at=at)
    return handed


@transaction.atomic
def hand_over_left_cases(
    leaver_id: int, *, to: int | None, by: Membership, at: datetime
) -> list[HandedOver]:
    """The open cases of somebody who has left already, or whose account is closed.

    Raises PermissionDenied for who still works there.
    """
    leaver = invitations.lock_colleague(leaver_id, by)
    if Membership.objects.active().filter(pk=leaver.pk).exists():
        raise PermissionDenied
    assignee = _assignee(leaver, to, by, at)
    return _hand_over_all(leaver, assignee, by, at)


def _assignee(leaver: Membership, to: int | None, by: Membership, at: datetime) -> Assignee | None:
    if to is None:
        return None
    assignee = lock_assignee(to, by, on=legal_day(at))
    if assignee is None or to == leaver.pk:
        raise NotAColleague
    if assignee.membership.pk == leaver.pk:
        raise NobodyIsThere
    return assignee


def _hand_over_all(
    leaver: Membership, assignee: Assignee | None, by: Membership, at: datetime
) -> list[HandedOver]:
    cases = open_cases_of(leaver)
    return [hand_over_case(case.pk, assignee=assignee, by=by, at=at) for case in cases]


@transaction.atomic
def hand_over_case(
    case_id: int, *, assignee: Assignee | None, by: Membership | None, at: datetime
) -> HandedOver:
    """One case of somebody who leaves or has left, to a locked assignee or to nobody."""
    case, actor, at, from_state = open_case(Act.HAND_OVER, case_id, by, at)
    require_state(Act.HAND_OVER, case)
    if assignee and (has_filed(case, assignee.membership) or has_filed(case, actor)):
        assignee = None
    if assignee is None and case.state in DECIDABLE_STATES:
        return HandedOver(case, case.reviewer, stays=True)
    leaver = case.reviewer_id
    move(Act.HAND_OVER, case, to=assignee.membership if assignee else None)
    event = append_event(
        case,
        EventKind.HANDED_OVER,
        by=actor,
        at=at,
        from_state=from_state,
        details={"reviewer_before": leaver, **(assignee.details() if assignee else {})},
    )
    if assignee is None:
        return HandedOver(case, None)
    promise_telling(event, assignee.membership, batch=f"left:{leaver}:{at:%Y%m%d%H%M%S%f}")
    return HandedOver(case, assignee.membership)
