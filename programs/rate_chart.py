"""A rate's history as steps: coordinates for an SVG. Pure.

Days on the horizontal axis, percents from zero on the vertical one. A stretch without a
known value is a gap with an area of its own; where a value is known only until a day, or
the series ends, the step ends in a mark. Texts are the template's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

WIDTH, HEIGHT = 480, 220
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 24, 34
ROOM_FOR_A_FIGURE = 46
ROOM_AFTER_FIRST, ROOM_FOR_A_DAY = 130, 90
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """Days ``first`` to ``last`` (None: open) with one value; None is an end or not known."""

    first: date
    last: date | None
    percent: Decimal | None
    is_unknown: bool = False


@dataclass(frozen=True)
class Step:
    x: int
    end: int
    y: int
    percent: Decimal
    is_named: bool
    is_cut: bool
    """What follows is not known or nothing: the step ends here."""

    @property
    def middle(self) -> int:
        return (self.x + self.end) // 2


@dataclass(frozen=True)
class Area:
    """Days without a value: not known, or after the series' end."""

    x: int
    wide: int
    is_unknown: bool

    @property
    def middle(self) -> int:
        return self.x + self.wide // 2


@dataclass(frozen=True)
class DayTick:
    x: int
    on: date
    anchor: str


@dataclass(frozen=True)
class PercentTick:
    y: int
    percent: int


@dataclass(frozen=True)
class StepChart:
    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    line: str
    steps: tuple[Step, ...]
    areas: tuple[Area, ...]
    days: tuple[DayTick, ...]
    percents: tuple[PercentTick, ...]

    @property
    def tall(self) -> int:
        return self.bottom - self.top


def step_chart(stretches: Sequence[Stretch], *, today: date) -> StepChart | None:
    """Stretches in the order of their days. None where none has a value."""
    values = [one.percent for one in stretches if one.percent is not None]
    if not values:
        return None
    frame = _Frame(stretches, max(values), today)
    steps = tuple(_steps(stretches, frame))
    return StepChart(
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        right=WIDTH - RIGHT,
        top=TOP,
        bottom=HEIGHT - BOTTOM,
        line=_line(steps),
        steps=steps,
        areas=tuple(_areas(stretches, frame)),
        days=frame.day_ticks(),
        percents=tuple(PercentTick(frame.y(Decimal(n)), n) for n in _ticks(max(values))),
    )


class _Frame:
    """Days and percents to whole pixels; the picture reaches a tenth beyond the last day."""

    def __init__(self, stretches: Sequence[Stretch], highest: Decimal, today: date) -> None:
        days = [one.first for one in stretches] + [one.last + DAY for one in stretches if one.last]
        self.first = min(days)
        last = max(*days, today, self.first + 30 * DAY)
        self.last = last + (last - self.first) // 10
        self.highest = highest * Decimal("1.15") or Decimal(1)

    def x(self, day: date) -> int:
        wide = WIDTH - LEFT - RIGHT
        return LEFT + wide * (day - self.first).days // (self.last - self.first).days

    def y(self, percent: Decimal) -> int:
        return HEIGHT - BOTTOM - int((HEIGHT - TOP - BOTTOM) * percent / self.highest)

    def span(self, one: Stretch) -> tuple[int, int]:
        return self.x(one.first), self.x(one.last + DAY if one.last else self.last)

    def day_ticks(self) -> tuple[DayTick, ...]:
        """The first day and, with room between them, the years that begin."""
        ticks = [DayTick(LEFT, self.first, "start")]
        years = range(self.first.year + 1, self.last.year + 1)
        every = 1 + len(years) // 5
        for year in years[::every]:
            x = self.x(date(year, 1, 1))
            room = ROOM_AFTER_FIRST if len(ticks) == 1 else ROOM_FOR_A_DAY
            if x - ticks[-1].x > room and WIDTH - x > 40:
                ticks.append(DayTick(x, date(year, 1, 1), "middle"))
        return tuple(ticks)


def _steps(stretches: Sequence[Stretch], frame: _Frame) -> Iterator[Step]:
    following = [*stretches[1:], None]
    for one, after in zip(stretches, following, strict=True):
        if one.percent is None:
            continue
        x, end = frame.span(one)
        is_cut = after is not None and after.percent is None
        yield Step(x, end, frame.y(one.percent), one.percent, end - x >= ROOM_FOR_A_FIGURE, is_cut)


def _line(steps: Sequence[Step]) -> str:
    """Neighbouring steps are joined upright, over a gap the pen is lifted."""
    parts, last = [], None
    for step in steps:
        joined = last is not None and not last.is_cut and last.end == step.x
        parts.append(f"{f'V{step.y}' if joined else f'M{step.x} {step.y}'}H{step.end}")
        last = step
    return "".join(parts)


def _areas(stretches: Sequence[Stretch], frame: _Frame) -> Iterator[Area]:
    for one in stretches:
        if one.percent is None:
            x, end = frame.span(one)
            yield Area(x, end - x, one.is_unknown)


def _ticks(highest: Decimal) -> Sequence[int]:
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if highest / step <= 5)
    return range(0, int(highest) + 1, step)
