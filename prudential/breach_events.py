"""The history of a breach: one event an act, each carrying the hash of the one before."""

from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet

from accounts.models import Membership
from norms.hash_chain import ChainBreak, CheckedHistory, first_break, sha256_of
from notices.models import Notice
from prudential.models import Breach, EventKind, PlanVersion, PrudentialEvent


def append_event(
    breach: Breach,
    kind: EventKind,
    *,
    by: Membership | None,
    at: datetime,
    from_state: str = "",
    reason: str = "",
    details: dict[str, Any] | None = None,
    notice: Notice | None = None,
) -> PrudentialEvent:
    """Append an event; the caller holds the lock on the breach's row.

    ``by`` is None where a run did it. ``details`` is ready for JSON and holds no floats.
    """
    last = PrudentialEvent.objects.filter(breach=breach).order_by("-ordinal").first()
    event = PrudentialEvent(
        breach=breach,
        ordinal=last.ordinal + 1 if last else 1,
        kind=kind,
        from_state=from_state,
        to_state=breach.state,
        at=at,
        membership=by,
        reason=reason,
        details=details or {},
        notice=notice,
        previous_hash=last.hash if last else "",
    )
    event.hash = hash_of(event)
    event.save()
    return event


def hash_of(event: PrudentialEvent) -> str:
    """SHA-256 over the canonical JSON of every field, the previous hash included."""
    return sha256_of(
        {
            "breach": event.breach_id,
            "ordinal": event.ordinal,
            "kind": str(event.kind),
            "from_state": str(event.from_state),
            "to_state": str(event.to_state),
            "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "membership": event.membership_id,
            "reason": event.reason,
            "details": event.details,
            "notice": event.notice_id,
            "previous_hash": event.previous_hash,
        }
    )


def plan_digest(plan: PlanVersion) -> str:
    """What an event keeps of a plan, so that the chain covers its content too."""
    measures = [
        [measure.what, measure.how, measure.until.isoformat(), measure.manager]
        for measure in sorted(plan.measures.all(), key=lambda measure: measure.ordinal)
    ]
    return sha256_of([plan.begins_on.isoformat(), plan.ends_on.isoformat(), measures])


def all_breaches() -> QuerySet[Breach]:
    """Every breach, with all that ``verify_chain`` reads."""
    return Breach.objects.order_by("pk").prefetch_related("events", "plans__measures")


def verify_chain(breach: Breach) -> ChainBreak | None:
    """The first break in the breach's history, or None when it is whole.

    Besides the chain's own reasons: ``plan``.
    """
    plans = {plan.ordinal: plan for plan in breach.plans.all()}

    def fault(event: PrudentialEvent) -> str:
        if event.hash != hash_of(event):
            return "hash"
        return "" if _plan_is_as_written(event, plans) else "plan"

    return first_break(_in_order(breach), state=breach.state, fault=fault)


def checked_history(breach: Breach) -> CheckedHistory:
    """A breach's history as its readers are told about it."""
    events = _in_order(breach)
    last = events[-1].hash if events else ""
    return CheckedHistory(breach.number, len(events), last, verify_chain(breach))


def _in_order(breach: Breach) -> list[PrudentialEvent]:
    return sorted(breach.events.all(), key=lambda event: event.ordinal)


def _plan_is_as_written(event: PrudentialEvent, plans: dict[int, PlanVersion]) -> bool:
    digest = event.details.get("plan_sha256")
    if digest is None:
        return True
    plan = plans.get(event.details["plan"])
    return plan is not None and plan_digest(plan) == digest
