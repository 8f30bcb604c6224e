"""Working days of Kazakhstan: the public calendar with single days overridden.

The public calendar is the pinned ``holidays`` package, country KZ, which knows moved
days (Sunday 5 January 2025 was worked). Overrides are an administrator's rows.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from itertools import accumulate

import holidays

_ONE_DAY = timedelta(days=1)


class WorkingCalendar:
    """Counts working days; ``overrides`` says of a day whether it is worked."""

    def __init__(self, overrides: Mapping[date, bool] | None = None) -> None:
        self._overrides = dict(overrides or {})

    def is_working_day(self, day: date) -> bool:
        known = self._overrides.get(day)
        return _is_worked(day) if known is None else known

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
        if end <= start:
            return 0
        public = _worked_through(end) - _worked_through(start)
        full = sum(_worked_by_day(year)[-1] for year in range(start.year, end.year))
        return public + full + self._moved_between(start, end)

    def _moved_between(self, start: date, end: date) -> int:
        """How many days the overrides add to the public calendar's working days."""
        return sum(
            is_worked - _is_worked(day)
            for day, is_worked in self._overrides.items()
            if start < day <= end
        )


def _is_worked(day: date) -> bool:
    """By the public calendar."""
    through = _worked_by_day(day.year)
    number = day.timetuple().tm_yday
    return through[number] > through[number - 1]


def _worked_through(day: date) -> int:
    """Working days of the day's year up to and including it."""
    return _worked_by_day(day.year)[day.timetuple().tm_yday]


@cache
def _worked_by_day(year: int) -> tuple[int, ...]:
    """For each number of a year's first days how many of them are worked; begins with 0."""
    public = holidays.country_holidays("KZ", years=year)
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(accumulate((_is_public_working_day(day, public) for day in days), initial=0))


def _is_public_working_day(day: date, public: holidays.HolidayBase) -> bool:
    # Reading the year first makes the package know its moved days.
    is_holiday = day in public
    return day in public.weekend_workdays if day.weekday() >= 5 else not is_holiday
