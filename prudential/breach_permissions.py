"""Who may do what about a breach: the one truth for the workflow and the pages.

Whoever filed the plan does not answer it; people are counted, not memberships.
"""

from dataclasses import dataclass
from enum import StrEnum

from django_fsm import can_proceed

from accounts.models import ROLES_OF_KIND, Membership, Role
from prudential.breach_errors import NotAllowed
from prudential.models import Breach, PlanVersion


class Act(StrEnum):
    FILE = "file"
    REVISE = "revise"
    OBJECT = "object"
    APPROVE = "approve"
    REMARK = "remark"
    GIVE_NOTICE = "give_notice"


@dataclass(frozen=True)
class Rule:
    role: Role
    transition: str


RULES: dict[Act, Rule] = {
    Act.FILE: Rule(Role.REPORTER, "file"),
    Act.REVISE: Rule(Role.REPORTER, "revise"),
    Act.OBJECT: Rule(Role.REPORTER, "object"),
    Act.APPROVE: Rule(Role.SUPERVISOR, "approve"),
    Act.REMARK: Rule(Role.SUPERVISOR, "remark"),
    Act.GIVE_NOTICE: Rule(Role.REPORTER, "fulfil"),
}


def require_allowed(act: Act, breach: Breach, by: Membership | None) -> Membership:
    """The membership as it is now, or ``NotAllowed``; the state is not asked about."""
    current = _current(by)
    roles = ROLES_OF_KIND[current.organisation.kind]
    if current.role != RULES[act].role or current.role not in roles:
        raise NotAllowed("wrong_role")
    if current.role == Role.REPORTER:
        _require_own(breach, current)
    else:
        _require_not_filed_by(breach, current)
    return current


def _current(by: Membership | None) -> Membership:
    """Read anew: a membership may have ended since the request began."""
    active = Membership.objects.active().select_related("organisation", "user")
    current = active.filter(pk=by.pk).first() if by is not None else None
    if current is None:
        raise NotAllowed("no_membership")
    return current


def _require_own(breach: Breach, by: Membership) -> None:
    if breach.organisation_id != by.organisation_id:
        raise NotAllowed("foreign_breach")


def _require_not_filed_by(breach: Breach, by: Membership) -> None:
    if PlanVersion.objects.filter(breach=breach, filed_by__user=by.user_id).exists():
        raise NotAllowed("filed_it")


def state_permits(act: Act, breach: Breach) -> bool:
    return bool(can_proceed(getattr(breach, RULES[act].transition)))


def may(act: Act, breach: Breach, by: Membership | None) -> bool:
    try:
        require_allowed(act, breach, by)
    except NotAllowed:
        return False
    return True


def allowed_acts(breach: Breach, membership: Membership | None) -> frozenset[Act]:
    """What the membership may do about the breach as it stands now."""
    return frozenset(
        act for act in Act if state_permits(act, breach) and may(act, breach, membership)
    )
