"""Reminders of the stages' time limits: to whom, when, once; also repeated and cut off."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from accounts.absences import state_absence
from accounts.models import Role
from applications import tasks
from applications.deadlines import reminders
from applications.deadlines.reminders import remind, working_days_before
from applications.models import CaseState, StageLimit
from norms.models import CalendarDay
from norms.working_days import WorkingCalendar
from notices.models import OutboxJob
from tests.applications.cases import STEPS, Cast, make_case
from tests.people import make_membership, make_user

pytestmark = pytest.mark.django_db
SUBMITTED = datetime(2026, 11, 13, 7, 0, tzinfo=UTC)  # Friday: due Friday 20 November
DUE = date(2026, 11, 20)


def promised() -> list[OutboxJob]:
    return list(OutboxJob.objects.filter(key__startswith="time-limit:").order_by("pk"))


def to_whom() -> set[int]:
    return {job.arguments["user_id"] for job in promised()}


def send_all() -> None:
    for job in promised():
        tasks.send_time_limit_reminder(**job.arguments)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Says which day it is for the tasks."""

    def set_to(day: date) -> None:
        noon = datetime(day.year, day.month, day.day, 7, 0, tzinfo=UTC)
        monkeypatch.setattr(tasks.timezone, "now", lambda: noon)

    return set_to


def case_in(state: str, **options: Any) -> Any:
    return make_case(state, at=SUBMITTED, **options)


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2026-11-20", 1, "2026-11-19"),
        ("2026-11-16", 1, "2026-11-13"),
        ("2026-03-26", 1, "2026-03-20"),  # over Nauryz
        ("2026-11-20", 0, "2026-11-20"),
    ],
)
def test_working_days_before(day, count, expected):
    found = working_days_before(date.fromisoformat(day), count, WorkingCalendar())
    assert found == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("today", "how"),
    [
        ("2026-11-18", []),
        ("2026-11-19", ["near"]),
        ("2026-11-20", ["near"]),
        ("2026-11-21", ["over"]),
        ("2026-12-01", ["over"]),
    ],
)
def test_one_working_day_before_and_once_it_is_over(today, how):
    case_in(CaseState.AGENT_REVIEW)
    remind(today=date.fromisoformat(today))
    assert [job.key.split(":")[-2] for job in promised()] == how


def test_once_each_however_often_it_is_asked():
    case_in(CaseState.AGENT_REVIEW)
    for today in (DUE - timedelta(days=1), DUE, DUE + timedelta(days=1), DUE + timedelta(days=3)):
        for _ in range(2):
            remind(today=today)
    assert len(promised()) == 2


def test_the_reviewer_or_everybody_of_the_agent_where_nobody_took_it():
    cast = Cast()
    others = {make_membership(Role.AGENT_OFFICER).user_id for _ in range(2)}
    case = case_in(CaseState.SUBMITTED, cast=cast)
    remind(today=DUE)
    assert to_whom() == {cast.agent.user_id, *others}
    OutboxJob.objects.all().delete()
    STEPS["take"](case.pk, cast, SUBMITTED)
    remind(today=DUE)
    assert to_whom() == {cast.agent.user_id}


def test_where_the_reviewer_has_left_everybody_of_the_agent():
    case = case_in(CaseState.AGENT_REVIEW)
    colleague = make_membership(Role.AGENT_OFFICER)
    case.cast.agent.ended_at = timezone.now()
    case.cast.agent.save()
    remind(today=DUE)
    assert to_whom() == {colleague.user_id}


def test_who_stands_in_for_an_absent_reviewer_is_reminded_too():
    case = case_in(CaseState.AGENT_REVIEW)
    reviewer = case.cast.agent
    substitute = make_membership(Role.AGENT_OFFICER, organisation=reviewer.organisation)
    state_absence(
        reviewer.pk,
        substitute_id=substitute.pk,
        first_day=DUE,
        last_day=DUE,
        by=reviewer,
        at=SUBMITTED,
        today=DUE,
    )
    remind(today=DUE)
    assert to_whom() == {reviewer.user_id, substitute.user_id}


def test_the_ministry_only_where_its_limit_is_set():
    case = case_in(CaseState.AWAITING_DECISION)
    remind(today=DUE)
    assert not promised()
    StageLimit.objects.create(
        stage="decision", working_days=3, effective_from="2026-01-01", source="x"
    )
    other = case_in(CaseState.AWAITING_DECISION, cast=case.cast)
    remind(today=DUE)
    assert to_whom() == {case.cast.ministry.user_id}
    assert {job.arguments["case_id"] for job in promised()} == {other.pk}


def test_nobody_is_reminded_of_what_lies_with_the_applicant_without_a_limit():
    case_in(CaseState.RETURNED)
    remind(today=DUE + timedelta(days=30))
    assert not promised()


