"""The share over time with its limit as steps: coordinates for an SVG. Pure.

Percents are on the vertical axis from zero, days on the horizontal one; what lies above
the limit is an area of its own. Texts are the template's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

WIDTH, HEIGHT = 720, 280
LEFT, RIGHT, TOP, BOTTOM = 56, 96, 20, 40
MARGIN = timedelta(days=15)


@dataclass(frozen=True)
class SharePoint:
    on: date
    percent: Decimal
    is_breached: bool


@dataclass(frozen=True)
class LimitStep:
    """A limit in percent from its first day on; None ends it."""

    on: date
    percent: Decimal | None


@dataclass(frozen=True)
class Mark:
    x: int
    y: int
    on: date
    percent: Decimal
    is_breached: bool = False
    is_named: bool = False


@dataclass(frozen=True)
class ShareChart:
    width: int
    height: int
    line: str
    points: tuple[Mark, ...]
    limits: tuple[str, ...]
    limit_labels: tuple[Mark, ...]
    breach_areas: tuple[str, ...]
    ticks: tuple[Mark, ...]
    left: int
    right: int
    bottom: int
    y_label: int


def share_chart(points: Sequence[SharePoint], steps: Sequence[LimitStep]) -> ShareChart | None:
    """None without a point. Points and steps in the order of days."""
    if not points:
        return None
    frame = _Frame(points, steps)
    spans = frame.spans(steps)
    marks = tuple(frame.mark(point) for point in points)
    return ShareChart(
        width=WIDTH,
        height=HEIGHT,
        line=" ".join(f"{'L' if n else 'M'}{mark.x} {mark.y}" for n, mark in enumerate(marks)),
        points=_named(marks),
        limits=tuple(f"M{x1} {y}H{x2}" for x1, x2, y, _ in spans),
        limit_labels=tuple(
            Mark(x2, y, step.on, step.percent or Decimal(0)) for _, x2, y, step in spans
        ),
        breach_areas=tuple(f"M{x1} {TOP}H{x2}V{y}H{x1}Z" for x1, x2, y, _ in spans),
        ticks=tuple(
            Mark(LEFT, frame.y(tick), points[0].on, tick) for tick in _ticks(frame.highest)
        ),
        left=LEFT,
        right=WIDTH - RIGHT,
        bottom=HEIGHT - BOTTOM,
        y_label=HEIGHT - BOTTOM + 22,
    )


class _Frame:
    """Days and percents to whole pixels."""

    def __init__(self, points: Sequence[SharePoint], steps: Sequence[LimitStep]) -> None:
        self.first = points[0].on - MARGIN
        self.last = points[-1].on + MARGIN
        seen = [point.percent for point in points]
        seen += [step.percent for step in self._within(steps) if step.percent is not None]
        self.highest = max(seen) * Decimal("1.15") or Decimal(1)

    def x(self, day: date) -> int:
        wide = WIDTH - LEFT - RIGHT
        return LEFT + wide * (day - self.first).days // max((self.last - self.first).days, 1)

    def y(self, percent: Decimal) -> int:
        return HEIGHT - BOTTOM - int((HEIGHT - TOP - BOTTOM) * percent / self.highest)

    def mark(self, point: SharePoint) -> Mark:
        return Mark(
            self.x(point.on), self.y(point.percent), point.on, point.percent, point.is_breached
        )

    def spans(self, steps: Sequence[LimitStep]) -> list[tuple[int, int, int, LimitStep]]:
        """Left, right and height of every step of the limit inside the picture."""
        ends = [step.on for step in steps[1:]] + [self.last]
        found = []
        for step, end in zip(steps, ends, strict=True):
            start, stop = max(step.on, self.first), min(end, self.last)
            if step.percent is not None and start < stop:
                found.append((self.x(start), self.x(stop), self.y(step.percent), step))
        return found

    def _within(self, steps: Sequence[LimitStep]) -> list[LimitStep]:
        ends = [step.on for step in steps[1:]] + [date.max]
        return [
            step
            for step, end in zip(steps, ends, strict=True)
            if step.on < self.last and end > self.first
        ]


def _named(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """The last point and those in breach with room beside them bear their figure."""
    named: list[Mark] = []
    last_x = WIDTH
    for mark in reversed(marks):
        has_room = last_x - mark.x >= 52
        if has_room:
            last_x = mark.x
        named.append(Mark(mark.x, mark.y, mark.on, mark.percent, mark.is_breached, has_room))
    return tuple(reversed(named))


def _ticks(highest: Decimal) -> list[Decimal]:
    step = next(step for step in (2, 5, 10, 20, 50) if highest / step <= 6)
    return [Decimal(tick) for tick in range(0, int(highest) + 1, step)]
