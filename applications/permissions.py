"""Who may do what to a case: the one truth for the workflow and the pages.

Four eyes are counted by person, not by membership: somebody with two roles is
still one pair of eyes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django_fsm import can_proceed

from accounts.models import ROLES_OF_KIND, Membership, Role
from applications.appeals import open_appeal
from applications.assignees import reviewer_to_stand_in_for
from applications.case_errors import NotAllowed
from applications.models import (
    DECIDED_STATES,
    OPEN_STATES,
    WITH_THE_AGENT,
    Case,
    CaseEvent,
    CaseState,
    EventKind,
    Submission,
)
from applications.reopenings import DECISIONS


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
    ANNOUNCE = "announce"
    ANSWER = "answer"
    NOTE_APPEAL = "note_appeal"
    NOTE_OUTCOME = "note_outcome"
    PROPOSE_REOPENING = "propose_reopening"
    REJECT_REOPENING = "reject_reopening"
    REOPEN = "reopen"
    WRITE_MESSAGE = "write_message"
    WRITE_NOTE = "write_note"
    ASSIGN = "assign"
    REASSIGN = "reassign"
    RELEASE = "release"
    HAND_OVER = "hand_over"


# The day is the legal day of the act: who stands in for whom depends on it.
Guard = Callable[[Case, Membership, date], None]


def _own_case(case: Case, by: Membership, on: date) -> None:
    if case.organisation_id != by.organisation_id:
        raise NotAllowed("foreign_case")


def _reviewer(case: Case, by: Membership, on: date) -> None:
    """The case's reviewer, or who stands in for them on the day.

    Any officer where the reviewer has left, so that no case is stuck.
    """
    if case.reviewer is None or case.reviewer_id == by.pk:
        return
    if not Membership.objects.active().filter(pk=case.reviewer.pk).exists():
        return
    if reviewer_to_stand_in_for(case, by, on=on) is None:
        raise NotAllowed("not_the_reviewer")


def _leads(case: Case, by: Membership, on: date) -> None:
    if not by.may_assign or not _is_of_their_agent(case, by):
        raise NotAllowed("not_a_lead")


def _reviewer_or_lead(case: Case, by: Membership, on: date) -> None:
    if case.reviewer_id == by.pk or reviewer_to_stand_in_for(case, by, on=on) is not None:
        return
    _leads(case, by, on)


def _leaves_or_ends(case: Case, by: Membership, on: date) -> None:
    """Who leaves hands over their own; who may end a membership or assign, another's."""
    if case.reviewer_id == by.pk:
        return
    if not (by.may_assign or by.may_invite) or not _is_of_their_agent(case, by):
        raise NotAllowed("not_a_lead")


def _is_of_their_agent(case: Case, by: Membership) -> bool:
    """Nobody reviews the case yet, or somebody of the same organisation does."""
    return case.reviewer is None or case.reviewer.organisation_id == by.organisation_id


def _not_the_reviewer(case: Case, by: Membership, on: date) -> None:
    if case.reviewer_id == by.pk:
        raise NotAllowed("is_the_reviewer")


def _did_not_file(case: Case, by: Membership, on: date) -> None:
    if Submission.objects.filter(case=case, submitted_by__user=by.user_id).exists():
        raise NotAllowed("filed_it")


def _did_not_conclude(case: Case, by: Membership, on: date) -> None:
    """Every conclusion counts, also one sent back since."""
    conclusions = CaseEvent.objects.filter(case=case, kind=EventKind.CONCLUDED)
    if conclusions.filter(user=by.user_id).exists():
        raise NotAllowed("concluded_it")


def _did_not_take_the_cancelled_decision(case: Case, by: Membership, on: date) -> None:
    """A reopened case is decided by fresh eyes: not by whoever took its last decision."""
    decisions = CaseEvent.objects.filter(case=case, kind__in=DECISIONS)
    last = decisions.order_by("-ordinal").first()
    if last is not None and last.user_id == by.user_id:
        raise NotAllowed("decided_before")


def _did_not_propose(case: Case, by: Membership, on: date) -> None:
    if case.reopening_proposed_by and case.reopening_proposed_by.user_id == by.user_id:
        raise NotAllowed("proposed_it")


