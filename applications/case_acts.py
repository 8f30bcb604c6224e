"""What every act on a case begins and ends with: the lock, the move, the words, the letter."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django_fsm import TransitionNotAllowed

from accounts.models import Membership, User
from applications.assignees import reviewer_to_stand_in_for
from applications.case_errors import CaseMovedOn, MissingWords, WrongState
from applications.legal_day import legal_day
from applications.models import Case, Submission
from applications.permissions import RULES, Act, require_allowed, state_permits
from notices.issue import issue
from notices.models import Notice, NoticeKind


def open_case(
    act: Act,
    case_id: int,
    by: Membership | None,
    at: datetime | None,
    seen: int | None = None,
) -> tuple[Case, Membership, datetime, str]:
    """Lock and re-read the case; the actor as of now; the moment; the state before."""
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("organisation", "edition", "reviewer")
        .get(pk=case_id)
    )
    at = at or timezone.now()
    actor = require_allowed(act, case, by, on=legal_day(at))
    if seen is not None and case.events.count() != seen and state_permits(act, case):
        raise CaseMovedOn
    return case, actor, at, case.state


def require_state(act: Act, case: Case) -> None:
    if not state_permits(act, case):
        raise WrongState(case.state, act)


def move(act: Act, case: Case, **arguments: Any) -> None:
    """Make the transition and save it; the row is locked."""
    try:
        getattr(case, RULES[act].transition)(**arguments)
    except TransitionNotAllowed as error:
        raise WrongState(case.state, act) from error
    case.save()


def in_place_of(case: Case, actor: Membership, at: datetime) -> dict[str, int]:
    """For the event: the reviewer for whom the actor stands in on the day, if so."""
    reviewer = reviewer_to_stand_in_for(case, actor, on=legal_day(at))
    return {"in_place_of": reviewer} if reviewer else {}


def required_words(text: str) -> str:
    if not text.strip():
        raise MissingWords
    return text.strip()


def last_submission(case: Case) -> Submission:
    return case.submissions.select_related("case__organisation", "case__edition").latest("ordinal")


def notify(
    kind: NoticeKind,
    case: Case,
    content: dict[str, Any],
    at: datetime,
    *,
    cancels: Notice | None = None,
) -> Notice:
    return issue(
        kind,
        content=content,
        addressee=case.organisation,
        subject=str(case.number),
        on=legal_day(at),
        recipients=_people_of(case),
        cancels=cancels,
    )


def _people_of(case: Case) -> list[User]:
    """Everybody who acts for the applicant now."""
    memberships = Membership.objects.active().filter(organisation=case.organisation)
    return list(User.objects.filter(memberships__in=memberships).distinct().order_by("pk"))
