"""The clocks: tables of known days, and properties over many years, pauses and moved days."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from applications.deadlines.clocks import (
    Clock,
    Handover,
    Stage,
    StepKind,
    clocks,
    current_clock,
)
from norms.working_days import WorkingCalendar

FIVE = {Stage.REVIEW: 5}
CALENDAR = WorkingCalendar()
ONE_DAY = timedelta(days=1)


def day(text: str) -> date:
    return date.fromisoformat(text)


def case(*words: str) -> list[Handover]:
    """``"2026-03-19 submitted review"``; the last word missing: it is over."""
    parts = [[*text.split(), ""] for text in words]
    return [Handover(day(d), event, Stage(s) if s else None) for d, event, s, *_ in parts]


SUBMITTED = "2026-03-19 submitted review"


def review(handovers: list[Handover], on: str, limits=FIVE, calendar=CALENDAR) -> Clock:
    found = clocks(handovers, limits, calendar, on=day(on))
    return next(clock for clock in found if clock.stage == Stage.REVIEW)


@pytest.mark.parametrize(
    ("on", "number", "due", "overdue_by", "is_overdue"),
    [
        ("2026-03-19", 0, "2026-03-31", 0, False),
        ("2026-03-20", 1, "2026-03-31", 0, False),
        ("2026-03-22", 1, "2026-03-31", 0, False),  # a Sunday counts nothing
        ("2026-03-25", 1, "2026-03-31", 0, False),  # Nauryz and the days taken up after it
        ("2026-03-31", 5, "2026-03-31", 0, False),  # the last day is in time
        ("2026-04-01", 6, "2026-03-31", 1, True),
        ("2026-04-04", 8, "2026-03-31", 3, True),
    ],
)
def test_a_review_over_nauryz(on, number, due, overdue_by, is_overdue):
    clock = review(case(SUBMITTED), on)
    assert (clock.day, clock.due, clock.overdue_by, clock.is_overdue) == (
        number,
        day(due),
        overdue_by,
        is_overdue,
    )


def test_the_derivation_names_every_day_out_of_the_ordinary():
    steps = review(case(SUBMITTED), "2026-03-20").steps
    assert [(step.kind, step.day, step.until) for step in steps] == [
        (StepKind.BEGAN, day("2026-03-19"), None),
        (StepKind.DAYS_OFF, day("2026-03-21"), day("2026-03-25")),
        (StepKind.DUE, day("2026-03-31"), None),
    ]


def test_moved_days_are_named_where_they_are_worked():
    steps = review(case("2024-12-30 submitted review"), "2025-01-03").steps
    assert [(s.kind, s.day.isoformat()) for s in steps if s.kind == StepKind.WORKED] == [
        ("worked", "2025-01-05")
    ]


def test_a_correction_stops_the_clock_and_its_last_day_is_day_nought_again():
    handovers = case(
        "2026-11-16 submitted review",
        "2026-11-18 returned correction",
        "2026-11-20 resubmitted review",
    )
    clock = review(handovers, "2026-11-23")
    assert (clock.day, clock.paused_days, clock.due) == (3, 2, day("2026-11-25"))
    assert [step.kind for step in clock.steps] == ["began", "paused", "due"]
    assert clock.steps[1].on_day == 2


def test_while_it_stands_still_in_time_no_due_date_is_claimed():
    handovers = case("2026-11-16 submitted review", "2026-11-18 returned correction")
    found = clocks(handovers, FIVE, CALENDAR, on=day("2026-12-11"))
    clock = found[0]
    assert (clock.day, clock.due, clock.is_overdue, clock.days_left) == (2, None, False, 3)
    assert clock.stands_still
    running = current_clock(found)
    assert running is not None
    assert (running.stage, running.days, running.due) == (Stage.CORRECTION, None, None)


def test_what_was_overdue_before_the_return_stays_overdue():
    handovers = case(
        "2026-11-02 submitted review",
        "2026-11-11 returned correction",
        "2026-11-20 resubmitted review",
    )
    clock = review(handovers, "2026-11-20")
    assert (clock.day, clock.due, clock.overdue_by) == (7, day("2026-11-09"), 2)


def test_returned_on_the_last_day_it_comes_back_with_no_day_left():
    handovers = case(
        "2026-11-02 submitted review",
        "2026-11-09 returned correction",
        "2026-11-12 resubmitted review",
    )
    clock = review(handovers, "2026-11-12")
    assert (clock.day, clock.due, clock.is_overdue) == (5, day("2026-11-12"), False)
    assert review(handovers, "2026-11-13").is_overdue


def test_a_case_sent_back_by_the_ministry_begins_a_new_review():
    handovers = case(
        "2026-11-02 submitted review",
        "2026-11-04 concluded decision",
        "2026-11-10 remitted review",
    )
    found = clocks(handovers, {**FIVE, Stage.DECISION: 3}, CALENDAR, on=day("2026-11-11"))
    assert [(c.stage, c.day, c.ended, c.is_overdue) for c in found] == [
        ("review", 2, day("2026-11-04"), False),
        ("decision", 4, day("2026-11-10"), True),
        ("review", 1, None, False),
    ]


def test_withdrawn_while_the_applicant_corrects_everything_ends():
    handovers = case(
        "2026-11-02 submitted review", "2026-11-04 returned correction", "2026-11-06 withdrawn"
    )
    found = clocks(handovers, FIVE, CALENDAR, on=day("2026-12-01"))
    assert [(clock.stage, clock.ended) for clock in found] == [
        ("review", day("2026-11-06")),
        ("correction", day("2026-11-06")),
    ]
    assert (found[0].day, found[0].paused_days) == (2, 2)
    assert current_clock(found) is None


def test_telling_ends_with_the_letter():
    handovers = case("2026-11-02 approved telling", "2026-11-02 told")
    clock = clocks(handovers, {Stage.TELLING: 1}, CALENDAR, on=day("2026-11-30"))[0]
    assert (clock.day, clock.due, clock.is_overdue) == (0, day("2026-11-03"), False)


def test_a_decision_stands_still_while_the_applicant_is_heard():
    handovers = case(
        "2026-11-02 concluded decision",
        "2026-11-04 refusal_announced hearing",
        "2026-11-10 hearing_answered decision",
    )
    found = clocks(handovers, {Stage.DECISION: 5}, CALENDAR, on=day("2026-11-11"))
    assert [(c.stage, c.day, c.due) for c in found] == [
        ("decision", 3, day("2026-11-13")),
        ("hearing", 4, None),
    ]


def test_taking_and_taking_over_change_no_clock():
    taken = case(SUBMITTED, "2026-03-20 taken review", "2026-03-27 taken_over review")
    assert review(taken, "2026-04-02") == review(case(SUBMITTED), "2026-04-02")


# Years of days are recounted one by one: slow on a busy machine, and right all the same.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
# Year ends, Nauryz and moved days lie within: the public calendar moves days in most years.
days = st.dates(date(2022, 10, 1), date(2027, 11, 30))
limits = st.integers(1, 30)
overrides = st.dictionaries(
    st.dates(date(2022, 10, 1), date(2029, 12, 31)), st.booleans(), max_size=40
)


@st.composite
def stories(draw: st.DrawFn) -> tuple[list[Handover], date]:
    """Submitted, then returned and submitted again any number of times after any time."""
    at = draw(days)
    handovers = [Handover(at, "submitted", Stage.REVIEW)]
    for worked, corrected in draw(
        st.lists(st.tuples(st.integers(0, 20), st.integers(0, 120)), max_size=4)
    ):
        at += timedelta(days=worked)
        handovers.append(Handover(at, "returned", Stage.CORRECTION))
        at += timedelta(days=corrected)
        handovers.append(Handover(at, "resubmitted", Stage.REVIEW))
    return handovers, at + timedelta(days=draw(st.integers(0, 60)))


def counted_day_by_day(handovers: list[Handover], calendar: WorkingCalendar, until: date) -> int:
    """The naive count: a working day counts unless the applicant has the case on its morning."""
    count, at = 0, handovers[0].day + ONE_DAY
    while at <= until:
        before = [handover for handover in handovers if handover.day < at]
        count += calendar.is_working_day(at) and before[-1].stage == Stage.REVIEW
        at += ONE_DAY
    return count


def due_day_by_day(handovers: list[Handover], days: int, calendar: WorkingCalendar) -> date:
    """The last working day before the one that would count as number ``days`` + 1."""
    at, last = handovers[0].day, handovers[0].day
    count = 0
    while count <= days:
        at += ONE_DAY
        before = [handover for handover in handovers if handover.day < at]
        if not calendar.is_working_day(at):
            continue
        count += before[-1].stage == Stage.REVIEW
        last = at if count <= days else last
    return last


@patient
@given(stories(), limits, overrides)
def test_equal_to_a_naive_recount(story, number, moved):
    handovers, on = story
    calendar = WorkingCalendar(moved)
    clock = clocks(handovers, {Stage.REVIEW: number}, calendar, on=on)[0]
    assert clock.day == counted_day_by_day(handovers, calendar, on)
    assert clock.due == due_day_by_day(handovers, number, calendar)
    assert clock.is_overdue == (clock.due is not None and on > clock.due)
    assert clock.overdue_by == max(clock.day - number, 0)


@patient
@given(stories(), limits, overrides)
def test_due_is_always_a_working_day_and_the_last_in_time(story, number, moved):
    handovers, on = story
    calendar = WorkingCalendar(moved)
    clock = clocks(handovers, {Stage.REVIEW: number}, calendar, on=on)[0]
    assert clock.due is not None
    assert calendar.is_working_day(clock.due)
    assert clock.due > handovers[0].day


@patient
@given(days, limits, st.integers(0, 40), st.integers(0, 200), overrides)
def test_due_moves_later_by_exactly_the_paused_working_days(
    submitted, number, worked, paused, moved
):
    calendar = WorkingCalendar(moved)
    returned = submitted + timedelta(days=worked)
    back = returned + timedelta(days=paused)
    whole = [
        Handover(submitted, "submitted", Stage.REVIEW),
        Handover(returned, "returned", Stage.CORRECTION),
        Handover(back, "resubmitted", Stage.REVIEW),
    ]
    limit = {Stage.REVIEW: number}
    without = clocks(whole[:1], limit, calendar, on=back)[0]
    clock = clocks(whole, limit, calendar, on=back)[0]
    assert without.due is not None
    assert clock.due is not None
    in_time = calendar.working_days_between(submitted, returned) <= number
    moved_by = calendar.working_days_between(without.due, clock.due)
    assert moved_by == (clock.paused_days if in_time else 0)


@patient
@given(stories(), limits, overrides)
def test_days_never_run_backwards(story, number, moved):
    handovers, on = story
    calendar = WorkingCalendar(moved)
    counts = [
        clocks(handovers, {Stage.REVIEW: number}, calendar, on=on + timedelta(days=n))[0].day
        for n in range(12)
    ]
    assert all(0 <= later - earlier <= 1 for earlier, later in pairwise(counts))


@patient
@given(days, days, limits, overrides)
def test_submitted_later_is_due_later_and_a_longer_limit_too(first, second, number, moved):
    calendar = WorkingCalendar(moved)

    def due(submitted: date, limit: int) -> date:
        handovers = [Handover(submitted, "submitted", Stage.REVIEW)]
        found = clocks(handovers, {Stage.REVIEW: limit}, calendar, on=submitted)[0].due
        assert found is not None
        return found

    earlier, later = sorted((first, second))
    assert due(earlier, number) <= due(later, number)
    assert due(earlier, number) < due(earlier, number + 1)


@patient
@given(stories(), overrides)
def test_without_a_limit_nothing_is_due_and_days_are_counted_all_the_same(story, moved):
    handovers, on = story
    calendar = WorkingCalendar(moved)
    clock = clocks(handovers, {}, calendar, on=on)[0]
    assert (clock.due, clock.days, clock.is_overdue, clock.overdue_by) == (None, None, False, 0)
    assert clock.day == counted_day_by_day(handovers, calendar, on)
