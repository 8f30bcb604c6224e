"""Values that move under open cases: found, run again once, told; killed half-way, taken up."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.db import connection

from accounts.absences import state_absence
from accounts.models import Role
from applications import case_workflow as workflow
from applications import check_watch, tasks
from applications.legal_day import legal_day
from applications.models import (
    CaseState,
    CheckRun,
    GoodsListEntry,
    SubsidyBudget,
    WhyChecked,
)
from notices.models import OutboxJob
from tests.applications.cases import SUBMITTED_AT, Cast, make_case
from tests.applications.test_check_runs import import_list, runs_of
from tests.people import make_membership

pytestmark = pytest.mark.django_db
LATER = SUBMITTED_AT + timedelta(days=1)


@pytest.fixture(autouse=True)
def _on_the_day_after(monkeypatch):
    monkeypatch.setattr("applications.tasks.timezone.now", lambda: LATER)


def rechecks():
    return OutboxJob.objects.filter(task="applications.tasks.recheck_case").order_by("pk")


def work():
    """What the workers do with what was promised."""
    for job in rechecks().filter(done_at=None):
        tasks.recheck_case(**job.arguments)


def test_nothing_is_promised_while_nothing_moves():
    make_case()
    make_case(CaseState.RETURNED)
    assert check_watch.promise_rechecks(at=LATER) == 0
    assert not rechecks().exists()


@pytest.mark.parametrize(
    "state",
    [
        CaseState.SUBMITTED,
        CaseState.AGENT_REVIEW,
        CaseState.RETURNED,
        CaseState.AWAITING_DECISION,
    ],
)
def test_an_imported_list_reaches_every_open_case(state):
    case = make_case(state)
    import_list()
    tasks.watch_checks()
    work()
    first, second = runs_of(case)
    assert (second.why, second.by, second.moved) == (WhyChecked.VALUES_MOVED, None, ["goods_list"])
    assert second.relied_on["goods_list"]["title"] == "Annex 2 2026-01-01"
    assert first.relied_on["goods_list"] is None


@pytest.mark.parametrize("state", [CaseState.APPROVED, CaseState.REFUSED, CaseState.WITHDRAWN])
def test_a_closed_case_keeps_its_findings(state):
    case = make_case(state)
    import_list()
    assert check_watch.promise_rechecks(at=LATER) == 0
    assert check_watch.recheck_open_case(case.pk, at=LATER) is None
    assert len(runs_of(case)) == 1


def test_twice_promises_and_runs_once():
    case = make_case()
    import_list()
    for _time in range(2):
        tasks.watch_checks()
        work()
        tasks.watch_checks()
    (job,) = rechecks()
    tasks.recheck_case(**job.arguments)
    assert len(runs_of(case)) == 2


def test_two_beats_before_a_worker_comes_promise_one_run():
    make_case()
    import_list()
    tasks.watch_checks()
    tasks.watch_checks()
    assert rechecks().count() == 1


def test_killed_in_a_case_the_others_are_done_and_it_is_taken_up_again(monkeypatch):
    cast = Cast()
    cases = [make_case(cast=cast, contract={"contract_number": f"C-{n}"}) for n in range(3)]
    import_list()
    tasks.watch_checks()
    whole = check_watch.rerun_checks

    def dies(submission, **options):
        run = whole(submission, **options)
        if submission.case_id == cases[1].pk:
            raise MemoryError
        return run

    with monkeypatch.context() as killing:
        killing.setattr("applications.check_watch.rerun_checks", dies)
        for job in rechecks():
            try:
                tasks.recheck_case(**job.arguments)
            except MemoryError:
                continue
    assert [len(runs_of(case)) for case in cases] == [2, 1, 2]
    assert rechecks().get(done_at=None).arguments["case_id"] == cases[1].pk
    work()
    assert [len(runs_of(case)) for case in cases] == [2, 2, 2]


def test_killed_while_promising_the_next_beat_promises_the_rest(monkeypatch):
    cases = [make_case() for _ in range(3)]
    import_list()
    promise = check_watch.promise_recheck
    seen: list[int] = []

    def dies(submission, relied):
        if seen:
            raise MemoryError
        seen.append(submission.pk)
        promise(submission, relied)

    with monkeypatch.context() as killing:
        killing.setattr("applications.check_watch.promise_recheck", dies)
        with pytest.raises(MemoryError):
            tasks.watch_checks()
    assert rechecks().count() == 1
    tasks.watch_checks()
    assert rechecks().count() == len(cases)


def test_a_value_that_goes_there_and_back_is_run_each_time():
    case = make_case()
    listed = import_list()
    tasks.watch_checks()
    work()
    extra = GoodsListEntry.objects.create(edition=listed, hs_prefix="01")
    tasks.watch_checks()
    work()
    extra.delete()
    tasks.watch_checks()
    work()
    assert [run.moved for run in runs_of(case)] == [[], *[["goods_list"]] * 3]


def test_the_reviewer_is_told_once_where_an_outcome_turned(settings):
    case = make_case(CaseState.AGENT_REVIEW)
    import_list()
    tasks.watch_checks()
    work()
    (job,) = OutboxJob.objects.filter(task="applications.tasks.tell_of_findings")
    for _time in range(2):
        tasks.tell_of_findings(**job.arguments)
    (letter,) = [m for m in mail.outbox if m.to == [case.cast.agent.user.email]]
    assert case.number in letter.subject
    assert "Annex" not in letter.body


def test_who_stands_in_for_the_reviewer_is_told_too():
    case, today = make_case(CaseState.AGENT_REVIEW), legal_day(LATER)
    reviewer = case.cast.agent
    substitute = make_membership(Role.AGENT_OFFICER, organisation=reviewer.organisation)
    state_absence(
        reviewer.pk,
        substitute_id=substitute.pk,
        first_day=today,
        last_day=today,
        by=reviewer,
        at=LATER,
        today=today,
    )
    run = case.submissions.get().check_runs.get()
    check_watch._tell_reviewers(case, run, today)
    told = OutboxJob.objects.filter(task="applications.tasks.tell_of_findings")
    assert {job.arguments["user_id"] for job in told} == {reviewer.user_id, substitute.user_id}


def test_nobody_is_told_where_no_outcome_turned():
    make_case(CaseState.AGENT_REVIEW)
    SubsidyBudget.objects.create(year=2026, amount=Decimal(30_000_000), source="a test")
    tasks.watch_checks()
    work()
    told = OutboxJob.objects.filter(task="applications.tasks.tell_of_findings")
    assert told.count() == 1  # not known before, met now
    SubsidyBudget.objects.update(amount=Decimal(31_000_000))
    tasks.watch_checks()
    work()
    assert told.count() == 1


def test_a_case_decided_between_promise_and_work_is_left_alone():
    case = make_case(CaseState.AWAITING_DECISION)
    import_list()
    tasks.watch_checks()
    workflow.approve_case(case.pk, by=case.cast.ministry, at=LATER)
    work()
    assert len(runs_of(case)) == 1
    assert not rechecks().filter(done_at=None).exists()


def test_a_run_from_before_its_values_were_kept_is_out_of_date():
    case = make_case()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE applications_checkrun"
            " SET relied_sha256 = '', findings_sha256 = '', relied_on = '{}'"
        )
    tasks.watch_checks()
    work()
    assert CheckRun.objects.filter(submission__case=case).count() == 2


@pytest.mark.parametrize("many", [1, 3])
def test_dated_values_are_read_once_for_all_cases(django_assert_num_queries, many):
    for _ in range(many):
        make_case()
    # cases 1, editions, lists, rates and budget once; a case's own: recomputation and rivals
    with django_assert_num_queries(5 + 2 * many):
        check_watch.promise_rechecks(at=LATER)
