"""Schedules against cases worked by hand, and what holds for every schedule."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.day_count import DayCount, year_fraction
from programs.schedules import (
    PrincipalPart,
    Repayment,
    Schedule,
    ScheduleError,
    months_after,
    own_schedule,
    repayment_schedule,
)

D = Decimal

PLAIN: dict[str, Any] = {
    "principal": D("1000"),
    "annual_rate_percent": D("12"),
    "term_months": 4,
    "repayment": Repayment.EQUAL_PRINCIPAL,
    "day_count": DayCount.THIRTY_360,
    "first_disbursement": date(2025, 1, 15),
}


def plain(**changes) -> Schedule:
    return repayment_schedule(**{**PLAIN, **changes})


def amounts(schedule: Schedule) -> list[tuple[str, str, str, str]]:
    return [
        (str(row.principal_balance), str(row.principal), str(row.interest), str(row.payment))
        for row in schedule.rows
    ]


@pytest.mark.parametrize(
    ("start", "end", "day_count", "expected"),
    [
        (date(2025, 1, 31), date(2025, 2, 28), DayCount.THIRTY_360, Fraction(28, 360)),
        (date(2025, 2, 28), date(2025, 3, 31), DayCount.THIRTY_360, Fraction(32, 360)),
        (date(2025, 1, 15), date(2025, 7, 31), DayCount.THIRTY_360, Fraction(195, 360)),
        (date(2025, 1, 15), date(2025, 2, 15), DayCount.ACTUAL_360, Fraction(31, 360)),
        (date(2024, 1, 1), date(2025, 1, 1), DayCount.ACTUAL_365, Fraction(366, 365)),
        (date(2024, 1, 1), date(2025, 1, 1), DayCount.ACTUAL_ACTUAL, Fraction(1)),
        (date(2023, 12, 16), date(2024, 1, 16), DayCount.ACTUAL_ACTUAL,
         Fraction(16, 365) + Fraction(15, 366)),
        (date(2023, 7, 1), date(2025, 7, 1), DayCount.ACTUAL_ACTUAL,
         Fraction(184, 365) + 1 + Fraction(181, 365)),
        (date(2025, 5, 5), date(2025, 5, 5), DayCount.ACTUAL_ACTUAL, Fraction(0)),
    ],
)  # fmt: skip
def test_year_fraction(start, end, day_count, expected):
    assert year_fraction(start, end, day_count) == expected


@given(
    days=st.lists(st.dates(date(1990, 1, 1), date(2090, 1, 1)), min_size=3, max_size=3),
    day_count=st.sampled_from(DayCount),
)
def test_a_period_is_the_sum_of_its_halves(days, day_count):
    start, middle, end = sorted(days)
    halves = year_fraction(start, middle, day_count) + year_fraction(middle, end, day_count)
    assert halves == year_fraction(start, end, day_count)


def test_a_period_running_backwards_is_refused():
    with pytest.raises(ValueError, match="ends before"):
        year_fraction(date(2025, 1, 2), date(2025, 1, 1), DayCount.ACTUAL_365)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 1, 31), 2, date(2024, 3, 31)),
        (date(2024, 1, 31), 13, date(2025, 2, 28)),
        (date(2024, 12, 5), 1, date(2025, 1, 5)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
    ],
)
def test_months_after_clamps_from_the_original_day(day, months, expected):
    assert months_after(day, months) == expected


def test_equal_principal_by_hand():
    """250 a month; 1 % of 1000, 750, 500, 250."""
    assert amounts(plain()) == [
        ("1000.00", "250.00", "10.00", "260.00"),
        ("750.00", "250.00", "7.50", "257.50"),
        ("500.00", "250.00", "5.00", "255.00"),
        ("250.00", "250.00", "2.50", "252.50"),
    ]


def test_annuity_by_hand():
    """1000 · 0.01 / (1 - 1.01^-4) = 256.28 (256.2811); the last payment takes the rest."""
    assert amounts(plain(repayment=Repayment.ANNUITY)) == [
        ("1000.00", "246.28", "10.00", "256.28"),
        ("753.72", "248.74", "7.54", "256.28"),
        ("504.98", "251.23", "5.05", "256.28"),
        ("253.75", "253.75", "2.54", "256.29"),
    ]


def test_annuity_instalment_comes_from_a_twelfth_its_interest_from_the_days():
    """January's 31 days of 365: 1000 · 12 % · 31/365 = 10.19, instalment still 256.28."""
    rows = plain(repayment=Repayment.ANNUITY, day_count=DayCount.ACTUAL_365).rows
    assert (rows[0].interest, rows[0].principal) == (D("10.19"), D("246.09"))
    assert [row.payment for row in rows[:3]] == [D("256.28")] * 3


