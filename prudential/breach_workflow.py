"""What people do about a breach, one function an act: lock, re-read, may they, does the
state allow it, move, write the event, issue the letter. All of it or nothing.

Every function returns the breach as it is afterwards. Refusals are typed: ``NotAllowed``
and the ``BreachRefusal`` family of ``prudential.breach_errors``. ``at`` is the moment of
the act; its local day is the legal day. ``seen`` is the ordinal of the last event that
the person had read: where something has happened since, ``BreachMovedOn`` is raised.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_fsm import TransitionNotAllowed

from accounts.models import Membership
from norms.models import calendar_in_force
from notices.models import NoticeKind
from prudential import breach_letters
from prudential.breach_deadlines import answer_due, legal_day
from prudential.breach_errors import (
    BreachMovedOn,
    InvalidPlan,
    MissingWords,
    NotBackYet,
    WrongState,
)
from prudential.breach_events import append_event, plan_digest
from prudential.breach_notices import notify, notify_regulator
from prudential.breach_permissions import RULES, Act, require_allowed, state_permits
from prudential.breach_returns import returns_of
from prudential.models import Breach, EventKind, PlanDraft, PlanMeasure, PlanVersion
from prudential.plan_content import PlanContent, plan_faults


@transaction.atomic
def file_plan(
    breach_id: int,
    plan: PlanContent,
    *,
    by: Membership | None,
    at: datetime | None = None,
    seen: int | None = None,
) -> Breach:
    """The organisation sends its plan to the regulator. Raises InvalidPlan too."""
    return _file(Act.FILE, EventKind.FILED, breach_id, plan, by, at, seen)


@transaction.atomic
def revise_plan(
    breach_id: int,
    plan: PlanContent,
    *,
    by: Membership | None,
    at: datetime | None = None,
    seen: int | None = None,
) -> Breach:
    """A revised plan after remarks; the regulator's days are counted anew."""
    return _file(Act.REVISE, EventKind.REVISED, breach_id, plan, by, at, seen)


@transaction.atomic
def object_to_remarks(
    breach_id: int,
    *,
    reasons: str,
    by: Membership | None,
    at: datetime | None = None,
    seen: int | None = None,
) -> Breach:
    """The organisation disagrees with the remarks and says why."""
    breach, actor, at, from_state = _open(Act.OBJECT, breach_id, by, at, seen)
    reason = _words(reasons)
    _move(Act.OBJECT, breach)
    append_event(breach, EventKind.OBJECTED, by=actor, at=at, from_state=from_state, reason=reason)
    return breach


@transaction.atomic
def approve_plan(
    breach_id: int,
    *,
    by: Membership | None,
    note: str = "",
    at: datetime | None = None,
    seen: int | None = None,
) -> Breach:
    """The regulator approves the last plan in writing."""
    breach, actor, at, from_state = _open(Act.APPROVE, breach_id, by, at, seen)
    _move(Act.APPROVE, breach, at=at)
    plan, note = _last(breach), note.strip()
    content = breach_letters.plan_approved(breach, plan, actor, note)
    append_event(
        breach,
        EventKind.APPROVED,
        by=actor,
        at=at,
        from_state=from_state,
        reason=note,
        details={"plan": plan.ordinal},
        notice=notify(NoticeKind.PLAN_APPROVAL, breach, content, at),
    )
    return breach


@transaction.atomic
def remark_on_plan(
    breach_id: int,
    *,
    remarks: str,
    by: Membership | None,
    at: datetime | None = None,
    seen: int | None = None,
) -> Breach:
    """The regulator does not approve the plan and sends remarks in writing."""
    breach, actor, at, from_state = _open(Act.REMARK, breach_id, by, at, seen)
    said = _words(remarks)
    _move(Act.REMARK, breach, at=at)
    plan = _last(breach)
    content = breach_letters.plan_remarks(breach, plan, actor, said)
    append_event(
        breach,
        EventKind.REMARKED,
        by=actor,
        at=at,
        from_state=from_state,
        reason=said,
        details={"plan": plan.ordinal},
        notice=notify(NoticeKind.PLAN_REMARKS, breach, content, at),
    )
    return breach


@transaction.atomic
def give_return_notice(
    breach_id: int,
    *,
    by: Membership | None,
    at: datetime | None = None,
    seen: int | None = None,
) -> Breach:
    """The organisation tells the regulator that the share is back. Raises NotBackYet too."""
    breach, actor, at, from_state = _open(Act.GIVE_NOTICE, breach_id, by, at, seen)
    back = returns_of([breach]).get(breach.pk)
    if back is None:
        raise NotBackYet
    _move(Act.GIVE_NOTICE, breach, at=at)
    content = breach_letters.limit_restored(breach, back, actor)
    append_event(
        breach,
        EventKind.FULFILLED,
        by=actor,
        at=at,
        from_state=from_state,
        details={"run": back.run_id, "reporting_date": back.run.reporting_date.isoformat()},
        notice=notify_regulator(breach, content, at),
    )
    return breach


def _file(
    act: Act,
    kind: EventKind,
    breach_id: int,
    content: PlanContent,
    by: Membership | None,
    at: datetime | None,
    seen: int | None,
) -> Breach:
    breach, actor, at, from_state = _open(act, breach_id, by, at, seen)
    if faults := plan_faults(content):
        raise InvalidPlan(faults)
    moment = {"at": at} if act == Act.FILE else {}
    _move(act, breach, answer_due_on=answer_due(legal_day(at), calendar_in_force()), **moment)
    plan = _freeze(breach, content, actor, at)
    details = {"plan": plan.ordinal, "plan_sha256": plan_digest(plan)}
    append_event(breach, kind, by=actor, at=at, from_state=from_state, details=details)
    PlanDraft.objects.filter(breach=breach).delete()
    return breach


def _freeze(breach: Breach, content: PlanContent, by: Membership, at: datetime) -> PlanVersion:
    plan: PlanVersion = PlanVersion.objects.create(
        breach=breach,
        ordinal=breach.plans.count() + 1,
        begins_on=content.begins_on,
        ends_on=content.ends_on,
        filed_by=by,
        filed_at=at,
    )
    PlanMeasure.objects.bulk_create(
        PlanMeasure(
            plan=plan,
            ordinal=ordinal,
            what=measure.what.strip(),
            how=measure.how.strip(),
            until=measure.until,
            manager=measure.manager.strip(),
        )
        for ordinal, measure in enumerate(content.measures, start=1)
    )
    return plan


def _open(
    act: Act,
    breach_id: int,
    by: Membership | None,
    at: datetime | None,
    seen: int | None,
) -> tuple[Breach, Membership, datetime, str]:
    """Lock and re-read the breach; the actor as of now; the moment; the state before."""
    breach = (
        Breach.objects.select_for_update(of=("self",))
        .select_related("organisation", "result__run")
        .get(pk=breach_id)
    )
    actor = require_allowed(act, breach, by)
    if not state_permits(act, breach):
        raise WrongState(breach.state, act)
    if seen is not None and breach.events.count() != seen:
        raise BreachMovedOn
    return breach, actor, at or timezone.now(), breach.state


def _move(act: Act, breach: Breach, **arguments: Any) -> None:
    """Make the transition and save it; the row is locked."""
    try:
        getattr(breach, RULES[act].transition)(**arguments)
    except TransitionNotAllowed as error:
        raise WrongState(breach.state, act) from error
    breach.save()


def _words(text: str) -> str:
    if not text.strip():
        raise MissingWords
    return text.strip()


def _last(breach: Breach) -> PlanVersion:
    return breach.plans.latest("ordinal")
