"""Working days of Kazakhstan, from the pinned public calendar and single overrides."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from norms.working_days import WorkingCalendar

ONE_DAY = timedelta(days=1)
CALENDAR = WorkingCalendar()
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2025-01-03", False),  # moved to Sunday 5 January
        ("2025-01-05", True),  # the Sunday worked for it
        ("2025-01-07", False),
        ("2025-03-21", False),  # Nauryz
        ("2025-03-24", False),  # Nauryz on a Saturday and a Sunday, taken up after it
        ("2025-03-26", True),
        ("2025-09-01", False),  # 30 August fell on a Saturday and still was a holiday
        ("2026-08-31", True),  # 30 August is no holiday from 2026
        ("2027-08-30", True),
        ("2025-12-31", True),
        ("2026-01-01", False),
        ("2026-01-04", False),
    ],
)
def test_the_public_calendar(day, worked):
    assert WorkingCalendar().is_working_day(date.fromisoformat(day)) is worked


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        ("2025-12-31", 1, "2026-01-05"),  # over New Year: 1 and 2 January, a weekend
        ("2025-12-31", 5, "2026-01-12"),  # and Christmas on the 7th
        ("2026-03-20", 1, "2026-03-26"),  # over Nauryz
        ("2025-01-04", 1, "2025-01-05"),  # to a worked Sunday
        ("2026-04-30", 1, "2026-05-04"),
        ("2026-06-01", 5, "2026-06-08"),
    ],
)
def test_the_nth_working_day_after(start, count, expected):
    end = CALENDAR.add_working_days(date.fromisoformat(start), count)
    assert end == date.fromisoformat(expected)


def test_an_override_wins_over_the_public_calendar_both_ways():
    calendar = WorkingCalendar({date(2026, 6, 6): True, date(2026, 6, 8): False})
    assert calendar.add_working_days(date(2026, 6, 5), 1) == date(2026, 6, 6)
    assert calendar.add_working_days(date(2026, 6, 6), 1) == date(2026, 6, 9)


@pytest.mark.parametrize("count", [0, -1])
def test_only_a_positive_count_has_an_answer(count):
    with pytest.raises(ValueError, match="at least 1"):
        CALENDAR.add_working_days(date(2026, 1, 1), count)


@given(days, st.integers(1, 30))
def test_the_answer_is_a_working_day_after_exactly_that_many(start, count):
    end = CALENDAR.add_working_days(start, count)
    assert end > start
    assert CALENDAR.is_working_day(end)
    assert CALENDAR.working_days_between(start, end) == count


@given(days, st.integers(1, 15), st.integers(1, 15))
def test_steps_add_up(start, first, second):
    halfway = CALENDAR.add_working_days(start, first)
    there = CALENDAR.add_working_days(halfway, second)
    assert there == CALENDAR.add_working_days(start, first + second)


@given(days, st.integers(0, 90), st.integers(0, 90))
def test_counts_of_adjoining_periods_add_up(start, first, second):
    middle, end = start + timedelta(days=first), start + timedelta(days=first + second)
    parts = CALENDAR.working_days_between(start, middle)
    parts += CALENDAR.working_days_between(middle, end)
    assert parts == CALENDAR.working_days_between(start, end)


@given(days)
def test_declaring_a_day_free_never_brings_a_deadline_nearer(start):
    first = CALENDAR.add_working_days(start, 1)
    later = WorkingCalendar({first: False}).add_working_days(start, 1)
    assert later > first


@given(days)
def test_the_answer_does_not_depend_on_what_was_asked_before(day):
    assert WorkingCalendar().is_working_day(day) is CALENDAR.is_working_day(day)


def test_nothing_lies_between_a_day_and_an_earlier_one():
    assert CALENDAR.working_days_between(date(2026, 6, 5), date(2026, 6, 5) - ONE_DAY) == 0
