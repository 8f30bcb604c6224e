"""A clock in words: its line ("day 3 of 5, paused 2, due Tuesday, …") and its derivation."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.deadlines.clocks import Clock, Stage, Step, StepKind, current_clock
from applications.deadlines.limits import limits_by_day
from applications.deadlines.of_cases import HEARING_OVER, TOLD, clocks_of
from applications.legal_day import legal_day
from applications.models import Case, CaseStage, CaseState, EventKind, StageLimit
from languages.amounts import format_date
from languages.text import current_language

BETWEEN_DAYS = " \N{EN DASH} "


@dataclass(frozen=True)
class ShownClock:
    """A clock and the dated row that its limit comes from, if any."""

    clock: Clock
    limit: StageLimit | None

    @property
    def name(self) -> str:
        return stage_name(self.clock.stage)

    @property
    def line(self) -> str:
        return line_of(self.clock)

    @property
    def overdue(self) -> str:
        return overdue_words(self.clock)

    @property
    def steps(self) -> list[str]:
        return [_step_words(step, self.clock) for step in self.clock.steps]

    @property
    def has_derivation(self) -> bool:
        return self.clock.days is not None


def shown_clocks(case: Case, *, now: datetime) -> list[ShownClock]:
    """Every clock of a filed case, the newest first."""
    limits = limits_by_day()
    rows = limits.rows_on(legal_day(case.first_submitted_at or now))
    found = clocks_of([case], on=legal_day(now), limits=limits)[case.pk]
    return [ShownClock(clock, rows.get(clock.stage)) for clock in reversed(found)]


def running(shown: list[ShownClock]) -> ShownClock | None:
    """The one that runs now, of ``shown_clocks``."""
    clock = current_clock([item.clock for item in reversed(shown)])
    return next((item for item in shown if item.clock is clock), None)


def stage_name(stage: Stage) -> str:
    """A hearing has its own dated setting, and so no limit among the stages'."""
    return str(CaseState.HEARING.label if stage == Stage.HEARING else CaseStage(stage).label)


def weekday(day: date) -> str:
    return format_date(day, current_language(), "weekday")


def line_of(clock: Clock) -> str:
    return ", ".join([_day_of_days(clock), *_paused(clock), *_due_or_ended(clock)])


def _day_of_days(clock: Clock) -> str:
    if clock.days is None:
        return _("working day %(day)s, no time limit known") % {"day": clock.day}
    return _("day %(day)s of %(days)s") % {"day": clock.day, "days": clock.days}


def _paused(clock: Clock) -> list[str]:
    if clock.stands_still:
        return [_("stands still while the applicant has it")]
    return [_("paused %(days)s") % {"days": clock.paused_days}] if clock.pauses else []


def _due_or_ended(clock: Clock) -> list[str]:
    if clock.ended is not None:
        return [_("ended %(day)s") % {"day": weekday(clock.ended)}]
    return [_("due %(day)s") % {"day": weekday(clock.due)}] if clock.due else []


def overdue_words(clock: Clock) -> str:
    """Empty where the clock is in time."""
    if not clock.is_overdue:
        return ""
    if not clock.overdue_by:  # the days since are no working days
        return _("overdue")
    return ngettext(
        "overdue by %(days)s working day", "overdue by %(days)s working days", clock.overdue_by
    ) % {"days": clock.overdue_by}


def _step_words(step: Step, clock: Clock) -> str:
    day = weekday(step.day)
    if step.kind == StepKind.BEGAN:
        return _("%(what)s %(day)s: day 0") % {"what": _event(step.event), "day": day}
    if step.kind == StepKind.DAYS_OFF:
        return _("%(days)s: holidays or days off, not counted") % {"days": _span(step)}
    if step.kind == StepKind.WORKED:
        return _("%(day)s: worked by the calendar, counted") % {"day": day}
    if step.kind in (StepKind.PAUSED, StepKind.STANDS_STILL):
        return _pause_words(step, clock)
    if step.kind == StepKind.DUE:
        return _("Last day in time: %(day)s") % {"day": day}
    words = _("%(what)s %(day)s, on day %(number)s")
    return words % {"what": _event(step.event), "day": day, "number": step.on_day}


def _pause_words(step: Step, clock: Clock) -> str:
    values = {"day": weekday(step.day), "number": step.on_day, "count": step.count}
    if step.until is None:
        words = ngettext(
            "With the applicant since %(day)s, day %(number)s: paused, %(count)s working day so"
            " far",
            "With the applicant since %(day)s, day %(number)s: paused, %(count)s working days so"
            " far",
            step.count,
        )
    else:
        values["until"] = weekday(step.until)
        words = ngettext(
            "With the applicant from %(day)s, day %(number)s, until %(until)s: paused %(count)s"
            " working day",
            "With the applicant from %(day)s, day %(number)s, until %(until)s: paused %(count)s"
            " working days",
            step.count,
        )
    said = words % values
    beyond = clock.days is not None and step.on_day > clock.days
    return f"{said}; {_('the time was over before')}" if beyond else said


def _span(step: Step) -> str:
    if step.until is None or step.until == step.day:
        return weekday(step.day)
    language = current_language()
    return f"{format_date(step.day, language)}{BETWEEN_DAYS}{format_date(step.until, language)}"


def _event(kind: str) -> str:
    if kind == TOLD:
        return _("The parties were told")
    if kind == HEARING_OVER:
        return _("The last day to answer was")
    return str(EventKind(kind).label)
