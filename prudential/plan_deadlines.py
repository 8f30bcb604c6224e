"""Days that follow a breach of the 90+ limit: paragraph 5-1 of № 192, as amended by № 65.

The reporting date is the period's last day; working days are Kazakhstan's. Every
function raises NormNotInForce before the paragraph's day of effect.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from norms.parameters import NormNotInForce, norm
from norms.working_days import WorkingCalendar


@dataclass(frozen=True)
class PlanDeadlines:
    plan_due: date
    """The organisation sends its plan by this day."""
    approval_due: date
    """The regulator's approval may take until this day."""


def plan_deadlines(reporting_date: date, calendar: WorkingCalendar) -> PlanDeadlines:
    """The first and the fifth working day after the reporting date."""
    return PlanDeadlines(
        plan_due=_working_days_after("plan_due", reporting_date, reporting_date, calendar),
        approval_due=_working_days_after("plan_approval", reporting_date, reporting_date, calendar),
    )


def deadlines_after(
    is_breached: bool, reporting_date: date, calendar: WorkingCalendar
) -> PlanDeadlines | None:
    """The deadlines that a verdict brings: none without a breach or before the paragraph."""
    if not is_breached:
        return None
    try:
        return plan_deadlines(reporting_date, calendar)
    except NormNotInForce:
        return None


def plan_answer_due(received_on: date, calendar: WorkingCalendar) -> date:
    """The third working day after the plan reached the regulator."""
    return _working_days_after("plan_answer", received_on, received_on, calendar)


def plan_earliest_end(begins_on: date) -> date:
    """The first day on which a plan may end: three months on, clamped to the month."""
    months = int(norm("mfo/plan_minimum_months", on=begins_on).required_value())
    years, month = divmod(begins_on.month - 1 + months, 12)
    year, month = begins_on.year + years, month + 1
    return date(year, month, min(begins_on.day, monthrange(year, month)[1]))


def return_notice_due(period_end: date) -> date:
    """The plain day after the period in which the share fell back to the limit."""
    days = int(norm("mfo/return_notice_days", on=period_end).required_value())
    return period_end + timedelta(days=days)


def _working_days_after(name: str, on: date, start: date, calendar: WorkingCalendar) -> date:
    count = int(norm(f"mfo/{name}_working_days", on=on).required_value())
    return calendar.add_working_days(start, count)
