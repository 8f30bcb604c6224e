"""The clocks of stored cases: their events, the limits of their day, the calendar."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from applications.deadlines.clocks import Clock, Handover, Stage, clocks, current_clock
from applications.deadlines.limits import LimitsByDay, limits_by_day
from applications.legal_day import legal_day
from applications.models import DECIDED_STATES, Case, CaseEvent, CaseState, EventKind
from norms.models import calendar_in_force
from norms.working_days import WorkingCalendar

STAGE_OF_STATE: dict[str, Stage] = {
    CaseState.SUBMITTED: Stage.REVIEW,
    CaseState.AGENT_REVIEW: Stage.REVIEW,
    CaseState.RETURNED: Stage.CORRECTION,
    CaseState.AWAITING_DECISION: Stage.DECISION,
    CaseState.HEARING: Stage.HEARING,
}
DECISIONS = (EventKind.APPROVED, EventKind.REFUSED)
TOLD = "told"
HEARING_OVER = "hearing_over"
# Another officer reviews, or the checks ran again: the stage goes on, an answered hearing too.
HANDS_NOTHING_OVER = (
    EventKind.ASSIGNED,
    EventKind.REASSIGNED,
    EventKind.RELEASED,
    EventKind.HANDED_OVER,
    EventKind.TAKEN_OVER,
    EventKind.RECOMPUTED,
    EventKind.RECHECKED,
)

EventRow = tuple[int, datetime, str, str, int | None, str | None]


def clocks_of(
    cases: Sequence[Case],
    *,
    on: date,
    calendar: WorkingCalendar | None = None,
    limits: LimitsByDay | None = None,
) -> dict[int, list[Clock]]:
    """Every clock of every case as of ``on``, by the case's key: three queries at most."""
    calendar, limits = calendar or calendar_in_force(), limits or limits_by_day()
    stories = handovers_of([case.pk for case in cases], on=on)
    return {
        case.pk: clocks(stories[case.pk], limits_of(case, limits), calendar, on=on)
        for case in cases
    }


def current_clocks(
    cases: Sequence[Case],
    *,
    on: date,
    calendar: WorkingCalendar | None = None,
    limits: LimitsByDay | None = None,
) -> dict[int, Clock | None]:
    found = clocks_of(cases, on=on, calendar=calendar, limits=limits)
    return {key: current_clock(of_case) for key, of_case in found.items()}


def limits_of(case: Case, limits: LimitsByDay) -> dict[Stage, int | None]:
    """Those of the day of the first submission; none for a draft."""
    first = case.first_submitted_at
    return limits.on(legal_day(first)) if first else {}


def handovers_of(case_ids: Iterable[int], *, on: date) -> dict[int, list[Handover]]:
    """Who had each case since when, as of ``on``, in one query."""
    rows = CaseEvent.objects.filter(case__in=case_ids).order_by("case", "ordinal")
    found: dict[int, list[Handover]] = defaultdict(list)
    last_days: dict[int, date] = {}
    fields = ("case", "at", "kind", "to_state", "notice", "details__answer_until")
    for row in rows.values_list(*fields):
        for handover in _handovers(row):
            found[row[0]] += _hearing_over(last_days.pop(row[0], None), handover.day)
            found[row[0]].append(handover)
        if row[5]:
            last_days[row[0]] = date.fromisoformat(row[5])
    for case_id, last_day in last_days.items():
        found[case_id] += _hearing_over(last_day, on)
    return found


def _hearing_over(last_day: date | None, day: date) -> list[Handover]:
    """After the last day to answer, unanswered, the case lies with the ministry again."""
    if last_day is None or day <= last_day:
        return []
    return [Handover(last_day, HEARING_OVER, Stage.DECISION)]


def _handovers(row: EventRow) -> list[Handover]:
    """A decision's letter tells the parties on its own day; what follows it hands nothing over."""
    _case, at, kind, state, notice, _answer_until = row
    day = legal_day(at)
    if kind in HANDS_NOTHING_OVER:
        return []
    if kind == EventKind.HEARING_ANSWERED:
        return [Handover(day, kind, Stage.DECISION)]
    if state not in DECIDED_STATES:
        return [Handover(day, kind, STAGE_OF_STATE.get(state))]
    if kind not in DECISIONS:
        return []
    told = [Handover(day, TOLD, None)] if notice else []
    return [Handover(day, kind, Stage.TELLING), *told]


def review_as_submitted(case: Case, on: date) -> Clock:
    """The review's clock with a submission of the day ``on`` that is not in the history yet."""
    story = handovers_of([case.pk], on=on)[case.pk]
    story.append(Handover(on, EventKind.RESUBMITTED, Stage.REVIEW))
    limits = limits_of(case, limits_by_day())
    found = clocks(story, limits, calendar_in_force(), on=on)
    return next(clock for clock in reversed(found) if clock.stage == Stage.REVIEW)
