"""Reminders of the stages' time limits: once near the last day, once when it is over.

Promised once by case, run of a stage, nearness and person. A run is named by its stage
and first day, so a calendar day entered since reminds nobody a second time.
"""

from datetime import date, timedelta

from django.db.models import Max

from accounts.models import Membership, Role, User
from applications.assignees import reviewer_and_stand_ins
from applications.deadlines.clocks import Clock, Stage, current_clock
from applications.deadlines.limits import LimitsByDay, limits_by_day
from applications.deadlines.of_cases import clocks_of, current_clocks
from applications.legal_day import legal_day
from applications.models import OPEN_STATES, Case, StageLimit
from norms.models import calendar_in_force
from norms.working_days import WorkingCalendar
from notices import outbox

SEND = "applications.tasks.send_time_limit_reminder"
NEAR, OVER = "near", "over"


def remind(*, today: date) -> int:
    """Promise a letter to everybody whose time limit is near or over: how many."""
    calendar, limits = calendar_in_force(), limits_by_day()
    cases = list(_candidates(calendar, today))
    clocks = current_clocks(cases, on=today, calendar=calendar, limits=limits)
    promised = 0
    for case in cases:
        clock = clocks[case.pk]
        if clock is not None and (how := _nearness(case, clock, limits, calendar, today)):
            promised += _promise(case, clock, how, today)
    return promised


def _candidates(calendar: WorkingCalendar, today: date) -> list[Case]:
    """What the kept due date says may be near; the clock decides."""
    longest = StageLimit.objects.aggregate(longest=Max("remind_before"))["longest"] or 1
    horizon = calendar.add_working_days(today, max(longest, 1))
    waiting = Case.objects.filter(state__in=OPEN_STATES, due_on__lte=horizon)
    return list(waiting.select_related("reviewer").order_by("pk"))


def _nearness(
    case: Case, clock: Clock, limits: LimitsByDay, calendar: WorkingCalendar, today: date
) -> str:
    if clock.due is None or case.first_submitted_at is None:
        return ""
    if clock.is_overdue:
        return OVER
    row = limits.rows_on(legal_day(case.first_submitted_at)).get(clock.stage)
    before = row.remind_before if row else 1
    return NEAR if today >= working_days_before(clock.due, before, calendar) else ""


def working_days_before(day: date, count: int, calendar: WorkingCalendar) -> date:
    """The ``count``-th working day before ``day``; none before: the day itself."""
    while count > 0:
        day -= timedelta(days=1)
        count -= calendar.is_working_day(day)
    return day


def _promise(case: Case, clock: Clock, how: str, today: date) -> int:
    people = people_of(case, clock.stage, on=today)
    for user in people:
        key = reminder_key(case.pk, clock, how, user.pk)
        arguments = {"case_id": case.pk, "key": key, "user_id": user.pk}
        outbox.promise(SEND, arguments, key=key)
    return len(people)


def reminder_key(case_id: int, clock: Clock, how: str, user_id: int) -> str:
    return f"{_run_key(case_id, clock)}:{how}:{user_id}"


def _run_key(case_id: int, clock: Clock) -> str:
    return f"time-limit:{case_id}:{clock.stage}:{clock.began.isoformat()}"


def people_of(case: Case, stage: Stage, *, on: date) -> list[User]:
    """The reviewer and who stands in on the day, or all of the agent where neither is there;
    the ministry; the applicant."""
    active = Membership.objects.active()
    if stage == Stage.REVIEW:
        reviewers = active.filter(pk__in=reviewer_and_stand_ins(case, on=on))
        found = reviewers if reviewers.exists() else active.filter(role=Role.AGENT_OFFICER)
    elif stage == Stage.CORRECTION:
        found = active.filter(role=Role.APPLICANT, organisation=case.organisation_id)
    else:
        found = active.filter(role=Role.MINISTRY_OFFICER)
    return list(User.objects.filter(memberships__in=found).distinct().order_by("pk"))


def still_due(case_id: int, key: str, *, today: date) -> str:
    """The case's number while the run that the key names goes on; empty once it ended."""
    case = Case.objects.get(pk=case_id)
    clock = current_clock(clocks_of([case], on=today)[case_id])
    is_same = clock is not None and key.startswith(f"{_run_key(case_id, clock)}:")
    return str(case.number) if is_same else ""
