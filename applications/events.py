"""The history of a case: one event an act, each carrying the hash of the one before."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from accounts.models import Membership
from applications.deadlines.due_dates import keep_due_date
from applications.legal_day import legal_day
from applications.models import Case, CaseEvent, CheckRun, EventKind, Submission
from norms.hash_chain import sha256_of
from notices.models import Notice


def append_event(
    case: Case,
    kind: EventKind,
    *,
    by: Membership,
    at: datetime,
    from_state: str,
    reason: str = "",
    details: dict[str, Any] | None = None,
    notice: Notice | None = None,
) -> CaseEvent:
    """Append an event and keep the due date; the caller holds the lock on the case's row.

    ``details`` is ready for JSON and holds no floats: figures are strings.
    """
    event = CaseEvent(
        case=case,
        kind=kind,
        from_state=from_state,
        to_state=case.state,
        at=at,
        user=by.user,
        membership=by,
        reason=reason,
        details=details or {},
        notice=notice,
    )
    _chained(event)
    keep_due_date(case, on=legal_day(at))
    return event


def _chained(event: CaseEvent) -> None:
    last = CaseEvent.objects.filter(case=event.case).order_by("-ordinal").first()
    event.ordinal = last.ordinal + 1 if last else 1
    event.previous_hash = last.hash if last else ""
    event.hash = hash_of(event)
    event.save()


def hash_of(event: CaseEvent) -> str:
    """SHA-256 over the canonical JSON of every field, the previous hash included."""
    content = {
        "case": event.case_id,
        "ordinal": event.ordinal,
        "kind": str(event.kind),
        "from_state": str(event.from_state),
        "to_state": str(event.to_state),
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "user": event.user_id,
        "membership": event.membership_id,
        "reason": event.reason,
        "details": event.details,
        "notice": event.notice_id,
        "previous_hash": event.previous_hash,
    }
    return sha256_of(content)


def submission_digest(submission: Submission) -> str:
    """What an event keeps of a submission, so that the chain covers its answers too."""
    return sha256_of([submission.answers, submission.documents, submission.reference])


@dataclass(frozen=True)
class ChainBreak:
    """The first event at which the history of a case is not what was written.

    ``reason`` is ``ordinal``, ``previous_hash``, ``hash``, ``submission``,
    ``findings`` or ``state``.
    """

    ordinal: int
    reason: str


def verify_chain(case: Case) -> ChainBreak | None:
    """The first break in the case's history, or None when it is whole."""
    previous = ""
    ordinal = 0
    for ordinal, event in enumerate(case.events.order_by("ordinal"), start=1):
        reason = _fault(event, ordinal, previous)
        if reason:
            return ChainBreak(ordinal, reason)
        previous, state = event.hash, event.to_state
    if ordinal and state != case.state:
        return ChainBreak(ordinal, "state")
    return None


def _fault(event: CaseEvent, ordinal: int, previous: str) -> str:
    if event.ordinal != ordinal:
        return "ordinal"
    if event.previous_hash != previous:
        return "previous_hash"
    if event.hash != hash_of(event):
        return "hash"
    if not _submission_is_as_written(event):
        return "submission"
    return "" if _findings_are_as_written(event) else "findings"


def _submission_is_as_written(event: CaseEvent) -> bool:
    digest = event.details.get("submission_sha256")
    if digest is None:
        return True
    ordinal = event.details["submission"]
    submission = Submission.objects.filter(case=event.case_id, ordinal=ordinal).first()
    return submission is not None and submission_digest(submission) == digest


def _findings_are_as_written(event: CaseEvent) -> bool:
    digest = event.details.get("findings_sha256")
    if digest is None:
        return True
    runs = CheckRun.objects.filter(submission__case=event.case_id)
    run = runs.filter(pk=event.details["check_run"]).first()
    return run is not None and sha256_of(run.findings) == digest