def _has_the_case(case: Case, by: Membership, on: date) -> None:
    """The applicant, and of the officers those with whom the case is now."""
    if by.role == Role.APPLICANT:
        _own_case(case, by, on)
        return
    if (by.role == Role.AGENT_OFFICER) != (case.state in WITH_THE_AGENT):
        raise NotAllowed("not_with_you")
    _did_not_file(case, by, on)
    if by.role == Role.AGENT_OFFICER:
        _reviewer(case, by, on)


def _stands_apart(case: Case, by: Membership, on: date) -> None:
    """An officer who is also one of the applicant's own people reads no notes about them."""
    own = Membership.objects.filter(user=by.user_id, organisation=case.organisation_id)
    if own.active().exists():
        raise NotAllowed("of_the_applicant")


def _was_submitted(case: Case) -> bool:
    return case.state != CaseState.DRAFT


def _may_be_written_about(case: Case) -> bool:
    """Decided cases too: what follows a decision raises questions. A withdrawn one is over."""
    return case.state not in (CaseState.DRAFT, CaseState.WITHDRAWN)


def _is_open(case: Case) -> bool:
    return case.state in OPEN_STATES


def _is_decided(case: Case) -> bool:
    return case.state in DECIDED_STATES


def _has_an_open_appeal(case: Case) -> bool:
    return _is_decided(case) and open_appeal(case) is not None


@dataclass(frozen=True)
class Rule:
    """``transition`` names the state machine's; without one, ``holds`` asks the case."""

    role: Role
    guards: tuple[Guard, ...]
    transition: str = ""
    or_roles: tuple[Role, ...] = ()
    holds: Callable[[Case], bool] = _is_open


_FOUR_EYES = (_did_not_file, _did_not_conclude)
_DECIDES = (*_FOUR_EYES, _did_not_take_the_cancelled_decision)

RULES: dict[Act, Rule] = {
    Act.SUBMIT: Rule(Role.APPLICANT, (_own_case,), "submit"),
    Act.WITHDRAW: Rule(Role.APPLICANT, (_own_case,), "withdraw"),
    Act.TAKE: Rule(Role.AGENT_OFFICER, (_did_not_file,), "take"),
    Act.TAKE_OVER: Rule(Role.AGENT_OFFICER, (_did_not_file, _not_the_reviewer), "take_over"),
    Act.RETURN: Rule(Role.AGENT_OFFICER, (_did_not_file, _reviewer), "return_for_correction"),
    Act.CONCLUDE: Rule(Role.AGENT_OFFICER, (_did_not_file, _reviewer), "conclude"),
    Act.RECOMPUTE: Rule(Role.AGENT_OFFICER, (_did_not_file,)),
    Act.RECHECK: Rule(Role.AGENT_OFFICER, (_did_not_file,), or_roles=(Role.MINISTRY_OFFICER,)),
    Act.REMIT: Rule(Role.MINISTRY_OFFICER, _FOUR_EYES, "remit"),
    Act.APPROVE: Rule(Role.MINISTRY_OFFICER, _DECIDES, "approve"),
    Act.REFUSE: Rule(Role.MINISTRY_OFFICER, _DECIDES, "refuse"),
    Act.ANNOUNCE: Rule(Role.MINISTRY_OFFICER, _DECIDES, "announce_refusal"),
    Act.ANSWER: Rule(Role.APPLICANT, (_own_case,), "answer_hearing"),
    Act.NOTE_APPEAL: Rule(Role.MINISTRY_OFFICER, _FOUR_EYES, holds=_is_decided),
    Act.NOTE_OUTCOME: Rule(Role.MINISTRY_OFFICER, _FOUR_EYES, holds=_has_an_open_appeal),
    Act.PROPOSE_REOPENING: Rule(Role.MINISTRY_OFFICER, _FOUR_EYES, "propose_reopening"),
    Act.REJECT_REOPENING: Rule(
        Role.MINISTRY_OFFICER, (*_FOUR_EYES, _did_not_propose), "reject_reopening"
    ),
    Act.REOPEN: Rule(Role.MINISTRY_OFFICER, (*_FOUR_EYES, _did_not_propose), "reopen"),
    Act.WRITE_MESSAGE: Rule(
        Role.APPLICANT,
        (_has_the_case,),
        or_roles=(Role.AGENT_OFFICER, Role.MINISTRY_OFFICER),
        holds=_may_be_written_about,
    ),
    Act.WRITE_NOTE: Rule(
        Role.AGENT_OFFICER,
        (_stands_apart, _did_not_file),
        or_roles=(Role.MINISTRY_OFFICER,),
        holds=_was_submitted,
    ),
    Act.ASSIGN: Rule(Role.AGENT_OFFICER, (_did_not_file, _leads), "assign"),
    Act.REASSIGN: Rule(Role.AGENT_OFFICER, (_did_not_file, _leads), "reassign"),
    Act.RELEASE: Rule(Role.AGENT_OFFICER, (_did_not_file, _reviewer_or_lead), "release"),
    Act.HAND_OVER: Rule(Role.AGENT_OFFICER, (_leaves_or_ends,), "hand_over"),
}


