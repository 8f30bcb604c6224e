"""Reminders of time limits: promised once by breach, time limit and person."""

from datetime import date

from norms.models import calendar_in_force
from norms.working_days import WorkingCalendar
from notices import outbox
from prudential.breach_deadlines import Deadline, deadlines_of, legal_day, reminder_day
from prudential.breach_notices import people_of
from prudential.breach_returns import returns_of
from prudential.models import Breach


def remind(*, today: date) -> int:
    """Promise a reminder for every duty whose last working day is near or over."""
    breaches = list(Breach.objects.open().prefetch_related("plans"))
    back = returns_of(breaches)
    calendar = calendar_in_force()
    return sum(
        _promise(breach, deadline)
        for breach in breaches
        for deadline in deadlines_of(breach, received_on(breach), back.get(breach.pk))
        if _is_near(deadline, calendar, today)
    )


def received_on(breach: Breach) -> date | None:
    """The day the last plan reached the regulator, from what is prefetched."""
    plans = list(breach.plans.all())
    return legal_day(plans[-1].filed_at) if plans else None


def reminder_key(breach_id: int, deadline: str, user_id: int) -> str:
    """``deadline`` is its kind and day: a revised plan brings a new answer to wait for."""
    return f"reminder:{breach_id}:{deadline}:{user_id}"


def _is_near(deadline: Deadline, calendar: WorkingCalendar, today: date) -> bool:
    return deadline.is_waiting and today >= reminder_day(deadline, calendar)


def _promise(breach: Breach, deadline: Deadline) -> int:
    name = f"{deadline.kind}-{deadline.due.isoformat()}"
    people = people_of(breach, deadline.whose)
    for user in people:
        outbox.promise(
            "prudential.tasks.send_reminder",
            {"breach_id": breach.pk, "deadline": name, "user_id": user.pk},
            key=reminder_key(breach.pk, name, user.pk),
        )
    return len(people)
