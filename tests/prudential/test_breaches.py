"""Breaches: opened once by the run, closed by a correction, their history whole."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from norms.append_only import HistoryIsAppendOnly
from norms.hash_chain import ChainBreak
from notices.models import Notice, OutboxJob
from prudential import breach_opening, tasks
from prudential.breach_events import verify_chain
from prudential.models import (
    Breach,
    PlanMeasure,
    PlanVersion,
    PrudentialEvent,
    RatioResult,
    RatioRun,
    Register,
)
from prudential.ratio_runs import compute_register_run
from prudential.registers import receive_register
from tests.people import make_membership
from tests.prudential.breach_matters import AT, good_plan, in_state, opened
from tests.prudential.register_files import CUT_OFF, filed, mfo_reporter, portfolio, upload

pytestmark = pytest.mark.django_db


def kinds(breach: Breach) -> list[str]:
    return list(breach.events.order_by("ordinal").values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("on", "mm90", "count"),
    [
        (date(2025, 12, 31), "15.00", 0),
        (date(2025, 12, 31), "15.01", 1),
        (date(2026, 1, 1), "10.00", 0),
        (date(2026, 1, 1), "10.01", 1),
    ],
)
def test_a_share_above_the_limit_opens_a_breach_and_one_at_it_does_not(on, mm90, count):
    filed(mfo_reporter(), portfolio(mm90, "100.00", on=on), on=on)
    assert Breach.objects.count() == count


def test_the_breach_has_its_figures_its_days_and_its_first_event():
    breach = opened()
    assert (breach.result.numerator, breach.result.limit) == (Decimal(11), Decimal(10))
    assert (breach.plan_due_on, breach.approval_due_on) == (date(2026, 4, 1), date(2026, 4, 7))
    assert breach.state == "plan_due"
    assert kinds(breach) == ["opened"]
    event = breach.events.get()
    assert (event.membership, event.details["limit"]) == (None, "10.0000")


def test_before_the_paragraph_there_is_a_breach_without_days():
    by, on = mfo_reporter(), date(2025, 11, 1)
    filed(by, portfolio("20.01", "100.00", on=on), on=on)
    breach = Breach.objects.get()
    assert (breach.plan_due_on, breach.approval_due_on) == (None, None)
    letter = Notice.objects.get().content["ru"]
    assert [section["items"] for section in letter["sections"]] == [[]]


def test_computing_again_opens_nothing_twice(monkeypatch):
    by = mfo_reporter()
    breach = opened(by)
    register = Register.objects.get()
    compute_register_run(register.pk)
    assert (Breach.objects.count(), Notice.objects.count(), kinds(breach)) == (1, 1, ["opened"])
    monkeypatch.setattr("prudential.ratio_runs.norms_digest", lambda names: "d" * 64)
    compute_register_run(register.pk)
    assert (Breach.objects.count(), Notice.objects.count()) == (1, 1)
    assert kinds(breach) == ["opened", "measured"]


def test_a_run_made_before_breaches_were_known_gets_its_breach_when_asked_again(monkeypatch):
    with monkeypatch.context() as earlier:
        earlier.setattr("prudential.ratio_runs.follow_run", lambda run, at: None)
        register = filed(mfo_reporter(), portfolio("11.00", "100.00"))
    assert not Breach.objects.exists()
    for _again in range(2):
        compute_register_run(register.pk)
    assert (Breach.objects.count(), RatioRun.objects.count()) == (1, 1)


def test_every_date_and_every_organisation_has_its_own():
    by = mfo_reporter()
    opened(by)
    opened(by, on=date(2026, 2, 28))
    opened()
    assert Breach.objects.count() == 3
    assert len(set(Breach.objects.values_list("number", flat=True))) == 3


def test_the_database_keeps_a_second_one_out():
    breach = opened()
    twin = Breach.objects.get(pk=breach.pk)
    twin.pk, twin.number = None, "BR-2026-999999"
    with pytest.raises(IntegrityError, match=r"breach_once|organisation_id"), transaction.atomic():
        twin.save(force_insert=True)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"state": "approved"}, "breach_plan_was_filed"),
        ({"state": "approved", "filed_at": AT}, "breach_approved_at_a_moment"),
        ({"state": "fulfilled"}, "breach_closed_once_over"),
        ({"closed_at": AT}, "breach_closed_once_over"),
        ({"state": "lost"}, "breach_state_known"),
    ],
)
def test_the_database_refuses_states_that_cannot_be(changes, constraint):
    breach = opened()
    with pytest.raises(IntegrityError), transaction.atomic():
        Breach.objects.filter(pk=breach.pk).update(**changes)
    assert constraint in {item.name for item in Breach._meta.constraints}


def test_the_database_refuses_a_measure_without_its_manager():
    breach = in_state("filed", mfo_reporter())
    with pytest.raises(IntegrityError, match="measure_complete"), transaction.atomic():
        PlanMeasure.objects.create(
            plan=breach.plans.get(), ordinal=9, what="a", how="b", until=CUT_OFF, manager=""
        )


def test_a_run_killed_while_it_opens_leaves_nothing_and_the_next_one_does_all(monkeypatch):
    by = mfo_reporter()
    register = receive_register(
        upload(portfolio("11.00", "100.00")), cut_off_date=CUT_OFF, by=by
    ).register
    tasks.read_register(register.pk)
    with monkeypatch.context() as patched:
        patched.setattr(breach_opening, "append_event", _killed)
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            compute_register_run(register.pk)
    assert not RatioRun.objects.exists()
    assert not Breach.objects.exists()
    assert not Notice.objects.exists()
    compute_register_run(register.pk)
    assert (RatioRun.objects.count(), Breach.objects.count(), Notice.objects.count()) == (1, 1, 1)


def _killed(*args, **kwargs):
    raise KeyboardInterrupt


def test_a_corrected_register_within_the_limit_closes_the_breach_and_says_so():
    breach = in_state("corrected", mfo_reporter())
    assert kinds(breach) == ["opened", "corrected"]
    assert breach.closed_at is not None
    assert breach.result.numerator == 9
    assert list(Notice.objects.order_by("pk").values_list("kind", flat=True)) == [
        "breach",
        "breach_corrected",
    ]


def test_a_corrected_register_still_above_only_measures_again():
    by = mfo_reporter()
    breach = opened(by)
    filed(by, portfolio("12.00", "100.00"))
    breach = Breach.objects.get(pk=breach.pk)
    assert (breach.state, breach.result.numerator) == ("plan_due", 12)
    assert kinds(breach) == ["opened", "measured"]


def test_a_still_later_correction_opens_the_same_breach_again():
    by = mfo_reporter()
    breach = in_state("corrected", by)
    filed(by, portfolio("13.00", "100.00"))
    breach = Breach.objects.get(pk=breach.pk)
    assert (breach.state, breach.closed_at) == ("plan_due", None)
    assert kinds(breach) == ["opened", "corrected", "reopened"]
    assert verify_chain(breach) is None


def test_the_run_of_a_register_corrected_since_changes_nothing():
    """The first version is computed late, when the correction already stands."""
    by = mfo_reporter()
    late = receive_register(
        upload(portfolio("11.00", "100.00")), cut_off_date=CUT_OFF, by=by
    ).register
    tasks.read_register(late.pk)
    filed(by, portfolio("9.00", "100.00"))
    compute_register_run(late.pk)
    assert RatioResult.objects.filter(verdict="breached", code="overdue_90").exists()
    assert not Breach.objects.exists()


def test_what_is_fulfilled_is_not_touched_by_a_correction():
    by = mfo_reporter()
    breach = in_state("fulfilled", by)
    filed(by, portfolio("9.00", "100.00"))
    assert Breach.objects.get(pk=breach.pk).state == "fulfilled"


def test_the_letter_has_figures_limit_paragraph_and_days_in_both_languages():
    supervisor = make_membership("supervisor")
    by = mfo_reporter()
    breach = opened(by)
    notice = Notice.objects.get()
    assert (notice.addressee, notice.subject) == (by.organisation, breach.number)
    for language in ("kk", "ru"):
        letter = str(notice.content[language])
        for told in ("192", "5-1", breach.number, "2026", "11", "10"):
            assert told in letter
    assert notice.content["ru"]["issuer"] == supervisor.organisation.name_ru
    jobs = OutboxJob.objects.filter(task="notices.tasks.send_news")
    assert {job.arguments["user_id"] for job in jobs} == {by.user_id, supervisor.user_id}


def test_the_history_cannot_be_changed_through_the_code_and_a_change_beneath_is_found():
    breach = in_state("approved", mfo_reporter())
    assert verify_chain(breach) is None
    event = breach.events.get(ordinal=1)
    with pytest.raises(HistoryIsAppendOnly):
        event.save()
    with pytest.raises(HistoryIsAppendOnly):
        PrudentialEvent.objects.all().delete()
    _beneath(PrudentialEvent, event.pk, "reason", "quietly changed")
    assert verify_chain(breach) == ChainBreak(1, "hash")


def test_a_plan_changed_beneath_is_found():
    breach = in_state("filed", mfo_reporter())
    measure = PlanMeasure.objects.get(plan__breach=breach, ordinal=1)
    _beneath(PlanMeasure, measure.pk, "manager", "Somebody else")
    assert verify_chain(breach) == ChainBreak(2, "plan")
    assert PlanVersion.objects.get().measures.count() == len(good_plan().measures)


def _beneath(model, pk, column, value):
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {model._meta.db_table} SET {column} = %s WHERE id = %s",  # noqa: S608
            [value, pk],
        )