def test_bullet_pays_interest_monthly():
    assert amounts(plain(repayment=Repayment.BULLET, day_count=DayCount.ACTUAL_360)) == [
        ("1000.00", "0.00", "10.33", "10.33"),
        ("1000.00", "0.00", "9.33", "9.33"),
        ("1000.00", "0.00", "10.33", "10.33"),
        ("1000.00", "1000.00", "10.00", "1010.00"),
    ]


def test_interest_across_a_leap_year_actual_actual():
    """16 days of 365 and 15 of 366: 1000 · 12 % · (16/365 + 15/366) = 10.178…"""
    schedule = plain(first_disbursement=date(2023, 12, 16), day_count=DayCount.ACTUAL_ACTUAL)
    assert schedule.rows[0].interest == D("10.18")


@pytest.mark.parametrize(
    ("repayment", "principals", "interests"),
    [
        (Repayment.EQUAL_PRINCIPAL, ["0.00", "0.00", "500.00", "500.00"],
         ["10.00", "10.00", "10.00", "5.00"]),
        # 1000 · 0.01 / (1 - 1.01^-2) = 507.51
        (Repayment.ANNUITY, ["0.00", "0.00", "497.51", "502.49"],
         ["10.00", "10.00", "10.00", "5.02"]),
    ],
)  # fmt: skip
def test_grace_for_principal_pays_interest_only(repayment, principals, interests):
    rows = plain(repayment=repayment, grace_principal_months=2).rows
    assert [str(row.principal) for row in rows] == principals
    assert [str(row.interest) for row in rows] == interests


def test_grace_for_interest_accrues_without_capitalising():
    """10.00 and 7.50 are deferred and fall due with the third month's 5.00."""
    rows = plain(grace_interest_months=2).rows
    assert [str(row.interest) for row in rows] == ["0.00", "0.00", "22.50", "2.50"]
    assert [str(row.principal) for row in rows] == ["250.00"] * 4


def test_both_graces_leave_a_first_payment_of_nothing():
    rows = plain(grace_principal_months=1, grace_interest_months=1).rows
    assert rows[0].payment == 0
    assert rows[1].interest == D("20.00")
    assert [str(row.principal) for row in rows[1:]] == ["333.33", "333.33", "333.34"]


def test_dates_are_clamped_from_the_day_of_disbursement():
    rows = plain(first_disbursement=date(2024, 1, 31)).rows
    assert [row.date for row in rows] == [
        date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30), date(2024, 5, 31),
    ]  # fmt: skip
    assert [row.number for row in rows] == [1, 2, 3, 4]


@pytest.mark.parametrize("repayment", [Repayment.ANNUITY, Repayment.EQUAL_PRINCIPAL])
def test_rate_of_zero_spreads_the_principal_evenly(repayment):
    schedule = plain(repayment=repayment, annual_rate_percent=D(0), term_months=3)
    assert [str(row.payment) for row in schedule.rows] == ["333.33", "333.33", "333.34"]
    assert schedule.totals.interest == 0


def test_half_a_cent_goes_up():
    """0.50 · 12 % / 12 = 0.005."""
    schedule = plain(principal=D("0.50"), repayment=Repayment.BULLET)
    assert schedule.rows[0].interest == D("0.01")


