"""What a run does about breaches, inside its own transaction.

A run of the date's current register opens the breach, measures it again, or closes it
as corrected; a run of a register that was corrected since does nothing.
"""

from datetime import datetime

from django.db import transaction

from norms.models import calendar_in_force
from notices.models import Notice, NoticeKind
from notices.numbering import next_number
from prudential import breach_letters
from prudential.breach_deadlines import days_at_opening, legal_day
from prudential.breach_events import append_event
from prudential.breach_notices import notify
from prudential.models import (
    Breach,
    BreachState,
    EventKind,
    RatioCode,
    RatioResult,
    RatioRun,
    Register,
    Verdict,
)

BREACH_SERIES = "BR"


@transaction.atomic
def follow_run(run: RatioRun, *, at: datetime) -> Breach | None:
    """Bring the breach of the run's day in line with it; a repetition changes nothing.

    The caller holds the lock on the organisation's row.
    """
    result = RatioResult.objects.filter(run=run, code=RatioCode.OVERDUE_90).first()
    current = Register.objects.current().filter(ratio_runs=run)
    if result is None or not current.exists():
        return None
    breach = _locked(run, result)
    if result.verdict == Verdict.BREACHED:
        return _above(breach, result, at) if breach else _open(result, at)
    if result.verdict == Verdict.HELD and breach is not None and breach.is_open:
        _correct(breach, result, at)
    return breach


def _locked(run: RatioRun, result: RatioResult) -> Breach | None:
    found = Breach.objects.select_for_update(of=("self",)).select_related("organisation", "result")
    return found.filter(
        organisation=run.organisation_id, norm=result.norm, reporting_date=run.reporting_date
    ).first()


def _open(result: RatioResult, at: datetime) -> Breach:
    run = result.run
    plan_due_on, approval_due_on = days_at_opening(run.reporting_date, calendar_in_force())
    breach = Breach.objects.create(
        number=next_number(BREACH_SERIES, legal_day(at).year),
        organisation=run.organisation,
        norm=result.norm,
        reporting_date=run.reporting_date,
        result=result,
        opened_at=at,
        plan_due_on=plan_due_on,
        approval_due_on=approval_due_on,
    )
    notice = notify(NoticeKind.BREACH, breach, breach_letters.breach_opened(breach), at)
    _record(breach, EventKind.OPENED, "", at, notice)
    return breach


def _above(breach: Breach, result: RatioResult, at: datetime) -> Breach:
    """Still, or again, above the limit; what is fulfilled stays fulfilled."""
    if breach.result_id == result.pk or breach.state == BreachState.FULFILLED:
        return breach
    from_state = breach.state
    breach.result = result
    if breach.state != BreachState.CORRECTED:
        breach.save()
        _record(breach, EventKind.MEASURED, from_state, at)
        return breach
    breach.reopen()
    breach.save()
    notice = notify(NoticeKind.BREACH, breach, breach_letters.breach_opened(breach), at)
    _record(breach, EventKind.REOPENED, from_state, at, notice)
    return breach


def _correct(breach: Breach, result: RatioResult, at: datetime) -> None:
    from_state = breach.state
    breach.result = result
    breach.correct(at=at)
    breach.save()
    content = breach_letters.breach_corrected(breach, result)
    notice = notify(NoticeKind.BREACH_CORRECTED, breach, content, at)
    _record(breach, EventKind.CORRECTED, from_state, at, notice)


def _record(
    breach: Breach, kind: EventKind, from_state: str, at: datetime, notice: Notice | None = None
) -> None:
    result = breach.result
    details = {
        "run": result.run_id,
        "numerator": str(result.numerator),
        "denominator": str(result.denominator),
        "limit": str(result.limit),
    }
    append_event(
        breach, kind, by=None, at=at, from_state=from_state, details=details, notice=notice
    )
