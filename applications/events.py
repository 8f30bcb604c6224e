"""The history of a case: one event an act, each carrying the hash of the one before."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.models import Membership
from applications.deadlines.due_dates import keep_due_date
from applications.legal_day import legal_day
from applications.models import Case, CaseEvent, EventKind, Submission
from norms.hash_chain import ChainBreak, CheckedHistory, first_break
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
        notice_sha256=notice.digest() if notice else "",
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


HASHES: dict[int, Callable[[CaseEvent], str]] = {2: CaseEvent.digest}


def hash_of(event: CaseEvent) -> str:
    """SHA-256 by the event's own version: every field, the previous hash included.

    Version 2 covers personal values by commitments (decision 0014). Raises KeyError for a
    version that never was.
    """
    return HASHES[event.hash_version](event)


def submission_digest(submission: Submission) -> str:
    """What an event keeps of a submission, so that the chain covers its answers too."""
    return submission.digest()


def whole_cases() -> QuerySet[Case]:
    """Every case that has a history, with all that ``verify_chain`` reads."""
    filed = Case.objects.exclude(number=None).order_by("pk")
    return filed.prefetch_related("events__notice", "submissions__check_runs")


def verify_chain(case: Case) -> ChainBreak | None:
    """The first break in the case's history, or None when it is whole.

    Besides the chain's own reasons: ``notice``, ``submission``, ``findings``, and
    ``erased`` where personal values are gone without an event that says so.
    """
    events = sorted(case.events.all(), key=lambda event: event.ordinal)
    if not events and case.number is None:
        return None
    erasing = any(event.kind == EventKind.ERASED for event in events)
    evidence = _Evidence(case, erasing)
    return first_break(events, state=case.state, fault=evidence.fault)


def checked_history(case: Case) -> CheckedHistory:
    """A case's history as its readers are told about it."""
    events = sorted(case.events.all(), key=lambda event: event.ordinal)
    last = events[-1].hash if events else ""
    return CheckedHistory(str(case), len(events), last, verify_chain(case))


class _Evidence:
    """What the events of a case say of its submissions, findings and notices."""

    def __init__(self, case: Case, erasing: bool) -> None:
        self._erasing = erasing
        self._submissions = {one.ordinal: one for one in case.submissions.all()}

    def fault(self, event: CaseEvent) -> str:
        if event.hash_version not in HASHES:
            return "version"
        if event.hash != hash_of(event):
            return "hash"
        if not self._notice_is_as_issued(event):
            return "notice"
        if not self._submission_is_as_written(event):
            return "submission"
        if not self._findings_are_as_written(event):
            return "findings"
        return "" if self._erasing or not self._is_erased(event) else "erased"

    def _notice_is_as_issued(self, event: CaseEvent) -> bool:
        return event.notice is None or event.notice.digest() == event.notice_sha256

    def _submission_is_as_written(self, event: CaseEvent) -> bool:
        digest = event.details.get("submission_sha256")
        if digest is None:
            return True
        submission = self._submissions.get(event.details["submission"])
        return submission is not None and submission_digest(submission) == digest

    def _findings_are_as_written(self, event: CaseEvent) -> bool:
        pk = event.details.get("check_run")
        if pk is None:
            return True
        runs = (run for one in self._submissions.values() for run in one.check_runs.all())
        run = next((run for run in runs if run.pk == pk), None)
        return run is not None and run.digest() == event.details["findings_sha256"]

    def _is_erased(self, event: CaseEvent) -> bool:
        submission = self._submissions.get(event.details.get("submission", 0))
        rows = (event, event.notice, submission)  # a submission's runs go with it
        return any(row is not None and row.erased_at is not None for row in rows)
