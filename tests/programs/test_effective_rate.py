"""The effective rate against cases worked by hand and against plain bisection."""

from datetime import date, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from programs import discount_roots
from programs.day_count import DayCount
from programs.effective_rate import (
    EffectiveRateError,
    Flow,
    NoEffectiveRate,
    SeveralEffectiveRates,
    discounted_difference,
    effective_rate,
)
from programs.schedules import Repayment, repayment_schedule

D = Decimal
START = date(2025, 1, 1)
RESIDUAL = D("1e-12")


def flows(*pairs: tuple[int, str | int]) -> list[Flow]:
    """Amounts by the number of days after the start."""
    return [Flow(START + timedelta(days), D(amount)) for days, amount in pairs]


def bisected(payouts, payments) -> Decimal:
    """Percent a year by halving, day by day from the equation: slow and independent."""

    def difference(rate):
        first = min(flow.date for flow in payouts)
        signed = [*payouts, *(Flow(day, -amount) for day, amount in payments)]
        return sum(
            amount / (1 + rate) ** (D((day - first).days) / 365) for day, amount in signed
        )  # fmt: skip

    with localcontext(prec=40):
        low, high = D("-0.999"), D(5000)
        at_low = difference(low)
        for _ in range(70):
            middle = (low + high) / 2
            if (difference(middle) > 0) == (at_low > 0):
                low = middle
            else:
                high = middle
        return low * 100


@pytest.mark.parametrize(
    ("payouts", "payments", "percent"),
    [
        (flows((0, 1000)), flows((365, 1120)), "12.0"),
        (flows((0, 1000)), flows((365, 1000)), "0.0"),
        (flows((0, 1000)), flows((365, 900)), "-10.0"),
        # 1.1² = 1.21
        (flows((0, 1000)), flows((730, 1210)), "10.0"),
        # 100 now and 100 in a year, 10 % on both
        (flows((0, 100), (365, 100)), flows((730, 231)), "10.0"),
        # a fee of 20 kept back on the day of the payout: 980 · 1.25 = 1225
        (flows((0, 1000)), flows((0, 20), (365, 1225)), "25.0"),
        # 1000 = 600/1.2 + 720/1.44, commission included
        (flows((0, 1000)), flows((365, 500), (365, 100), (730, 720)), "20.0"),
        # several small payments on one day are one
        (flows((0, 500), (0, 500)), flows((365, 560), (365, 560)), "12.0"),
        # payments of nothing (a grace period's rows) change nothing
        (flows((0, 1000)), flows((30, 0), (365, 1120), (400, 0)), "12.0"),
        # a balance that comes back to exactly nothing on the way: 100 and 200, 10 % each
        (flows((0, 100), (365, 200)), flows((365, 110), (730, 220)), "10.0"),
    ],
)
def test_by_hand(payouts, payments, percent):
    assert str(effective_rate(payouts, payments).percent) == percent


@pytest.mark.parametrize(
    ("repaid", "percent"),
    [
        # 12.45 % exactly: half goes up
        ("1124.50", "12.5"),
        ("1124.49", "12.4"),
        # The root is 12.4499999999 and something: ten decimals of 0.12449999999991
        # are 0.1245, so it goes up as well.
        ("1124.4999999999100", "12.5"),
        ("1124.4999999", "12.4"),
    ],
)
def test_one_decimal_from_ten(repaid, percent):
    assert str(effective_rate(flows((0, 1000)), flows((365, repaid))).percent) == percent


def test_the_unrounded_root_keeps_its_digits():
    """1.1^(365/100) - 1, from the equation solved by hand."""
    rate = effective_rate(flows((0, 1000)), flows((100, 1100)))
    with localcontext(prec=50):
        exact = (D("1.1") ** (D(365) / 100) - 1) * 100
    assert abs(rate.unrounded_percent - exact) < D("1e-29")


