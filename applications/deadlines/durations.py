"""How long cases really took: the median and the ninetieth percentile, in working days.

Nearest rank, so that each figure is a duration that a case really had.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from applications.deadlines.clocks import Handover, Stage, clocks
from applications.deadlines.of_cases import handovers_of
from applications.models import DECIDED_STATES, Case, Measure, MeasuredDuration
from norms.models import calendar_in_force
from norms.working_days import WorkingCalendar

SMALLEST_SAMPLE = 5
CASES_AT_ONCE = 1000


@dataclass(frozen=True)
class Took:
    """Working days of one decided case."""

    decision: int
    review: int


def percentile(values: Sequence[int], percent: int) -> int:
    """By nearest rank: the smallest value that ``percent`` of all do not exceed."""
    ordered = sorted(values)
    rank = -(-len(ordered) * percent // 100)
    return ordered[max(rank, 1) - 1]


def measure(*, on: date) -> int:
    """Measure the cases decided in the twelve months up to ``on``: how many they are."""
    begin = _a_year_before(on)
    took = list(_took(begin, on, calendar_in_force()))
    with transaction.atomic():
        _write(Measure.DECISION, begin, on, [case.decision for case in took])
        _write(Measure.REVIEW, begin, on, [case.review for case in took])
    return len(took)


def _a_year_before(on: date) -> date:
    """The first day of twelve months that end with ``on``."""
    day = on + timedelta(days=1)
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return date(day.year - 1, 3, 1)


def _took(begin: date, end: date, calendar: WorkingCalendar) -> Iterator[Took]:
    decided = Case.objects.filter(
        state__in=DECIDED_STATES,
        decided_at__gte=_midnight(begin),
        decided_at__lt=_midnight(end + timedelta(days=1)),
    )
    keys = list(decided.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CASES_AT_ONCE):
        stories = handovers_of(keys[start : start + CASES_AT_ONCE], on=end)
        yield from (_of_story(story, calendar) for story in stories.values())


def _of_story(story: list[Handover], calendar: WorkingCalendar) -> Took:
    """From the first event to the last decision; the days of every review together."""
    decided = next(h.day for h in reversed(story) if h.stage == Stage.TELLING)
    found = clocks(story, {}, calendar, on=decided)
    review = sum(clock.day for clock in found if clock.stage == Stage.REVIEW)
    return Took(calendar.working_days_between(story[0].day, decided), review)


def _write(measured: Measure, begin: date, end: date, values: list[int]) -> None:
    is_enough = len(values) >= SMALLEST_SAMPLE
    MeasuredDuration.objects.update_or_create(
        measure=measured,
        defaults={
            "period_from": begin,
            "period_to": end,
            "sample_size": len(values),
            "median_days": percentile(values, 50) if is_enough else None,
            "ninetieth_days": percentile(values, 90) if is_enough else None,
        },
    )


def measured_durations() -> list[MeasuredDuration]:
    return list(MeasuredDuration.objects.all())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(settings.TIME_ZONE))
