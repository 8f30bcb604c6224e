"""Who may do what to a case: the one truth for the workflow and the pages.

Four eyes are counted by person, not by membership: somebody with two roles is
still one pair of eyes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django_fsm import can_proceed

from accounts.models import ROLES_OF_KIND, Membership, Role
from applications.case_errors import NotAllowed
from applications.models import OPEN_STATES, Case, CaseEvent, EventKind, Submission


class Act(StrEnum):
    SUBMIT = "submit"
    TAKE = "take"
    TAKE_OVER = "take_over"
    RETURN = "return"
    CONCLUDE = "conclude"
    REMIT = "remit"
    RECOMPUTE = "recompute"
    RECHECK = "recheck"
    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


Guard = Callable[[Case, Membership], None]


def _own_case(case: Case, by: Membership) -> None:
    if case.organisation_id != by.organisation_id:
        raise NotAllowed("foreign_case")


def _reviewer(case: Case, by: Membership) -> None:
    """The case's reviewer; any officer where the reviewer has left, so that no case is stuck."""
    if case.reviewer is None or case.reviewer_id == by.pk:
        return
    if Membership.objects.active().filter(pk=case.reviewer.pk).exists():
        raise NotAllowed("not_the_reviewer")


def _not_the_reviewer(case: Case, by: Membership) -> None:
    if case.reviewer_id == by.pk:
        raise NotAllowed("is_the_reviewer")


def _did_not_file(case: Case, by: Membership) -> None:
    if Submission.objects.filter(case=case, submitted_by__user=by.user_id).exists():
        raise NotAllowed("filed_it")


def _did_not_conclude(case: Case, by: Membership) -> None:
    """Every conclusion counts, also one sent back since."""
    conclusions = CaseEvent.objects.filter(case=case, kind=EventKind.CONCLUDED)
    if conclusions.filter(user=by.user_id).exists():
        raise NotAllowed("concluded_it")


@dataclass(frozen=True)
class Rule:
    role: Role
    guards: tuple[Guard, ...]
    transition: str = ""
    or_role: Role | None = None


_DECIDES = (_did_not_file, _did_not_conclude)

RULES: dict[Act, Rule] = {
    Act.SUBMIT: Rule(Role.APPLICANT, (_own_case,), "submit"),
    Act.WITHDRAW: Rule(Role.APPLICANT, (_own_case,), "withdraw"),
    Act.TAKE: Rule(Role.AGENT_OFFICER, (_did_not_file,), "take"),
    Act.TAKE_OVER: Rule(Role.AGENT_OFFICER, (_did_not_file, _not_the_reviewer), "take_over"),
    Act.RETURN: Rule(Role.AGENT_OFFICER, (_did_not_file, _reviewer), "return_for_correction"),
    Act.CONCLUDE: Rule(Role.AGENT_OFFICER, (_did_not_file, _reviewer), "conclude"),
    Act.RECOMPUTE: Rule(Role.AGENT_OFFICER, (_did_not_file,)),
    Act.RECHECK: Rule(Role.AGENT_OFFICER, (_did_not_file,), or_role=Role.MINISTRY_OFFICER),
    Act.REMIT: Rule(Role.MINISTRY_OFFICER, _DECIDES, "remit"),
    Act.APPROVE: Rule(Role.MINISTRY_OFFICER, _DECIDES, "approve"),
    Act.REFUSE: Rule(Role.MINISTRY_OFFICER, _DECIDES, "refuse"),
}


def require_allowed(act: Act, case: Case, by: Membership | None) -> Membership:
    """The membership as it is now, or ``NotAllowed``; the state is not asked about."""
    current = _current(by)
    rule = RULES[act]
    if current.role not in (rule.role, rule.or_role) or current.role not in _roles_of(current):
        raise NotAllowed("wrong_role")
    for guard in rule.guards:
        guard(case, current)
    return current


def _current(by: Membership | None) -> Membership:
    """Read anew: a membership may have ended since the request began."""
    active = Membership.objects.active().select_related("organisation", "user")
    current = active.filter(pk=by.pk).first() if by is not None else None
    if current is None:
        raise NotAllowed("no_membership")
    return current


def _roles_of(membership: Membership) -> frozenset[str]:
    return ROLES_OF_KIND[membership.organisation.kind]


def state_permits(act: Act, case: Case) -> bool:
    """Whether the state machine leads on from the case's state by this act."""
    transition = RULES[act].transition
    if not transition:
        return case.state in OPEN_STATES
    return bool(can_proceed(getattr(case, transition)))


def may(act: Act, case: Case, by: Membership | None) -> bool:
    try:
        require_allowed(act, case, by)
    except NotAllowed:
        return False
    return True


def allowed_acts(case: Case, membership: Membership | None) -> frozenset[Act]:
    """What the membership may do to the case as it stands now."""
    return frozenset(act for act in Act if state_permits(act, case) and may(act, case, membership))
