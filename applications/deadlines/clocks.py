"""The clocks of a case: day n of N working days of every stage, with the derivation.

Pure. The day of an event counts as day 0. A review stands still while the applicant
corrects: the working days after the return, up to and including the day of the new
submission, do not count; so does a decision while the applicant is heard. A case that the
ministry sends back begins a new review, and every return a new correction. A limit that
was exceeded before the return stays exceeded.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from norms.working_days import WorkingCalendar

_ONE_DAY = timedelta(days=1)
SATURDAY = 5


class Stage(StrEnum):
    """Who has the case: agent, applicant, ministry, applicant; last, who tells the parties."""

    REVIEW = "review"
    CORRECTION = "correction"
    DECISION = "decision"
    HEARING = "hearing"
    TELLING = "telling"


# A stage that stands still during another one and goes on after it.
STANDS_STILL_DURING = {Stage.REVIEW: Stage.CORRECTION, Stage.DECISION: Stage.HEARING}


@dataclass(frozen=True, slots=True)
class Handover:
    """From ``day`` on the case lies with ``stage``, None where it is over; ``event`` is why."""

    day: date
    event: str
    stage: Stage | None


@dataclass(frozen=True, slots=True)
class Pause:
    """``working_days`` after ``began`` up to and including ``ended`` (None: still going on).

    It began on day ``on_day`` of the stage, and moves the due date unless that day was
    beyond the limit.
    """

    began: date
    ended: date | None
    working_days: int
    on_day: int


class StepKind(StrEnum):
    BEGAN = "began"
    DAYS_OFF = "days_off"
    WORKED = "worked"
    PAUSED = "paused"
    STANDS_STILL = "stands_still"
    DUE = "due"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Step:
    """From ``day`` to ``until``, ``count`` working days, on day ``on_day`` of the stage."""

    kind: StepKind
    day: date
    until: date | None = None
    count: int = 0
    on_day: int = 0
    event: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """One run of a stage: day ``day`` of ``days`` working days (None: no limit known).

    ``due`` is the last day in time, None without a limit and while the clock stands still
    in time. ``overdue_by`` counts working days after it.
    """

    stage: Stage
    began: date
    day: int
    days: int | None
    pauses: tuple[Pause, ...]
    due: date | None
    overdue_by: int
    is_overdue: bool
    ended: date | None
    steps: tuple[Step, ...]

    @property
    def paused_days(self) -> int:
        return sum(pause.working_days for pause in self.pauses)

    @property
    def stands_still(self) -> bool:
        return self.ended is None and bool(self.pauses) and self.pauses[-1].ended is None

    @property
    def is_running(self) -> bool:
        return self.ended is None and not self.stands_still

    @property
    def days_left(self) -> int | None:
        return None if self.days is None else max(self.days - self.day, 0)


@dataclass(slots=True)
class _Run:
    """A stage from its beginning to its end, with the days it stood still in between."""

    stage: Stage
    began: date
    began_by: str
    stops: list[tuple[date, date | None]] = field(default_factory=list)
    ended: date | None = None
    ended_by: str = ""

    def end(self, handover: Handover) -> None:
        self.ended, self.ended_by = handover.day, handover.event
        self.go_on(handover.day)

    def go_on(self, day: date) -> None:
        if self.stops and self.stops[-1][1] is None:
            self.stops[-1] = (self.stops[-1][0], day)


def clocks(
    handovers: Sequence[Handover],
    limits: Mapping[Stage, int | None],
    calendar: WorkingCalendar,
    *,
    on: date,
) -> list[Clock]:
    """The clock of every run of a stage as of ``on``, in the order they began."""
    return [_clock(run, limits.get(run.stage), calendar, on) for run in _runs(handovers)]


def current_clock(found: Sequence[Clock]) -> Clock | None:
    """The clock that runs now; None where the case is over."""
    return next((clock for clock in reversed(found) if clock.is_running), None)


def _runs(handovers: Sequence[Handover]) -> list[_Run]:
    runs: list[_Run] = []
    running: _Run | None = None
    waiting: _Run | None = None
    for handover in handovers:
        if running is not None and running.stage == handover.stage:
            continue
        if running is not None and _stands_still(running, handover.stage):
            running.stops.append((handover.day, None))
            waiting = running
        elif running is not None:
            running.end(handover)
        running, waiting = _taken_up(handover, waiting, runs)
    return runs


def _stands_still(run: _Run, stage: Stage | None) -> bool:
    return stage is not None and STANDS_STILL_DURING.get(run.stage) == stage


def _taken_up(
    handover: Handover, waiting: _Run | None, runs: list[_Run]
) -> tuple[_Run | None, _Run | None]:
    """What runs from now on, and what stands still: a run waiting goes on or is over."""
    if waiting is not None and waiting.stage == handover.stage:
        waiting.go_on(handover.day)
        return waiting, None
    if waiting is not None and not _stands_still(waiting, handover.stage):
        waiting.end(handover)
        waiting = None
    if handover.stage is None:
        return None, waiting
    runs.append(_Run(handover.stage, handover.day, handover.event))
    return runs[-1], waiting


def _clock(run: _Run, days: int | None, calendar: WorkingCalendar, on: date) -> Clock:
    until = run.ended or on
    pauses = _pauses(run, calendar, until)
    paused = sum(pause.working_days for pause in pauses)
    day = calendar.working_days_between(run.began, until) - paused
    due = None if days is None else _due(run.began, days, pauses, calendar)
    return Clock(
        stage=run.stage,
        began=run.began,
        day=day,
        days=days,
        pauses=pauses,
        due=due,
        overdue_by=max(day - days, 0) if days else 0,
        is_overdue=due is not None and until > due,
        ended=run.ended,
        steps=tuple(_steps(run, pauses, due, calendar)),
    )


def _pauses(run: _Run, calendar: WorkingCalendar, until: date) -> tuple[Pause, ...]:
    pauses: list[Pause] = []
    paused = 0
    for began, ended in run.stops:
        on_day = calendar.working_days_between(run.began, began) - paused
        length = calendar.working_days_between(began, ended or until)
        pauses.append(Pause(began, ended, length, on_day))
        paused += length
    return tuple(pauses)


def _due(began: date, days: int, pauses: Sequence[Pause], calendar: WorkingCalendar) -> date | None:
    """The last working day in time; None while a pause that began in time goes on."""
    in_time = [pause for pause in pauses if pause.on_day <= days]
    if in_time and in_time[-1].ended is None:
        return None
    return calendar.add_working_days(began, days + sum(pause.working_days for pause in in_time))


def _steps(
    run: _Run, pauses: Sequence[Pause], due: date | None, calendar: WorkingCalendar
) -> list[Step]:
    """The derivation in the order of time; what falls on one day in the order it is told."""
    steps = [Step(StepKind.BEGAN, run.began, event=run.began_by)]
    steps += [
        Step(
            StepKind.PAUSED if pause.ended else StepKind.STANDS_STILL,
            pause.began,
            until=pause.ended,
            count=pause.working_days,
            on_day=pause.on_day,
        )
        for pause in pauses
    ]
    if due is not None:
        steps += _days_out_of_the_ordinary(run.began, due, calendar)
        steps.append(Step(StepKind.DUE, due))
    if run.ended is not None:
        day = calendar.working_days_between(run.began, run.ended)
        on_day = day - sum(pause.working_days for pause in pauses)
        steps.append(Step(StepKind.ENDED, run.ended, on_day=on_day, event=run.ended_by))
    return sorted(steps, key=lambda step: step.day)


def _days_out_of_the_ordinary(
    after: date, until: date, calendar: WorkingCalendar
) -> Iterator[Step]:
    """Weekdays off, with the weekend they touch, and weekend days that are worked."""
    off: list[date] = []
    day = after + _ONE_DAY
    while day <= until:
        if not calendar.is_working_day(day):
            off.append(day)
        else:
            yield from _days_off(off)
            off = []
            if day.weekday() >= SATURDAY:
                yield Step(StepKind.WORKED, day)
        day += _ONE_DAY


def _days_off(days: list[date]) -> Iterator[Step]:
    if any(day.weekday() < SATURDAY for day in days):
        yield Step(StepKind.DAYS_OFF, days[0], until=days[-1])
