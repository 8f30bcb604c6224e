"""Runs: golden shares around the days of change, once per input, norms and formula."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from norms.append_only import HistoryIsAppendOnly
from notices.models import OutboxJob
from prudential import ratio_runs, tasks
from prudential.bank_figures import enter_figures
from prudential.management.commands import recompute_ratios
from prudential.models import BankFigures, RatioResult, RatioRun, RunCause, Verdict
from prudential.portfolio import loans_of, measure_portfolio
from prudential.ratio_runs import compute_figures_run, compute_register_run
from prudential.ratios import InvalidFigures
from prudential.registers import receive_register
from tests.prudential.register_files import (
    CUT_OFF,
    as_csv,
    bank_reporter,
    filed,
    mfo_reporter,
    portfolio,
    rows,
    upload,
)

pytestmark = pytest.mark.django_db


def share_of(mm90: str, np: str, on: date) -> RatioResult:
    register = filed(mfo_reporter(), portfolio(mm90, np, on=on), on=on)
    return RatioResult.objects.get(run__register=register, code="overdue_90")


# Paragraph 5-1 of № 192 as amended by № 65: 20 % until 01.11.2025, then 15 %, 10 % from 2026.
GOLDEN = [
    (date(2025, 11, 1), "15.01", "20", "held"),
    (date(2025, 11, 1), "20.00", "20", "held"),
    (date(2025, 11, 1), "20.01", "20", "breached"),
    (date(2025, 11, 2), "14.99", "15", "held"),
    (date(2025, 11, 2), "15.00", "15", "held"),
    (date(2025, 11, 2), "15.01", "15", "breached"),
    (date(2025, 12, 31), "15.00", "15", "held"),
    (date(2025, 12, 31), "15.01", "15", "breached"),
    (date(2026, 1, 1), "9.99", "10", "held"),
    (date(2026, 1, 1), "10.00", "10", "held"),
    (date(2026, 1, 1), "10.01", "10", "breached"),
    (date(2026, 1, 1), "14.99", "10", "breached"),
]


@pytest.mark.parametrize(("on", "mm90", "limit", "verdict"), GOLDEN)
def test_the_limit_of_the_reporting_date_decides(on, mm90, limit, verdict):
    result = share_of(mm90, "100.00", on)
    assert (result.numerator, result.denominator) == (Decimal(mm90), Decimal(100))
    assert (result.displayed, result.limit, result.verdict) == (
        Decimal(mm90),
        Decimal(limit),
        verdict,
    )
    assert result.paragraph == "5-1"
    assert result.details["k1_breached"] is (verdict == "breached")


def test_the_exact_quotient_decides_not_the_rounded_one():
    """10.000001 % shows as 10.00 % and is above the limit all the same."""
    result = share_of("1000000.10", "10000000.00", date(2026, 1, 1))
    assert (result.displayed, result.verdict) == (Decimal("10.00"), Verdict.BREACHED)


def test_a_breach_has_its_deadlines_and_what_to_collect():
    """31.12.2025 is followed by the holidays: the first working day is 5 January 2026."""
    result = share_of("16.00", "100.00", date(2025, 12, 31))
    assert result.details["deadlines"] == {"plan_due": "2026-01-05", "approval_due": "2026-01-12"}
    assert Decimal(result.details["to_collect"]) == Decimal("1.18")


def test_before_the_norm_there_is_no_verdict_but_the_parts_are_kept():
    result = share_of("50.00", "100.00", date(2019, 12, 31))
    assert (result.verdict, result.value, result.limit) == (Verdict.NOT_IN_FORCE, None, None)
    assert result.numerator == 50
    assert result.details["first_day"] == "2020-01-01"


def test_a_portfolio_of_zero_has_no_share():
    content = as_csv(rows({"principal_balance": "0.00"}))
    register = filed(mfo_reporter(), content)
    result = RatioResult.objects.get(run__register=register)
    assert result.verdict == Verdict.NO_RATIO


@pytest.fixture
def portfolio_register():
    """Known sums: day 90 is not over, day 91 is; a written-off loan counts; provisions do not."""
    return filed(
        mfo_reporter(),
        as_csv(
            rows(
                {"principal_balance": "1000.00", "accrued_interest": "50.50"},
                {"principal_balance": "500.00", "days_past_due": 90, "past_due_principal": 100},
                {
                    "principal_balance": "60.00",
                    "accrued_interest": "5.25",
                    "days_past_due": 91,
                    "past_due_principal": "20.00",
                    "past_due_interest": "5.25",
                    "provision_amount": "30.00",
                },
                {
                    "principal_balance": "40.00",
                    "days_past_due": 400,
                    "past_due_principal": "40.00",
                    "on_balance_sheet": "false",
                    "chargeoff_date": "2025-06-30",
                },
            )
        ),
    )


def test_numerator_denominator_and_the_other_reading(portfolio_register):
    run = RatioRun.objects.get(register=portfolio_register)
    share, past_due = run.result("overdue_90"), run.result("overdue_90_past_due")
    assert (share.numerator, share.denominator) == (Decimal("105.25"), Decimal("1655.75"))
    assert past_due.numerator == Decimal("65.25")
    assert share.details["written_off_over"] == "40.00"
    assert share.details["provisions_over"] == "30.00"


def test_buckets_add_up_to_the_portfolio(portfolio_register):
    measured = measure_portfolio(portfolio_register.content, on=CUT_OFF)
    assert [(b.first_day, b.last_day, b.loans) for b in measured.buckets] == [
        (0, 0, 1),
        (1, 30, 0),
        (31, 60, 0),
        (61, 90, 1),
        (91, None, 2),
    ]
    assert sum(bucket.balance for bucket in measured.buckets) == measured.figures.np


def test_the_trace_leads_to_the_loans_of_the_numerator(portfolio_register):
    count, loans = loans_of(portfolio_register.content, over_days=90, offset=0, limit=10)
    assert count == 2
    assert [(loan.file_row, loan.loan_identifier) for loan in loans] == [(4, "L-3"), (5, "L-4")]
    assert sum(loan.balance for loan in loans) == Decimal("105.25")
    assert loans_of(portfolio_register.content, over_days=None, offset=3, limit=10)[0] == 4


def test_a_rerun_with_nothing_changed_is_the_same_run(portfolio_register):
    run = RatioRun.objects.get()
    assert compute_register_run(portfolio_register.pk) == run
    assert RatioRun.objects.count() == 1
    assert run.cause == RunCause.UPLOAD


def test_changed_norms_add_a_run_and_keep_the_old(portfolio_register, monkeypatch):
    first = RatioRun.objects.get()
    monkeypatch.setattr(ratio_runs, "norms_digest", lambda names: "f" * 64)
    second = compute_register_run(portfolio_register.pk)
    assert second.cause == RunCause.NORMS_CHANGED
    assert list(RatioRun.objects.order_by("pk")) == [first, second]


def test_a_corrected_register_adds_a_run_with_its_cause():
    by = mfo_reporter()
    filed(by, portfolio("10.00", "100.00"))
    filed(by, portfolio("9.00", "100.00"))
    causes = RatioRun.objects.order_by("pk").values_list("cause", flat=True)
    assert list(causes) == [RunCause.UPLOAD, RunCause.CORRECTION]


def test_killed_between_computing_and_commit_gives_one_run(monkeypatch):
    """The worker dies with the run written and not committed; the task runs again."""
    by = mfo_reporter()
    register = receive_register(
        upload(portfolio("10.00", "100.00")), cut_off_date=CUT_OFF, by=by
    ).register
    tasks.read_register(register.pk)

    def die(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(RatioResult.objects, "bulk_create", die)
        with pytest.raises(KeyboardInterrupt):
            tasks.compute_register_run(register.pk)
    assert not RatioRun.objects.exists()
    tasks.compute_register_run(register.pk)
    tasks.compute_register_run(register.pk)
    assert RatioRun.objects.count() == 1
    assert RatioResult.objects.count() == 2
    assert OutboxJob.objects.get(key=f"register:{register.pk}:run").done_at is not None


def test_runs_results_and_figures_are_never_changed(portfolio_register):
    for rows_of in (RatioRun.objects, RatioResult.objects, BankFigures.objects):
        with pytest.raises(HistoryIsAppendOnly):
            rows_of.all().delete()
    with pytest.raises(HistoryIsAppendOnly):
        RatioRun.objects.get().save()


def test_a_second_run_of_the_same_is_refused_by_the_database(portfolio_register):
    run = RatioRun.objects.get()
    run.pk, run._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        run.save()


FIGURES = {
    "own_capital": Decimal("200000000000.00"),
    "obligations_to_nonresidents": Decimal("400000000000.00"),
    "issued_debt_securities": Decimal("400000000000.00"),
}


def entered(on: date, **figures: Decimal) -> BankFigures:
    return enter_figures(**{**FIGURES, **figures}, on=on, by=bank_reporter()).figures


# Annex 11 to № 358: up to and including 200 bn tenge 2 and 4, above 2.5 and 5; later 2 and 3.
BANK = [
    (date(2009, 1, 1), "200000000000.00", ("2", "held"), ("4", "held")),
    (date(2009, 6, 30), "200000000000.01", ("2.5", "held"), ("5", "held")),
    (date(2009, 6, 30), "199999999999.99", ("2", "breached"), ("4", "breached")),
    (date(2009, 7, 1), "200000000000.01", ("2", "held"), ("3", "breached")),
    (date(2016, 8, 5), "400000000000.00", ("2", "held"), ("3", "held")),
]


@pytest.mark.parametrize(("on", "capital", "k8", "k9"), BANK)
def test_a_banks_maxima_follow_its_own_capital_and_the_day(on, capital, k8, k9):
    run = compute_figures_run(entered(on, own_capital=Decimal(capital)).pk)
    found = [(result.limit, result.verdict) for result in (run.result("k8"), run.result("k9"))]
    assert found == [(Decimal(k8[0]), k8[1]), (Decimal(k9[0]), k9[1])]


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (date(2008, 12, 31), ("first_day", "2009-01-01")),
        (date(2016, 8, 6), ("last_day", "2016-08-05")),
    ],
)
def test_outside_the_norms_life_the_answer_is_words(on, told):
    run = compute_figures_run(entered(on).pk)
    result = run.result("k8")
    assert (result.verdict, result.value) == (Verdict.NOT_IN_FORCE, None)
    assert result.details[told[0]] == told[1]


@pytest.mark.parametrize("capital", ["0", "-1"])
def test_own_capital_not_above_zero_is_no_figure(capital):
    with pytest.raises(InvalidFigures):
        entered(date(2009, 3, 31), own_capital=Decimal(capital))
    assert not BankFigures.objects.exists()


def test_the_same_figures_twice_are_one_row_and_a_correction_another():
    by, on = bank_reporter(), date(2009, 3, 31)
    first = enter_figures(**FIGURES, on=on, by=by)
    again = enter_figures(**FIGURES, on=on, by=by)
    other = enter_figures(**{**FIGURES, "own_capital": Decimal(1)}, on=on, by=by)
    assert (again.seen_before, again.figures) == (True, first.figures)
    assert list(BankFigures.objects.current()) == [other.figures]


def test_recompute_adds_what_todays_norms_have_not_measured(portfolio_register, monkeypatch):
    assert recompute("--stale") == {"added": [], "unchanged": 1}
    monkeypatch.setattr(ratio_runs, "norms_digest", lambda names: "e" * 64)
    number = portfolio_register.organisation.business_number
    assert recompute("--organisation", "000000000000")["added"] == []
    assert recompute("--on", "2026-02-28")["added"] == []
    added = recompute("--organisation", number, "--on", "2026-03-31", "--stale")["added"]
    assert [run["cause"] for run in added] == ["norms_changed"]
    assert recompute()["added"] == []


def several(count: int, by_mfo, by_bank) -> None:
    for month in range(1, count + 1):
        day = date(2026, month, 28)
        filed(by_mfo, portfolio("9.00", "100.00", on=day), on=day)
        given = enter_figures(**FIGURES, on=day.replace(year=2009), by=by_bank)
        compute_figures_run(given.figures.pk)


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_measured_is_not_opened(count, django_assert_num_queries, monkeypatch):
    """Two counts and two selections, however many inputs; none is read again."""
    several(count, mfo_reporter(), bank_reporter())
    monkeypatch.setattr(recompute_ratios, "COMPUTED", {})
    with django_assert_num_queries(4):
        assert recompute("--stale") == {"added": [], "unchanged": 2 * count}


@pytest.mark.parametrize("batch", [1, 2, 500])
def test_after_a_change_of_norms_all_are_measured_once(batch, monkeypatch):
    several(3, mfo_reporter(), bank_reporter())
    before = set(RatioRun.objects.values_list("pk", flat=True))
    monkeypatch.setattr(recompute_ratios, "BATCH", batch)
    monkeypatch.setattr(ratio_runs, "norms_digest", lambda names: "d" * 64)
    first, second = recompute("--stale"), recompute("--stale")
    assert [run["cause"] for run in first["added"]] == ["norms_changed"] * 6
    assert (first["unchanged"], second) == (0, {"added": [], "unchanged": 6})
    inputs = RatioRun.objects.values_list("register", "figures")
    assert set(inputs.exclude(pk__in=before)) == set(inputs.filter(pk__in=before))
    assert RatioRun.objects.count() == 12


def test_only_what_is_stale_is_measured_and_a_changed_formula_is(monkeypatch):
    several(2, mfo_reporter(), bank_reporter())
    monkeypatch.setattr(ratio_runs, "OVERDUE_90_VERSION", "another")
    told = recompute("--stale")
    assert (len(told["added"]), told["unchanged"]) == (2, 2)


def test_figures_entered_again_after_others_have_their_run():
    """Back to the first figures is a third row; the run of the first one measures it."""
    by, on = bank_reporter(), date(2009, 3, 31)
    for capital in (Decimal(1), Decimal(2), Decimal(1)):
        given = enter_figures(**{**FIGURES, "own_capital": capital}, on=on, by=by)
        compute_figures_run(given.figures.pk)
    assert BankFigures.objects.count() == 3
    assert recompute("--stale") == {"added": [], "unchanged": 1}


def recompute(*options: str) -> dict:
    out = StringIO()
    call_command("recompute_ratios", *options, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_import_register_reads_and_measures_at_once(tmp_path):
    organisation = mfo_reporter().organisation
    path = tmp_path / "register.csv"
    path.write_bytes(portfolio("10.01", "100.00"))
    out = StringIO()
    command = ("import_register", str(path), "--organisation", organisation.business_number)
    call_command(*command, "--cut-off-date", "2026-03-31", "--json", stdout=out)
    outcome = json.loads(out.getvalue())
    assert (outcome["state"], outcome["rows"]) == ("accepted", 2)
    assert outcome["results"][0]["value"] == "10.01"
    assert outcome["results"][0]["verdict"] == "breached"
    assert not OutboxJob.objects.filter(key__endswith=":read").exists()


def test_import_register_says_what_is_wrong(tmp_path):
    organisation = mfo_reporter().organisation
    path = tmp_path / "register.csv"
    path.write_bytes(as_csv(rows({"currency": "?"})))
    command = ("import_register", str(path), "--cut-off-date", "2026-03-31", "--organisation")
    with pytest.raises(CommandError, match="1 errors"):
        call_command(*command, organisation.business_number, stdout=StringIO())
    with pytest.raises(CommandError, match="no microfinance organisation"):
        call_command(*command, "000000000000", stdout=StringIO())
