"""Day-count conventions: the part of a year between two dates, exactly."""

from calendar import isleap
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from fractions import Fraction


class DayCount(StrEnum):
    """How the days of an interest period are counted; the values are the API's codes."""

    THIRTY_360 = "30/360"
    ACTUAL_360 = "actual/360"
    ACTUAL_365 = "actual/365"
    ACTUAL_ACTUAL = "actual/actual"


def year_fraction(start: date, end: date, day_count: DayCount) -> Fraction:
    """Years from `start` (counted) to `end` (not counted), as an exact fraction.

    "30/360" is 30E/360 (a 31st counts as a 30th at both ends), "actual/actual"
    is the ISDA one. Raises ValueError if `end` lies before `start`.
    """
    if end < start:
        raise ValueError("an interest period ends before it starts")
    return _FRACTIONS[day_count](start, end)


def _thirty_360(start: date, end: date) -> Fraction:
    months = (end.year - start.year) * 12 + end.month - start.month
    return Fraction(months * 30 + min(end.day, 30) - min(start.day, 30), 360)


def _actual_360(start: date, end: date) -> Fraction:
    return Fraction((end - start).days, 360)


def _actual_365(start: date, end: date) -> Fraction:
    return Fraction((end - start).days, 365)


def _actual_actual(start: date, end: date) -> Fraction:
    if start.year == end.year:
        return Fraction((end - start).days, _days_in_year(start.year))
    head = Fraction((date(start.year, 12, 31) - start).days + 1, _days_in_year(start.year))
    tail = Fraction((end - date(end.year, 1, 1)).days, _days_in_year(end.year))
    return head + (end.year - start.year - 1) + tail


def _days_in_year(year: int) -> int:
    return 366 if isleap(year) else 365


_FRACTIONS: dict[DayCount, Callable[[date, date], Fraction]] = {
    DayCount.THIRTY_360: _thirty_360,
    DayCount.ACTUAL_360: _actual_360,
    DayCount.ACTUAL_365: _actual_365,
    DayCount.ACTUAL_ACTUAL: _actual_actual,
}