def test_fewer_cents_than_payments():
    rows = plain(principal=D("0.07"), term_months=12).rows
    assert [str(row.principal) for row in rows] == ["0.01"] * 7 + ["0.00"] * 5


def test_annuity_never_pays_principal_back_out():
    """At 60 % over 15 years a 31-day month on actual/360 bears more than the instalment."""
    schedule = plain(
        repayment=Repayment.ANNUITY,
        principal=D(1_000_000),
        annual_rate_percent=D(60),
        term_months=180,
        day_count=DayCount.ACTUAL_360,
    )
    assert schedule.rows[0].interest == D("51666.67")
    assert schedule.rows[0].principal == 0


def test_totals():
    totals = plain().totals
    assert (totals.principal, totals.interest, totals.payment) == (D(1000), D(25), D(1025))


OWN_ROWS = [
    PrincipalPart(date(2025, 3, 1), D("0")),
    PrincipalPart(date(2025, 6, 1), D("400")),
    PrincipalPart(date(2026, 1, 1), D("600")),
]
OWN: dict[str, Any] = {
    "principal": D(1000),
    "annual_rate_percent": D("36.5"),
    "day_count": DayCount.ACTUAL_365,
    "first_disbursement": date(2025, 1, 1),
}


def test_own_table_by_hand():
    """At 36.5 % each day bears 0.1 %: 59 and 92 days on 1000, 214 days on 600."""
    assert amounts(own_schedule(OWN_ROWS, **OWN)) == [
        ("1000.00", "0.00", "59.00", "59.00"),
        ("1000.00", "400.00", "92.00", "492.00"),
        ("600.00", "600.00", "128.40", "728.40"),
    ]


@pytest.mark.parametrize(
    ("rows", "field", "code", "row"),
    [
        ([], "rows", "empty", None),
        (OWN_ROWS[:2], "rows", "principal_mismatch", None),
        ([OWN_ROWS[1], OWN_ROWS[0], OWN_ROWS[2]], "date", "not_rising", 2),
        ([replace(OWN_ROWS[0], date=date(2025, 1, 1)), *OWN_ROWS[1:]], "date", "not_rising", 1),
        ([*OWN_ROWS[:2], replace(OWN_ROWS[2], principal=D("-1"))], "principal", "negative", 3),
        ([replace(OWN_ROWS[0], principal=D("0.001"))], "principal", "too_precise", 1),
        ([replace(OWN_ROWS[0], principal=D("NaN"))], "principal", "not_a_number", 1),
        ([replace(OWN_ROWS[0], principal=D("1e19"))], "principal", "too_large", 1),
        (OWN_ROWS * 401, "rows", "too_many", None),
    ],
)
def test_own_table_refused(rows, field, code, row):
    with pytest.raises(ScheduleError) as refusal:
        own_schedule(rows, **OWN)
    assert (refusal.value.field, refusal.value.code, refusal.value.row) == (field, code, row)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"principal": D(0)}, "principal", "not_positive"),
        ({"principal": D("-5")}, "principal", "not_positive"),
        ({"principal": D("10.001")}, "principal", "too_precise"),
        ({"principal": D("1e-999999")}, "principal", "too_precise"),
        ({"principal": D("1e19")}, "principal", "too_large"),
        ({"principal": D("Infinity")}, "principal", "not_a_number"),
        ({"annual_rate_percent": D("-0.01")}, "annual_rate_percent", "negative"),
        ({"annual_rate_percent": D("10001")}, "annual_rate_percent", "too_large"),
        ({"annual_rate_percent": D("1e-11")}, "annual_rate_percent", "too_precise"),
        ({"annual_rate_percent": D("sNaN")}, "annual_rate_percent", "not_a_number"),
        ({"term_months": 0}, "term_months", "not_positive"),
        ({"term_months": 1201}, "term_months", "too_large"),
        ({"grace_principal_months": 4}, "grace_principal_months", "not_below_term"),
        ({"grace_interest_months": 4}, "grace_interest_months", "not_below_term"),
        ({"grace_principal_months": -1}, "grace_principal_months", "negative"),
        ({"first_disbursement": date(9999, 10, 1)}, "first_disbursement", "beyond_calendar"),
        ({"repayment": Repayment.OWN}, "repayment", "needs_table"),
    ],
)
def test_bad_input_names_its_field(changes, field, code):
    with pytest.raises(ScheduleError) as refusal:
        plain(**changes)
    assert (refusal.value.field, refusal.value.code) == (field, code)


