"""The subsidised share of a rate and of each interest payment."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.day_count import DayCount
from programs.interest_subsidy import (
    ReferenceKind,
    SubsidyError,
    TermBucket,
    TermLimit,
    check_term,
    reference_kind,
    subsidy_rates,
    subsidy_schedule,
    term_bucket,
)
from programs.schedules import Instalment, Repayment, Schedule, repayment_schedule

D = Decimal
FIFTEEN_YEARS = TermLimit(180, "Order № 389-НҚ")


@pytest.mark.parametrize(
    ("currency", "kind"),
    [
        ("KZT", ReferenceKind.HALF_BASE_RATE),
        ("RUB", ReferenceKind.HALF_KEY_RATE),
        ("USD", ReferenceKind.CIRR),
        ("EUR", ReferenceKind.CIRR),
        ("UZS", ReferenceKind.CIRR),
    ],
)
def test_the_currency_decides_the_reference(currency, kind):
    assert reference_kind(currency) is kind


@pytest.mark.parametrize(
    ("months", "bucket"),
    [
        (1, TermBucket.UP_TO_5_YEARS),
        (60, TermBucket.UP_TO_5_YEARS),
        (61, TermBucket.OVER_5_TO_8_5_YEARS),
        (102, TermBucket.OVER_5_TO_8_5_YEARS),
        (103, TermBucket.OVER_8_5_YEARS),
        (180, TermBucket.OVER_8_5_YEARS),
    ],
)
def test_the_term_decides_the_bucket(months, bucket):
    assert term_bucket(months) is bucket


@pytest.mark.parametrize(
    ("nominal", "reference", "subsidised", "borrower"),
    [
        ("21", "9.0", "12", "9"),
        ("20.5", "7.625", "12.875", "7.625"),
        ("8", "5.23", "2.77", "5.23"),
        ("5.23", "5.23", "0", "5.23"),
        ("4", "5.23", "0", "4"),
        ("6", "0", "6", "0"),
        ("0", "5", "0", "0"),
    ],
)
def test_rates_by_hand(nominal, reference, subsidised, borrower):
    assert subsidy_rates(D(nominal), D(reference)) == (D(subsidised), D(borrower))


percents = st.decimals(0, 100, places=4)


@given(nominal=percents, reference=percents)
def test_the_two_rates_sum_to_the_nominal_one(nominal, reference):
    rates = subsidy_rates(nominal, reference)
    assert rates.subsidised + rates.borrower == nominal
    assert rates.subsidised >= 0
    assert 0 <= rates.borrower <= reference or rates.subsidised == 0


@pytest.mark.parametrize(
    ("nominal", "reference", "field", "code"),
    [
        ("-1", "5", "nominal", "negative"),
        ("5", "-0.1", "reference", "negative"),
        ("NaN", "5", "nominal", "not_a_number"),
        ("5", "Infinity", "reference", "not_a_number"),
    ],
)
def test_rates_refused(nominal, reference, field, code):
    with pytest.raises(SubsidyError) as refusal:
        subsidy_rates(D(nominal), D(reference))
    assert (refusal.value.field, refusal.value.code) == (field, code)


def test_the_longest_term_is_still_subsidised():
    check_term(180, FIFTEEN_YEARS)
    with pytest.raises(SubsidyError) as refusal:
        check_term(181, FIFTEEN_YEARS)
    assert (refusal.value.field, refusal.value.code) == ("term_months", "over_maximum")
    assert refusal.value.norm == "Order № 389-НҚ"


def one_row(interest: str) -> Schedule:
    return Schedule((Instalment(1, date(2025, 2, 1), D("100.00"), D("100.00"), D(interest)),))


@pytest.mark.parametrize(
    ("interest", "subsidised", "nominal", "agent", "recipient"),
    [
        ("10.00", "12", "21", "5.71", "4.29"),
        # half a cent goes to the agent's part
        ("0.01", "10", "20", "0.01", "0.00"),
        ("10.00", "0", "21", "0.00", "10.00"),
        ("10.00", "21", "21", "10.00", "0.00"),
        ("0.00", "0", "0", "0.00", "0.00"),
    ],
)
def test_one_interest_split_by_hand(interest, subsidised, nominal, agent, recipient):
    split = subsidy_schedule(one_row(interest), subsidised=D(subsidised), nominal=D(nominal))
    row = split.rows[0]
    assert (str(row.interest_subsidised), str(row.interest_recipient)) == (agent, recipient)
    assert row.interest == D(interest)


def credit(**changes) -> Schedule:
    terms: dict[str, Any] = {
        "principal": D(1200),
        "annual_rate_percent": D(12),
        "term_months": 4,
        "repayment": Repayment.EQUAL_PRINCIPAL,
        "day_count": DayCount.THIRTY_360,
        "first_disbursement": date(2025, 10, 15),
    }
    return repayment_schedule(**{**terms, **changes})


def test_a_whole_schedule_by_hand():
    """Interest 12, 9, 6, 3; three quarters of it subsidised; the year turns after two."""
    split = subsidy_schedule(credit(), subsidised=D(9), nominal=D(12))
    assert [str(row.interest_subsidised) for row in split.rows] == ["9.00", "6.75", "4.50", "2.25"]
    assert [str(row.interest_recipient) for row in split.rows] == ["3.00", "2.25", "1.50", "0.75"]
    assert [row.principal_balance for row in split.rows] == [1200, 900, 600, 300]
    totals = split.totals
    assert (totals.principal, totals.subsidy, totals.interest_recipient) == (
        1200,
        D("22.5"),
        D("7.5"),
    )
    assert (totals.interest, totals.payment) == (30, 1230)
    assert [(total.year, total.subsidy) for total in split.by_year] == [
        (2025, D("15.75")),
        (2026, D("6.75")),
    ]


def test_more_than_the_nominal_rate_is_never_subsidised():
    with pytest.raises(SubsidyError) as refusal:
        subsidy_schedule(credit(), subsidised=D("12.01"), nominal=D(12))
    assert (refusal.value.field, refusal.value.code) == ("subsidised", "above_nominal")


@given(
    principal=st.decimals("0.01", "99999999", places=2),
    nominal=st.decimals("0", "60", places=3),
    reference=st.decimals("0", "60", places=3),
    term=st.integers(1, 40),
    repayment=st.sampled_from([Repayment.ANNUITY, Repayment.EQUAL_PRINCIPAL, Repayment.BULLET]),
    day_count=st.sampled_from(DayCount),
)
def test_the_parts_add_up_to_the_cent(principal, nominal, reference, term, repayment, day_count):
    schedule = credit(
        principal=principal,
        annual_rate_percent=nominal,
        term_months=term,
        repayment=repayment,
        day_count=day_count,
    )
    split = subsidy_schedule(
        schedule, subsidised=subsidy_rates(nominal, reference).subsidised, nominal=nominal
    )
    for row, whole in zip(split.rows, schedule.rows, strict=True):
        assert row.interest_subsidised + row.interest_recipient == whole.interest
        assert row.interest_subsidised >= 0
        assert row.interest_recipient >= 0
        assert (row.date, row.principal, row.payment) == (
            whole.date,
            whole.principal,
            whole.payment,
        )
    assert split.totals.payment == schedule.totals.payment
    assert sum(total.subsidy for total in split.by_year) == split.totals.subsidy
    assert sum(total.principal for total in split.by_year) == principal
