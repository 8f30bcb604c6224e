"""The bars of the years: parts in proportion, inside the picture, comparable."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from programs.calculators.charts import LEFT, RIGHT, WIDTH, YearParts, largest_total, year_chart

D = Decimal
amounts = st.decimals(0, 10**15, places=2)


def test_parts_in_proportion() -> None:
    chart = year_chart([YearParts(2026, D(30), D(10)), YearParts(2027, D(20), D(0))], most=D(40))
    assert chart is not None
    wide = WIDTH - LEFT - RIGHT
    first, second = chart.bars
    assert (first.state, first.state + first.borrower) == (wide * 3 // 4, wide)
    assert (second.state, second.borrower) == (wide // 2, 0)
    assert first.middle == LEFT + first.state
    assert chart.is_split


def test_a_common_measure_makes_two_pictures_comparable() -> None:
    small = year_chart([YearParts(2026, D(10), D(0))], most=D(40))
    assert small is not None
    assert small.bars[0].state == (WIDTH - LEFT - RIGHT) // 4
    assert not small.is_split


def test_nothing_to_draw() -> None:
    assert year_chart([], most=D(0)) is None
    assert year_chart([YearParts(2026, D(0), D(0))], most=D(0)) is None
    assert year_chart([], most=D(5)) is None


def test_many_years_are_named_every_fifth() -> None:
    years = [YearParts(2026 + n, D(1), D(0)) for n in range(21)]
    chart = year_chart(years, most=D(1))
    assert chart is not None
    assert [bar.year for bar in chart.bars if bar.is_named] == [2030, 2035, 2040, 2045]


@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=40))
def test_every_bar_stays_inside_and_none_overlaps(parts: list[tuple[Decimal, Decimal]]) -> None:
    years = [YearParts(2026 + n, *part) for n, part in enumerate(parts)]
    chart = year_chart(years, most=largest_total(years))
    if chart is None:
        assert not any(year.total for year in years)
        return
    assert all(bar.middle + bar.borrower <= WIDTH - RIGHT for bar in chart.bars)
    tops = [bar.top for bar in chart.bars]
    assert all(after - top >= chart.thickness for top, after in pairwise(tops))
    assert tops[-1] + chart.thickness <= chart.height