def test_a_day_off_entered_since_reminds_nobody_a_second_time():
    case_in(CaseState.AGENT_REVIEW)
    remind(today=DUE - timedelta(days=1))
    CalendarDay.objects.create(day=DUE, is_working=False, reason="x", source="x")
    remind(today=DUE)
    assert len(promised()) == 1


def test_the_letter_is_in_the_persons_language_and_sent_once(clock):
    case = case_in(CaseState.AGENT_REVIEW)
    case.cast.agent.user.language = "en"
    case.cast.agent.user.save()
    clock(DUE)
    tasks.remind_of_time_limits()
    for _ in range(2):
        send_all()
    assert [letter.subject for letter in mail.outbox] == [f"A time limit on {case.number}"]
    assert mail.outbox[0].to == [case.cast.agent.user.email]


def test_what_has_gone_on_meanwhile_is_not_reminded_of(clock):
    case = case_in(CaseState.AGENT_REVIEW)
    clock(DUE)
    tasks.remind_of_time_limits()
    STEPS["conclude"](case.pk, case.cast, SUBMITTED + timedelta(days=7))
    send_all()
    assert not mail.outbox
    assert promised()[0].done_at is not None


def test_a_mail_server_that_fails_leaves_the_letter_to_be_sent(clock, monkeypatch):
    case_in(CaseState.AGENT_REVIEW)
    clock(DUE)
    tasks.remind_of_time_limits()

    def fail(*args: Any, **options: Any) -> None:
        raise OSError("away")

    with monkeypatch.context() as broken:
        broken.setattr(tasks, "send_reminder_mail", fail)
        with pytest.raises(OSError, match="away"):
            send_all()
    send_all()
    assert len(mail.outbox) == 1


def test_killed_half_way_the_rest_is_promised_by_the_next(monkeypatch):
    cast = Cast()
    for _ in range(3):
        case_in(CaseState.AGENT_REVIEW, cast=cast)
    promise, left = reminders.outbox.promise, [1]

    def killed(*args: Any, **options: Any) -> OutboxJob:
        if not left:
            raise KeyboardInterrupt
        left.pop()
        return promise(*args, **options)

    with monkeypatch.context() as cut:
        cut.setattr(reminders.outbox, "promise", killed)
        with pytest.raises(KeyboardInterrupt):
            remind(today=DUE)
    assert len(promised()) == 1
    remind(today=DUE)
    assert len(promised()) == 3


def test_recomputing_killed_half_way_is_done_by_the_next_attempt(clock, monkeypatch):
    """A batch is a transaction of its own; the job stays open until all are done."""
    cast = Cast()
    cases = [case_in(CaseState.AGENT_REVIEW, cast=cast) for _ in range(3)]
    CalendarDay.objects.create(day=DUE, is_working=False, reason="x", source="x")
    clock(date(2026, 11, 18))
    tasks.watch_due_dates()
    job = OutboxJob.objects.get(key__startswith="due-dates:")
    module = tasks.due_dates
    recompute, left = module._recompute, [1]

    def killed(*args: Any) -> int:
        if not left:
            raise RuntimeError("killed")
        left.pop()
        return recompute(*args)

    monkeypatch.setattr(module, "CASES_AT_ONCE", 1)
    with monkeypatch.context() as cut:
        cut.setattr(module, "_recompute", killed)
        with pytest.raises(RuntimeError):
            tasks.recompute_due_dates(**job.arguments)
    tasks.recompute_due_dates(**job.arguments)
    for case in cases:
        case.refresh_from_db(fields=["due_on"])
    assert {case.due_on for case in cases} == {date(2026, 11, 23)}
    job.refresh_from_db()
    assert job.done_at is not None


def test_the_beat_promises_a_recomputing_once_a_day_and_for_every_change(clock):
    clock(date(2026, 11, 18))
    for _ in range(2):
        tasks.watch_due_dates()
    assert OutboxJob.objects.filter(key__startswith="due-dates:").count() == 1
    CalendarDay.objects.create(day=DUE, is_working=False, reason="x", source="x")
    tasks.watch_due_dates()
    assert OutboxJob.objects.filter(key__startswith="due-dates:").count() == 2


def test_people_without_a_part_in_the_case_hear_nothing():
    make_user()
    make_membership(Role.APPLICANT)
    make_membership(Role.LENDER_OFFICER)
    case = case_in(CaseState.AGENT_REVIEW)
    remind(today=DUE)
    assert to_whom() == {case.cast.agent.user_id}


@pytest.mark.parametrize("cases", [1, 3])
def test_costs_the_same_queries_where_nothing_is_new(django_assert_num_queries, cases):
    cast = Cast()
    for _ in range(cases):
        case_in(CaseState.AGENT_REVIEW, cast=cast)
    # Another stage reminds earlier, so that these are looked at.
    StageLimit.objects.filter(stage="decision").update(remind_before=5)
    with django_assert_num_queries(5):
        assert remind(today=DUE - timedelta(days=2)) == 0
