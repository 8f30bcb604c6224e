"""Interest by year as bars of one or two parts: coordinates for an SVG. Pure.

A bar a year, its parts side by side from the left, the year's total at the right edge.
The drawing is narrow, so that its letters can be read on a phone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

WIDTH, LEFT, RIGHT = 480, 48, 150
KEY, LINE, THIN_LINE = 34, 26, 9
MOST_NAMED = 20
NAMED_EVERY = 5


class YearParts(NamedTuple):
    year: int
    state: Decimal
    borrower: Decimal

    @property
    def total(self) -> Decimal:
        return self.state + self.borrower


@dataclass(frozen=True)
class Bar:
    """``state`` and ``borrower`` are widths; the borrower's part begins at ``middle``."""

    year: int
    total: Decimal
    top: int
    baseline: int
    state: int
    middle: int
    borrower: int
    is_named: bool


@dataclass(frozen=True)
class YearChart:
    width: int
    height: int
    left: int
    thickness: int
    is_split: bool
    bars: tuple[Bar, ...]


def largest_total(years: Sequence[YearParts]) -> Decimal:
    return max((year.total for year in years), default=Decimal(0))


def year_chart(years: Sequence[YearParts], *, most: Decimal) -> YearChart | None:
    """``most`` is the total of the longest bar, shared by charts that are compared.

    None where there is nothing to draw.
    """
    if not years or not most:
        return None
    is_long = len(years) > MOST_NAMED
    is_split = any(year.borrower for year in years)
    top = KEY if is_split else 0
    line = THIN_LINE if is_long else LINE
    bars = tuple(_bar(year, top + line * n, most, is_long) for n, year in enumerate(years))
    height = top + line * len(years) + LINE - line
    return YearChart(WIDTH, height, LEFT, line - (2 if is_long else 8), is_split, bars)


def _bar(year: YearParts, top: int, most: Decimal, is_long: bool) -> Bar:
    wide = WIDTH - LEFT - RIGHT
    middle, end = int(wide * year.state / most), int(wide * year.total / most)
    return Bar(
        year=year.year,
        total=year.total,
        top=top,
        baseline=top + (8 if is_long else 14),
        state=middle,
        middle=LEFT + middle,
        borrower=end - middle,
        is_named=not is_long or year.year % NAMED_EVERY == 0,
    )