def test_a_monthly_loan_costs_more_than_its_nominal_rate():
    """Twelve annuity payments at 24 % a year: 1.02^12 - 1 = 26.8 %, a little
    more because months are counted by their days and February is short."""
    schedule = repayment_schedule(
        principal=D(1_200_000),
        annual_rate_percent=D(24),
        term_months=12,
        repayment=Repayment.ANNUITY,
        day_count=DayCount.THIRTY_360,
        first_disbursement=START,
    )
    payouts = [Flow(START, D(1_200_000))]
    payments = [Flow(row.date, row.payment) for row in schedule.rows]
    rate = effective_rate(payouts, payments)
    assert rate.percent == D("27.0")
    assert abs(rate.unrounded_percent - bisected(payouts, payments)) < D("1e-9")


def test_two_rates():
    """-1000 + 2300/(1+r) - 1320/(1+r)² has the roots 10 % and 20 %."""
    with pytest.raises(SeveralEffectiveRates) as refusal:
        effective_rate(flows((0, 1000), (730, 1320)), flows((365, 2300)))
    assert refusal.value.code == "several_solutions"
    assert refusal.value.percents == (D("10.0"), D("20.0"))


def test_three_rates():
    """A cubic in y = 1 + rate with the roots 1.1, 1.2 and 1.5."""
    # 100·(y-1.1)(y-1.2)(y-1.5) = 100y³ - 380y² + 477y - 198
    payouts = flows((0, 100), (730, 477))
    payments = flows((365, 380), (1095, 198))
    with pytest.raises(SeveralEffectiveRates) as refusal:
        effective_rate(payouts, payments)
    assert refusal.value.percents == (D("10.0"), D("20.0"), D("50.0"))


def test_three_changes_of_sign_with_one_rate():
    """(y - 1.1)(y² - y + 1) = y³ - 2.1y² + 2.1y - 1.1: no other root is real."""
    rate = effective_rate(flows((0, 1000), (730, 2100)), flows((365, 2100), (1095, 1100)))
    assert rate.unrounded_percent == 10


def test_a_double_root_is_one_rate():
    """(y - 1)²: the curve touches nothing at zero percent and turns back."""
    assert effective_rate(flows((0, 100), (730, 100)), flows((365, 200))).percent == 0


@pytest.mark.parametrize(
    ("payouts", "payments"),
    [
        # 100y² - 150y + 100: no real root
        (flows((0, 100), (730, 100)), flows((365, 150))),
        # all on one day, unequal
        (flows((0, 100)), flows((0, 99))),
        # the fee kept back is the whole loan
        (flows((0, 100)), flows((0, 100), (30, 10))),
    ],
)
def test_no_rate(payouts, payments):
    with pytest.raises(NoEffectiveRate) as refusal:
        effective_rate(payouts, payments)
    assert refusal.value.code == "no_solution"


def test_every_rate():
    with pytest.raises(SeveralEffectiveRates) as refusal:
        effective_rate(flows((0, 100)), flows((0, 100)))
    assert refusal.value.percents == ()


@pytest.mark.parametrize(
    ("payouts", "payments", "code", "field"),
    [
        ([], flows((0, 1)), "empty", "payouts"),
        (flows((0, 1)), [], "empty", "payments"),
        (flows((0, 1)), flows((5, 0)), "empty", "payments"),
        (flows((0, "-1")), flows((5, 1)), "negative", "payouts"),
        (flows((0, 1)), flows((5, "NaN")), "not_a_number", "payments"),
        (flows((0, "1e19")), flows((5, 1)), "too_large", "payouts"),
        (flows((0, 100)), flows((1, 1000)), "out_of_range", ""),
    ],
)
def test_refused(payouts, payments, code, field):
    with pytest.raises(EffectiveRateError) as refusal:
        effective_rate(payouts, payments)
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_endless_alternation_is_left_undecided():
    """Even signs' parity rules a root neither in nor out; the work would be endless."""
    payouts = flows(*[(2 * day, 1 + day % 3) for day in range(400)])
    payments = flows(*[(2 * day + 1, 2 + day % 2) for day in range(399)])
    with pytest.raises(EffectiveRateError) as refusal:
        effective_rate(payouts, payments)
    assert refusal.value.code == "undecided"


