"""Working days of Kazakhstan: the public calendar with single days overridden.

The public calendar is the pinned ``holidays`` package, country KZ, which knows moved
days (Sunday 5 January 2025 was worked). Overrides are an administrator's rows.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import holidays

_ONE_DAY = timedelta(days=1)


class WorkingCalendar:
    """Counts working days; ``overrides`` says of a day whether it is worked."""

    def __init__(self, overrides: Mapping[date, bool] | None = None) -> None:
        self._overrides = dict(overrides or {})
        self._public = holidays.country_holidays("KZ")

    def is_working_day(self, day: date) -> bool:
        if day in self._overrides:
            return self._overrides[day]
        # Reading the year first makes the package know its moved days.
        is_holiday = day in self._public
        if day.weekday() >= 5:
            return day in self._public.weekend_workdays
        return not is_holiday

    def add_working_days(self, start: date, count: int) -> date:
        """The ``count``-th working day after ``start``; the start itself never counts.

        Raises ValueError unless ``count`` is at least 1.
        """
        if count < 1:
            raise ValueError("count must be at least 1")
        day = start
        for _ in range(count):
            day = self.next_working_day(day)
        return day

    def next_working_day(self, day: date) -> date:
        """The first working day after ``day``."""
        day += _ONE_DAY
        while not self.is_working_day(day):
            day += _ONE_DAY
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after ``start`` up to and including ``end``.

        Zero where ``end`` does not come after ``start``.
        """
        return sum(self.is_working_day(day) for day in _days_after(start, end))


def _days_after(start: date, end: date) -> Iterator[date]:
    return (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