def require_allowed(act: Act, case: Case, by: Membership | None, *, on: date) -> Membership:
    """The membership as it is now, or ``NotAllowed``; the state is not asked about.

    ``on`` is the legal day of the act.
    """
    current = _current(by)
    refusal = CasePermissions(case, current, on=on).refusal(act)
    if refusal is not None:
        raise refusal
    return current


class CasePermissions:
    """What one membership, read anew, may do to one case on a day; every guard is asked once.

    For the length of a page or of one check: it does not see what happens afterwards.
    """

    def __init__(self, case: Case, current: Membership, *, on: date) -> None:
        self.case, self.current, self.on = case, current, on
        self._answers: dict[Guard, NotAllowed | None] = {}

    def refusal(self, act: Act) -> NotAllowed | None:
        """Why not, whatever the case's state; None: the membership may."""
        if not self.is_of_the_role(act):
            return NotAllowed("wrong_role")
        refusals = (self._answer(guard) for guard in RULES[act].guards)
        return next((refusal for refusal in refusals if refusal is not None), None)

    def is_of_the_role(self, act: Act) -> bool:
        rule, role = RULES[act], self.current.role
        return role in (rule.role, *rule.or_roles) and role in _roles_of(self.current)

    def is_offered(self, act: Act) -> bool:
        """Whether it is the role's and the state leads on by it; the role costs no query."""
        return self.is_of_the_role(act) and state_permits(act, self.case)

    def allowed(self) -> frozenset[Act]:
        """What may be done to the case as it stands now."""
        offered = (act for act in Act if self.is_offered(act))
        return frozenset(act for act in offered if self.refusal(act) is None)

    def _answer(self, guard: Guard) -> NotAllowed | None:
        if guard not in self._answers:
            self._answers[guard] = _refusal_of(guard, self.case, self.current, self.on)
        return self._answers[guard]


def _refusal_of(guard: Guard, case: Case, by: Membership, on: date) -> NotAllowed | None:
    try:
        guard(case, by, on)
    except NotAllowed as refusal:
        return refusal
    return None


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
    rule = RULES[act]
    if case.erased_at is not None:
        return False
    if not rule.transition:
        return rule.holds(case)
    return bool(can_proceed(getattr(case, rule.transition)))


def may(act: Act, case: Case, by: Membership | None, *, on: date) -> bool:
    try:
        require_allowed(act, case, by, on=on)
    except NotAllowed:
        return False
    return True


def allowed_acts(case: Case, membership: Membership | None, *, on: date) -> frozenset[Act]:
    """What the membership may do to the case as it stands now; nothing once it has ended."""
    permissions = permissions_of(case, membership, on=on)
    return permissions.allowed() if permissions else frozenset()


def permissions_of(
    case: Case, membership: Membership | None, *, on: date
) -> CasePermissions | None:
    """For pages, which ask about many acts; None for who has no active membership."""
    try:
        return CasePermissions(case, _current(membership), on=on)
    except NotAllowed:
        return None