def test_a_fee_before_the_first_payout_does_not_make_it_two_rates():
    """The second root, at (100/2)^(365/10), is no rate of anything."""
    payouts, payments = flows((10, 100)), flows((0, 2), (375, 110))
    rate = effective_rate(payouts, payments)
    assert abs(rate.unrounded_percent - bisected(payouts, payments)) < D("1e-9")


def test_far_from_any_guess_it_still_finds_the_root():
    """A cent becomes 10^17 over 10,000 days: (10^19)^(365/10000) - 1 = 393.7 %."""
    rate = effective_rate(flows((0, "0.01")), flows((10_000, "1e17")))
    with localcontext(prec=60):
        exact = (D("1e19") ** (D(365) / 10_000) - 1) * 100
    assert abs(rate.unrounded_percent - exact) < D("1e-27")


@pytest.mark.parametrize("hint", [None, (3.0, 1.0), (0.9, -1e-300), (float("nan"), 1.0)])
def test_the_float_hint_never_decides(monkeypatch, hint):
    """Without a hint, or with a senseless one, the very same root is found."""
    payouts, payments = flows((0, 900), (60, 100)), flows((90, 200), (365, 500), (800, 480))
    expected = effective_rate(payouts, payments)
    monkeypatch.setattr(discount_roots, "_hint", lambda polynomial: hint)
    assert effective_rate(payouts, payments) == expected


def test_ten_thousand_flows():
    payouts = flows((0, 900_000))
    payments = flows(*[(day, 101 + day % 7) for day in range(1, 10_001)])
    rate = effective_rate(payouts, payments)
    assert abs(discounted_difference(payouts, payments, rate.unrounded_percent)) < RESIDUAL
    assert 0 < rate.percent < 2


amounts = st.integers(10_000, 1_000_000).map(lambda amount: D(amount) / 100)


@st.composite
def loans(draw):
    """Payouts, and payments more than a year after them: one change of sign, so one
    rate, and not an absurd one."""
    payouts = draw(st.lists(st.tuples(st.integers(0, 200), amounts), min_size=1, max_size=4))
    payments = draw(st.lists(st.tuples(st.integers(565, 4000), amounts), min_size=1, max_size=30))
    return flows(*payouts), flows(*payments)


@given(loans())
@settings(deadline=None, max_examples=40)
def test_discounted_flows_sum_to_nothing(loan):
    payouts, payments = loan
    rate = effective_rate(payouts, payments)
    # Near -100 % a year's discount is without bound, and so is any rounding.
    assume(rate.percent > -90)
    assert abs(discounted_difference(payouts, payments, rate.unrounded_percent)) < RESIDUAL


@given(loans())
@settings(deadline=None, max_examples=25)
def test_plain_bisection_agrees(loan):
    payouts, payments = loan
    rate = effective_rate(payouts, payments)
    assert abs(rate.unrounded_percent - bisected(payouts, payments)) < D("1e-9")


@given(st.lists(st.integers(-60, 300), min_size=2, max_size=5, unique=True))
@settings(deadline=None, max_examples=25)
def test_every_rate_of_a_curve_built_from_its_roots_is_found(percents):
    """Yearly flows from the product of (y - 1 - rate), y = 1 + rate of the year."""
    coefficients = [Fraction(1)]
    for percent in percents:
        growth = 1 + Fraction(percent, 100)
        shifted = [*coefficients, Fraction(0)]
        coefficients = [
            a - growth * b for a, b in zip(shifted, [Fraction(0), *coefficients], strict=True)
        ]
    yearly = [(365 * year, int(c * 100**5)) for year, c in enumerate(coefficients)]
    payouts = flows(*[(day, amount) for day, amount in yearly if amount > 0])
    payments = flows(*[(day, -amount) for day, amount in yearly if amount < 0])
    with pytest.raises(SeveralEffectiveRates) as refusal:
        effective_rate(payouts, payments)
    assert refusal.value.percents == tuple(D(percent) for percent in sorted(percents))
