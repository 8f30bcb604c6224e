"""Whom a case may go to: colleagues of the agent who work there now, and who stands in."""

from dataclasses import dataclass
from datetime import date

from accounts.absences import away_on, stand_ins, who_is_there
from accounts.models import Membership, MembershipQuerySet, Role
from applications.case_errors import ColleagueFiled, NobodyIsThere, NotAColleague
from applications.models import Case, Submission


def reviewer_to_stand_in_for(case: Case, by: Membership, *, on: date) -> int | None:
    """The reviewer's membership where ``by`` stands in for them on the day."""
    reviewer = case.reviewer
    if reviewer is None or reviewer.pk == by.pk:
        return None
    if reviewer.organisation_id != by.organisation_id:
        return None
    away = away_on(by.organisation_id, on)
    return reviewer.pk if by.pk in stand_ins(reviewer.pk, away) else None


def reviewer_and_stand_ins(case: Case, *, on: date) -> list[int]:
    """The memberships that review the case on the day; none where nobody does."""
    if case.reviewer is None:
        return []
    away = away_on(case.reviewer.organisation_id, on)
    return [case.reviewer.pk, *stand_ins(case.reviewer.pk, away)]


@dataclass(frozen=True)
class Assignee:
    """Who gets a case; ``meant_for`` is who was chosen, where that person is away."""

    membership: Membership
    meant_for: int | None

    def details(self) -> dict[str, int]:
        meant = {"meant_for": self.meant_for} if self.meant_for else {}
        return {"to": self.membership.pk, **meant}


def lock_assignee(to: int, by: Membership | None, *, on: date) -> Assignee | None:
    """Whom a case reaches that is meant for ``to``, so that they cannot leave meanwhile.

    None for who is no colleague. Locked before any case is, by every act that gives cases.
    Raises NobodyIsThere.
    """
    if by is None or not _colleagues(by).filter(pk=to).exists():
        return None
    reached = who_is_there(to, away_on(by.organisation_id, on))
    if reached is None:
        raise NobodyIsThere
    locked = _colleagues(by).select_for_update(of=("self",), no_key=True).filter(pk=reached).first()
    return Assignee(locked, to if locked.pk != to else None) if locked else None


def fitting(assignee: Assignee | None, case: Case) -> Assignee:
    """The assignee, if they may review this case: not whoever filed it, in any role."""
    if assignee is None:
        raise NotAColleague
    if has_filed(case, assignee.membership):
        raise ColleagueFiled
    return assignee


def has_filed(case: Case, membership: Membership) -> bool:
    filed = Submission.objects.filter(case=case, submitted_by__user=membership.user_id)
    return filed.exists()


def _colleagues(by: Membership) -> MembershipQuerySet:
    """Oneself too."""
    active = Membership.objects.active().select_related("user")
    return active.filter(organisation=by.organisation_id, role=Role.AGENT_OFFICER)


def has_open_cases(membership: Membership) -> bool:
    """Whether an officer of the agent who leaves has a case to hand over."""
    is_officer = membership.role == Role.AGENT_OFFICER
    return is_officer and Case.objects.open_with(membership).exists()
