"""Time limits of a breach: how they are counted, kept or missed; reminders once each."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from accounts.models import Role
from norms.working_days import WorkingCalendar
from notices.models import OutboxJob
from prudential import breach_workflow as workflow
from prudential import tasks
from prudential.breach_deadlines import Deadline, DeadlineKind, deadlines_of, reminder_day
from prudential.breach_reminders import remind
from prudential.breach_returns import returns_of
from prudential.models import Breach
from tests.people import make_membership
from tests.prudential.breach_matters import back_within, good_plan, in_state, opened
from tests.prudential.register_files import mfo_reporter

# № 192 paragraph 5-1 in working days of Kazakhstan: New Year 2026 is 1 and 2 January (and 7),
# Nauryz 21–23 March 2026 with Saturday and Sunday moved.
DAYS = [
    (date(2025, 12, 31), date(2026, 1, 5), date(2026, 1, 12)),
    (date(2026, 1, 31), date(2026, 2, 2), date(2026, 2, 6)),
    (date(2026, 2, 28), date(2026, 3, 2), date(2026, 3, 6)),
    (date(2026, 3, 20), date(2026, 3, 26), date(2026, 4, 1)),
    (date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 7)),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("on", "plan_due", "approval_due"), DAYS)
def test_the_days_of_the_act(on, plan_due, approval_due):
    breach = opened(on=on)
    assert (breach.plan_due_on, breach.approval_due_on) == (plan_due, approval_due)
    plan, approval = deadlines_of(breach)
    assert (plan.count, plan.counted_from) == (1, on)
    assert (approval.count, approval.counted_from) == (5, on)
    assert (plan.whose, approval.whose) == (Role.REPORTER, Role.SUPERVISOR)


@pytest.mark.django_db
def test_overdue_begins_the_day_after_the_last_day():
    plan, _approval = deadlines_of(opened())
    assert not plan.is_overdue(date(2026, 4, 1))
    assert plan.is_overdue(date(2026, 4, 2))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hour", "late"),
    [("2026-04-01T23:59:00+05:00", False), ("2026-04-02T00:01:00+05:00", True)],
)
def test_a_plan_filed_after_the_last_day_stays_marked_late(hour, late):
    reporter = mfo_reporter()
    breach = opened(reporter)
    plan = good_plan(begins_on=date(2026, 4, 1))
    breach = workflow.file_plan(breach.pk, plan, by=reporter, at=datetime.fromisoformat(hour))
    deadline = deadlines_of(breach)[0]
    assert deadline.was_late is late
    assert not deadline.is_overdue(date(2027, 1, 1))


@pytest.mark.django_db
def test_the_notice_is_due_one_plain_day_after_the_period_even_on_a_holiday():
    reporter = mfo_reporter()
    breach = opened(reporter)
    back_within(reporter, date(2026, 4, 30))
    back = returns_of([breach])[breach.pk]
    deadline = deadlines_of(breach, None, back)[-1]
    assert (deadline.kind, deadline.due) == (DeadlineKind.RETURN_NOTICE, date(2026, 5, 1))
    assert not WorkingCalendar().is_working_day(deadline.due)


@pytest.mark.django_db
def test_the_first_later_register_within_the_limit_counts():
    reporter = mfo_reporter()
    breach = opened(reporter)
    back_within(reporter, date(2026, 6, 30))
    back_within(reporter, date(2026, 5, 31))
    assert returns_of([breach])[breach.pk].run.reporting_date == date(2026, 5, 31)


@pytest.mark.django_db
def test_what_a_correction_closed_is_owed_no_longer():
    breach = in_state("corrected", mfo_reporter())
    assert [deadline.is_waiting for deadline in deadlines_of(breach)] == [False, False]


@pytest.mark.django_db
def test_no_time_is_set_for_answering_an_objection():
    breach = in_state("objected", mfo_reporter())
    kinds = [deadline.kind for deadline in deadlines_of(breach, date(2026, 4, 1))]
    assert kinds == [DeadlineKind.PLAN, DeadlineKind.APPROVAL]


def test_a_reminder_comes_on_the_working_day_before():
    calendar = WorkingCalendar()
    monday = Deadline(DeadlineKind.PLAN, date(2026, 1, 5), date(2025, 12, 31), 1)
    assert reminder_day(monday, calendar) == date(2025, 12, 31)


@pytest.mark.django_db
def test_reminders_begin_on_their_day_and_never_come_twice():
    reporter, supervisor = mfo_reporter(), make_membership(Role.SUPERVISOR)
    breach = opened(reporter)
    sent = OutboxJob.objects.filter(task="prudential.tasks.send_reminder")
    remind(today=date(2026, 3, 30))
    assert sent.count() == 0
    for days in range(3):
        remind(today=date(2026, 3, 31) + timedelta(days=days))
    assert {job.arguments["user_id"] for job in sent.all()} == {reporter.user_id}
    remind(today=date(2026, 4, 6))
    both = {reporter.user_id, supervisor.user_id}
    assert {job.arguments["user_id"] for job in sent.all()} == both
    assert sent.count() == 2
    for job in sent:
        for _again in range(2):
            tasks.send_reminder(**job.arguments)
    assert len(mail.outbox) == 2
    assert all(breach.number in message.body for message in mail.outbox)


@pytest.mark.django_db
def test_nobody_is_reminded_of_what_is_done_or_over():
    make_membership(Role.SUPERVISOR)
    for state in ("approved", "corrected", "fulfilled"):
        in_state(state, mfo_reporter())
    assert remind(today=date(2030, 1, 1)) == 0


@pytest.mark.django_db
def test_a_revised_plan_brings_an_answer_of_its_own():
    reporter, supervisor = mfo_reporter(), make_membership(Role.SUPERVISOR)
    breach = in_state("remarks", reporter, supervisor)
    remind(today=date(2026, 4, 30))
    later = datetime(2026, 5, 4, 9, tzinfo=UTC)
    workflow.revise_plan(breach.pk, good_plan(), by=reporter, at=later)
    assert Breach.objects.get(pk=breach.pk).answer_due_on == date(2026, 5, 8)
    remind(today=date(2026, 5, 20))
    keys = OutboxJob.objects.filter(key__contains=":answer-").values_list("key", flat=True)
    assert len(keys) == 1
    workflow.remark_on_plan(breach.pk, remarks="Again", by=supervisor, at=later)
    workflow.revise_plan(breach.pk, good_plan(), by=reporter, at=later + timedelta(days=7))
    remind(today=date(2026, 5, 20))
    keys = OutboxJob.objects.filter(key__contains=":answer-").values_list("key", flat=True)
    assert len(keys) == 2
