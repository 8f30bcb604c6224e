"""What a clock says in words, on the officers' page and on the applicant's."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from applications.deadlines.clocks import Handover, Stage, clocks
from applications.deadlines.wording import ShownClock
from applications.models import CaseState
from norms.working_days import WorkingCalendar
from tests.applications.cases import Cast, make_case

STORY = [
    Handover(date(2026, 11, 16), "submitted", Stage.REVIEW),
    Handover(date(2026, 11, 18), "returned", Stage.CORRECTION),
    Handover(date(2026, 11, 20), "resubmitted", Stage.REVIEW),
]


def shown(story: list[Handover], on: date, days: int | None = 5) -> ShownClock:
    found = clocks(story, {Stage.REVIEW: days}, WorkingCalendar(), on=on)
    return ShownClock(found[0], None)


def test_the_line_and_its_derivation():
    clock = shown(STORY, date(2026, 11, 23))
    assert clock.line == "day 3 of 5, paused 2, due Wednesday 25 November 2026"
    assert clock.overdue == ""
    assert clock.steps == [
        "Submitted Monday 16 November 2026: day 0",
        (
            "With the applicant from Wednesday 18 November 2026, day 2, until Friday 20 November"
            " 2026: paused 2 working days"
        ),
        "Last day in time: Wednesday 25 November 2026",
    ]


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 11, 25), ""),
        (date(2026, 11, 26), "overdue by 1 working day"),
        (date(2026, 11, 27), "overdue by 2 working days"),
    ],
)
def test_what_is_overdue_says_by_how_much(on, words):
    assert shown(STORY, on).overdue == words


def test_on_the_weekend_after_the_last_day_it_is_overdue_by_no_working_day():
    clock = shown([Handover(date(2026, 11, 13), "submitted", Stage.REVIEW)], date(2026, 11, 21))
    assert clock.overdue == "overdue"


def test_without_a_limit_the_days_are_told_all_the_same():
    assert shown(STORY, date(2026, 11, 23), None).line == (
        "working day 3, no time limit known, paused 2"
    )


def test_holidays_and_moved_days_are_told():
    clock = shown([Handover(date(2024, 12, 30), "submitted", Stage.REVIEW)], date(2025, 1, 3))
    assert "Sunday 5 January 2025: worked by the calendar, counted" in clock.steps
    assert any("holidays or days off" in step for step in clock.steps)


@pytest.mark.parametrize(
    ("language", "words"), [("kk", "2026 жылғы 25 қараша, сәрсенбі"), ("ru", "среда, 25 ноября")]
)
def test_the_day_of_the_week_in_every_language(language, words):
    with translation.override(language):
        assert words in shown(STORY, date(2026, 11, 23)).line


@pytest.mark.django_db
@pytest.mark.parametrize("reader", ["agent", "applicant"])
def test_both_pages_of_a_case_show_the_clock_with_its_derivation(client, reader):
    cast = Cast()
    case = make_case(CaseState.AGENT_REVIEW, cast=cast, at=timezone.now() - timedelta(days=30))
    client.force_login(getattr(cast, reader).user)
    page = "applications:review" if reader == "agent" else "applications:case"
    text = client.get(reverse(page, args=[case.pk])).content.decode()
    assert "Last day in time" in text
    assert "overdue by" in text
    assert "not verified against the act" in text
