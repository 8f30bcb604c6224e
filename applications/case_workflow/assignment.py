"""Who reviews: a lead assigns and reassigns, a reviewer gives back, a leaver hands over."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from applications.assignees import fitting, lock_assignee
from applications.assignment_news import promise_telling
from applications.case_acts import in_place_of, move, open_case, require_state, required_words
from applications.case_errors import AlreadyTheirs
from applications.events import append_event
from applications.legal_day import legal_day
from applications.models import Case, EventKind
from applications.permissions import Act


@transaction.atomic
def assign_case(
    case_id: int,
    *,
    to: int,
    by: Membership | None,
    reasons: str = "",
    at: datetime | None = None,
    seen: int | None = None,
    batch: str = "",
) -> Case:
    """A lead gives a case that nobody has to a colleague, by their membership's key.

    While the colleague is away it goes to who stands in. Of one ``batch`` a person is told
    once. Raises NotAColleague, ColleagueFiled, NobodyIsThere.
    """
    at = at or timezone.now()
    assignee = lock_assignee(to, by, on=legal_day(at))
    case, actor, at, from_state = open_case(Act.ASSIGN, case_id, by, at, seen)
    require_state(Act.ASSIGN, case)
    chosen = fitting(assignee, case)
    move(Act.ASSIGN, case, to=chosen.membership)
    event = append_event(
        case,
        EventKind.ASSIGNED,
        by=actor,
        at=at,
        from_state=from_state,
        reason=reasons.strip(),
        details=chosen.details(),
    )
    promise_telling(event, chosen.membership, batch=batch)
    return case


@transaction.atomic
def reassign_case(
    case_id: int,
    *,
    to: int,
    reasons: str,
    by: Membership | None,
    at: datetime | None = None,
    seen: int | None = None,
    batch: str = "",
) -> Case:
    """A lead gives a colleague's case to another one, saying why; both are told.

    Raises as ``assign_case`` does, and AlreadyTheirs.
    """
    at = at or timezone.now()
    assignee = lock_assignee(to, by, on=legal_day(at))
    case, actor, at, from_state = open_case(Act.REASSIGN, case_id, by, at, seen)
    require_state(Act.REASSIGN, case)
    chosen, before = fitting(assignee, case), case.reviewer
    if chosen.membership.pk == case.reviewer_id:
        raise AlreadyTheirs
    reason = required_words(reasons)
    move(Act.REASSIGN, case, to=chosen.membership)
    event = append_event(
        case,
        EventKind.REASSIGNED,
        by=actor,
        at=at,
        from_state=from_state,
        reason=reason,
        details={**chosen.details(), "reviewer_before": before.pk if before else None},
    )
    promise_telling(event, chosen.membership, batch=batch)
    if before is not None:
        promise_telling(event, before, batch=batch)
    return case


@transaction.atomic
def release_case(
    case_id: int,
    *,
    reasons: str,
    by: Membership | None,
    at: datetime | None = None,
    seen: int | None = None,
) -> Case:
    """The reviewer, who stands in, or a lead gives the case back, saying why: nobody has it."""
    case, actor, at, from_state = open_case(Act.RELEASE, case_id, by, at, seen)
    require_state(Act.RELEASE, case)
    reason, before = required_words(reasons), case.reviewer
    standing_in = in_place_of(case, actor, at)
    move(Act.RELEASE, case)
    event = append_event(
        case,
        EventKind.RELEASED,
        by=actor,
        at=at,
        from_state=from_state,
        reason=reason,
        details={"reviewer_before": before.pk if before else None, **standing_in},
    )
    if before is not None:
        promise_telling(event, before)
    return case
