"""Deadlines after a breach: № 192, paragraph 5-1 as amended by № 65."""

from datetime import date

import pytest

from norms.parameters import NormNotInForce
from norms.working_days import WorkingCalendar
from prudential.plan_deadlines import (
    deadlines_after,
    plan_answer_due,
    plan_deadlines,
    plan_earliest_end,
    return_notice_due,
)

CALENDAR = WorkingCalendar()


@pytest.mark.parametrize(
    ("reporting_date", "plan_due", "approval_due"),
    [
        # within 1 working day after the period; approval within 5 from the day after
        ("2025-12-31", "2026-01-05", "2026-01-12"),  # New Year, a weekend, 7 January
        ("2026-01-31", "2026-02-02", "2026-02-06"),
        ("2026-02-28", "2026-03-02", "2026-03-06"),
        ("2026-04-30", "2026-05-04", "2026-05-12"),  # 1, 7 and 9 May, the 9th moved to the 11th
        ("2025-11-30", "2025-12-01", "2025-12-05"),
    ],
)
def test_plan_and_approval_in_working_days(reporting_date, plan_due, approval_due):
    deadlines = plan_deadlines(date.fromisoformat(reporting_date), CALENDAR)
    assert deadlines.plan_due == date.fromisoformat(plan_due)
    assert deadlines.approval_due == date.fromisoformat(approval_due)


def test_the_calendar_given_decides():
    moved = WorkingCalendar({date(2026, 2, 2): False})
    assert plan_deadlines(date(2026, 1, 31), moved).plan_due == date(2026, 2, 3)


def test_the_regulator_answers_within_three_working_days_of_receipt():
    assert plan_answer_due(date(2026, 1, 5), CALENDAR) == date(2026, 1, 9)


@pytest.mark.parametrize(
    ("begins", "ends"), [("2026-01-15", "2026-04-15"), ("2025-11-30", "2026-02-28")]
)
def test_a_plan_lasts_at_least_three_months(begins, ends):
    assert plan_earliest_end(date.fromisoformat(begins)) == date.fromisoformat(ends)


def test_the_notice_of_return_is_due_on_the_next_plain_day():
    assert return_notice_due(date(2026, 1, 31)) == date(2026, 2, 1)  # a Sunday


def test_no_deadline_follows_before_the_paragraph_took_effect():
    assert plan_deadlines(date(2025, 11, 2), CALENDAR).plan_due == date(2025, 11, 3)
    with pytest.raises(NormNotInForce):
        plan_deadlines(date(2025, 11, 1), CALENDAR)


def test_only_a_breach_under_the_paragraph_brings_deadlines():
    day = date(2026, 1, 31)
    assert deadlines_after(True, day, CALENDAR) == plan_deadlines(day, CALENDAR)
    assert deadlines_after(False, day, CALENDAR) is None
    assert deadlines_after(True, date(2025, 10, 31), CALENDAR) is None
