"""A rate's history as steps: gaps stay gaps, an end is an end, nothing leaves the picture."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.models import ReferenceRate
from programs.rate_chart import LEFT, RIGHT, WIDTH, Stretch, step_chart
from programs.rate_history import series_of
from tests.programs.rates import values

DAY = timedelta(days=1)
START = date(2024, 2, 26)
TODAY = date(2026, 3, 20)


def stretch(first: date, last: date | None, percent: str | None) -> Stretch:
    value = None if percent is None else Decimal(percent)
    return Stretch(first, last, value, is_unknown=percent is None)


def test_neighbours_are_joined_and_a_gap_lifts_the_pen() -> None:
    one, two = START + 100 * DAY, START + 200 * DAY
    joined = step_chart([stretch(START, one - DAY, "14"), stretch(one, None, "15")], today=TODAY)
    parted = step_chart(
        [
            stretch(START, one - DAY, "14"),
            stretch(one, two - DAY, None),
            stretch(two, None, "15"),
        ],
        today=TODAY,
    )
    assert joined is not None
    assert parted is not None
    assert (joined.line.count("M"), joined.line.count("V")) == (1, 1)
    assert (parted.line.count("M"), parted.line.count("V")) == (2, 0)
    assert [area.is_unknown for area in parted.areas] == [True]
    assert [step.is_cut for step in parted.steps] == [True, False]


def test_nothing_is_drawn_without_a_value() -> None:
    assert step_chart([stretch(START, None, None)], today=TODAY) is None
    assert step_chart([], today=TODAY) is None


def test_one_day_alone_is_drawn() -> None:
    chart = step_chart([stretch(TODAY, TODAY, "14")], today=TODAY)
    assert chart is not None
    assert chart.steps[0].x <= chart.steps[0].end


@pytest.mark.django_db
def test_a_series_with_its_gap_and_its_end() -> None:
    first = date(2026, 3, 9)
    rows = [
        ReferenceRate(**values(effective_from=first, known_until=first + 9 * DAY)),
        ReferenceRate(**values(effective_from=first + 30 * DAY)),
        ReferenceRate(**values(effective_from=first + 60 * DAY, value_percent=None)),
    ]
    (series,) = series_of(reversed(rows))
    assert [(one.first, one.last, one.percent, one.is_unknown) for one in series.stretches()] == [
        (first, first + 9 * DAY, Decimal("17.5"), False),
        (first + 10 * DAY, first + 29 * DAY, None, True),
        (first + 30 * DAY, first + 59 * DAY, Decimal("17.5"), False),
        (first + 60 * DAY, None, None, False),
    ]


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 900), st.none() | st.decimals(0, 900, places=2)),
        min_size=1,
        max_size=8,
    )
)
def test_every_step_stays_within_the_picture(
    parts: list[tuple[int, Decimal | None]],
) -> None:
    stretches, first = [], START
    for days, value in parts:
        last = first + (days - 1) * DAY
        stretches.append(Stretch(first, last, value, is_unknown=value is None))
        first = last + DAY
    chart = step_chart(stretches, today=TODAY)
    if chart is None:
        assert all(value is None for _days, value in parts)
        return
    for step in chart.steps:
        assert LEFT <= step.x <= step.end <= WIDTH - RIGHT
        assert chart.top <= step.y <= chart.bottom
    numbers = [int(number) for number in re.findall("[0-9]+", chart.line)]
    assert min(numbers) >= 0
    assert len(chart.steps) == sum(value is not None for _days, value in parts)
