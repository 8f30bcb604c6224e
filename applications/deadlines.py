"""How long a review is meant to take. Public practice of the same agent, not of this order.

The values are dated: a change adds a row with its first day.
"""

from dataclasses import dataclass
from datetime import date

from norms.working_days import WorkingCalendar

REVIEW_WORKING_DAYS: tuple[tuple[date, int], ...] = ((date(2022, 9, 30), 5),)
TELL_WORKING_DAYS: tuple[tuple[date, int], ...] = ((date(2022, 9, 30), 1),)


@dataclass(frozen=True, slots=True)
class ReviewClock:
    """Day ``day`` of ``days`` working days; the day of submission is day 0."""

    day: int
    days: int
    until: date

    @property
    def is_late(self) -> bool:
        return self.day > self.days


def review_days(on: date) -> int:
    """Working days for the agent's review of what is submitted on a day."""
    return _in_force(REVIEW_WORKING_DAYS, on)


def days_to_tell(on: date) -> int:
    """Working days to tell lender and applicant of a decision taken on a day."""
    return _in_force(TELL_WORKING_DAYS, on)


def _in_force(rows: tuple[tuple[date, int], ...], on: date) -> int:
    begun = [days for first_day, days in rows if first_day <= on]
    return begun[-1] if begun else rows[0][1]


def review_clock(calendar: WorkingCalendar, *, submitted_on: date, today: date) -> ReviewClock:
    """How far the review of a case submitted on a day has come by ``today``."""
    days = review_days(submitted_on)
    return ReviewClock(
        day=calendar.working_days_between(submitted_on, today),
        days=days,
        until=calendar.add_working_days(submitted_on, days),
    )
