"""The time limits of a breach, each with how it is counted and whether it was kept."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from accounts.models import Role
from norms.parameters import NormNotInForce, norm
from norms.working_days import WorkingCalendar
from prudential.models import Breach, BreachState, RatioResult
from prudential.plan_deadlines import plan_answer_due, plan_deadlines, return_notice_due


class DeadlineKind(StrEnum):
    PLAN = "plan"
    ANSWER = "answer"
    APPROVAL = "approval"
    RETURN_NOTICE = "return_notice"


NORM_OF_KIND = {
    DeadlineKind.PLAN: "mfo/plan_due_working_days",
    DeadlineKind.ANSWER: "mfo/plan_answer_working_days",
    DeadlineKind.APPROVAL: "mfo/plan_approval_working_days",
    DeadlineKind.RETURN_NOTICE: "mfo/return_notice_days",
}
WHO_MUST = {
    DeadlineKind.PLAN: Role.REPORTER,
    DeadlineKind.ANSWER: Role.SUPERVISOR,
    DeadlineKind.APPROVAL: Role.SUPERVISOR,
    DeadlineKind.RETURN_NOTICE: Role.REPORTER,
}


@dataclass(frozen=True)
class Deadline:
    """``count`` days (working days, but for the notice of return) after ``counted_from``.

    ``met_on`` is the day the duty was done, None while it is not; ``lapsed`` says that the
    breach was closed before it was.
    """

    kind: DeadlineKind
    due: date
    counted_from: date
    count: int
    met_on: date | None = None
    lapsed: bool = False

    @property
    def norm(self) -> str:
        return NORM_OF_KIND[self.kind]

    @property
    def whose(self) -> Role:
        return WHO_MUST[self.kind]

    @property
    def is_waiting(self) -> bool:
        return self.met_on is None and not self.lapsed

    def is_overdue(self, today: date) -> bool:
        """Still to be done, and the last day is over."""
        return self.is_waiting and today > self.due

    @property
    def was_late(self) -> bool:
        return self.met_on is not None and self.met_on > self.due


def legal_day(moment: datetime) -> date:
    """Legal days are local days of Kazakhstan."""
    return timezone.localtime(moment, ZoneInfo(settings.TIME_ZONE)).date()


def days_at_opening(
    reporting_date: date, calendar: WorkingCalendar
) -> tuple[date | None, date | None]:
    """Plan due and approval due; none where the paragraph was not in force."""
    try:
        days = plan_deadlines(reporting_date, calendar)
    except NormNotInForce:
        return None, None
    return days.plan_due, days.approval_due


def answer_due(received_on: date, calendar: WorkingCalendar) -> date | None:
    try:
        return plan_answer_due(received_on, calendar)
    except NormNotInForce:
        return None


def deadlines_of(
    breach: Breach, received_on: date | None = None, back: RatioResult | None = None
) -> list[Deadline]:
    """Every time limit set so far; ``received_on`` is the day of the last plan, ``back`` the
    first later result within the limit."""
    found = [
        _plan(breach),
        _answer(breach, received_on),
        _approval(breach),
        _return_notice(breach, back),
    ]
    return [deadline for deadline in found if deadline is not None]


def _plan(breach: Breach) -> Deadline | None:
    return _deadline(
        DeadlineKind.PLAN, breach, breach.plan_due_on, breach.reporting_date, breach.filed_at
    )


def _answer(breach: Breach, received_on: date | None) -> Deadline | None:
    if received_on is None:
        return None
    return _deadline(
        DeadlineKind.ANSWER, breach, breach.answer_due_on, received_on, breach.answered_at
    )


def _approval(breach: Breach) -> Deadline | None:
    return _deadline(
        DeadlineKind.APPROVAL,
        breach,
        breach.approval_due_on,
        breach.reporting_date,
        breach.approved_at,
    )


def _return_notice(breach: Breach, back: RatioResult | None) -> Deadline | None:
    if back is None:
        return None
    period_end = back.run.reporting_date
    try:
        due = return_notice_due(period_end)
    except NormNotInForce:
        return None
    gave = breach.closed_at if breach.state == BreachState.FULFILLED else None
    return _deadline(DeadlineKind.RETURN_NOTICE, breach, due, period_end, gave)


def _deadline(
    kind: DeadlineKind,
    breach: Breach,
    due: date | None,
    counted_from: date,
    met_at: datetime | None,
) -> Deadline | None:
    if due is None:
        return None
    count = int(norm(NORM_OF_KIND[kind], on=counted_from).required_value())
    met_on = legal_day(met_at) if met_at else None
    lapsed = not breach.is_open and met_at is None
    return Deadline(kind, due, counted_from, count, met_on, lapsed)


def reminder_day(deadline: Deadline, calendar: WorkingCalendar) -> date:
    """The last working day before the time limit's last day."""
    day = deadline.due - timedelta(days=1)
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day