def test_zeros_behind_the_cents_are_no_further_digits():
    assert plain(principal=D("1000.0000")) == plain()


@st.composite
def terms(draw):
    term = draw(st.integers(1, 60))
    return {
        "principal": draw(st.decimals("0.01", "9999999999", places=2)),
        "annual_rate_percent": draw(st.decimals(0, 90, places=3)),
        "term_months": term,
        "repayment": draw(st.sampled_from([r for r in Repayment if r is not Repayment.OWN])),
        "day_count": draw(st.sampled_from(DayCount)),
        "first_disbursement": draw(st.dates(date(2000, 1, 1), date(2060, 1, 1))),
        "grace_principal_months": draw(st.integers(0, term - 1)),
        "grace_interest_months": draw(st.integers(0, term - 1)),
    }


@given(terms())
@settings(deadline=None)
def test_principal_sums_exactly_and_the_balance_falls_to_nothing(drawn):
    schedule = repayment_schedule(**drawn)
    balance = drawn["principal"]
    for row in schedule.rows:
        assert row.principal_balance == balance
        assert row.principal >= 0
        balance -= row.principal
    assert balance == 0
    assert schedule.totals.principal == drawn["principal"]


@given(terms())
@settings(deadline=None)
def test_every_amount_is_in_whole_cents_and_the_rows_make_the_totals(drawn):
    schedule = repayment_schedule(**drawn)
    for row in schedule.rows:
        for amount in (row.principal_balance, row.principal, row.interest, row.payment):
            assert amount.as_tuple().exponent == -2
        assert row.interest >= 0
    assert schedule.totals.payment == sum(row.payment for row in schedule.rows)


@given(terms())
@settings(deadline=None)
def test_grace_for_interest_only_moves_interest(drawn):
    """Nothing is capitalised: the same interest in all, the same principal each month."""
    moved = repayment_schedule(**drawn)
    prompt = repayment_schedule(**{**drawn, "grace_interest_months": 0})
    assert moved.totals == prompt.totals
    assert [row.principal for row in moved.rows] == [row.principal for row in prompt.rows]
    assert all(row.interest == 0 for row in moved.rows[: drawn["grace_interest_months"]])


@given(terms())
@settings(deadline=None)
def test_interest_matches_exact_fractions(drawn):
    """An independent count in fractions, rounded only for the comparison."""
    drawn["grace_interest_months"] = 0
    schedule = repayment_schedule(**drawn)
    start = drawn["first_disbursement"]
    for row in schedule.rows:
        years = year_fraction(start, row.date, drawn["day_count"])
        rate = Fraction(drawn["annual_rate_percent"]) / 100
        exact = Fraction(row.principal_balance) * rate * years
        assert row.interest == Decimal((exact * 200 + 1) // 2) / 100
        start = row.date


@given(terms())
@settings(deadline=None)
def test_flows_discounted_at_the_nominal_rate_sum_to_nearly_nothing(drawn):
    """With a twelfth of the rate a month and no interest deferred, payments are
    worth the principal but for half a cent a payment."""
    drawn |= {"day_count": DayCount.THIRTY_360, "grace_interest_months": 0}
    drawn["first_disbursement"] = drawn["first_disbursement"].replace(day=1)
    growth = 1 + Fraction(drawn["annual_rate_percent"]) / 1200
    rows = repayment_schedule(**drawn).rows
    worth = sum(Fraction(row.payment) / growth**row.number for row in rows)
    assert abs(worth - Fraction(drawn["principal"])) <= Fraction(len(rows), 200)
