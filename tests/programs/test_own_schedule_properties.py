"""What holds for any own schedule: principal, balance, discounted flows, split interest."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from programs.day_count import DayCount
from programs.effective_rate import Flow, discounted_difference, effective_rate
from programs.interest_subsidy import subsidy_rates, subsidy_schedule
from programs.schedules import PrincipalPart, Schedule, own_schedule

START = date(2026, 1, 31)


@dataclass(frozen=True)
class Drawn:
    principal: Decimal
    rate: Decimal
    schedule: Schedule


@st.composite
def schedules(draw: st.DrawFn) -> Drawn:
    days = draw(st.lists(st.integers(1, 5_000), min_size=1, max_size=40, unique=True))
    amounts = st.decimals(0, 10**9, places=2)
    parts = [
        PrincipalPart(START + timedelta(days=day), draw(amounts) + (day == max(days)))
        for day in sorted(days)
    ]
    principal = sum((part.principal for part in parts), Decimal(0))
    rate = draw(st.decimals(0, 90, places=3))
    schedule = own_schedule(
        parts,
        principal=principal,
        annual_rate_percent=rate,
        day_count=draw(st.sampled_from(DayCount)),
        first_disbursement=START,
    )
    return Drawn(principal, rate, schedule)


@given(schedules())
@settings(deadline=None)
def test_the_balance_falls_to_nothing_and_the_principal_sums_exactly(drawn: Drawn) -> None:
    balance = drawn.principal
    for row in drawn.schedule.rows:
        assert row.principal_balance == balance
        balance -= row.principal
    assert balance == 0
    assert drawn.schedule.totals.principal == drawn.principal


@given(schedules())
@settings(deadline=None)
def test_discounted_at_its_effective_rate_nothing_is_left(drawn: Drawn) -> None:
    payouts = [Flow(START, drawn.principal)]
    payments = [Flow(row.date, row.payment) for row in drawn.schedule.rows]
    percent = effective_rate(payouts, payments).unrounded_percent
    left = discounted_difference(payouts, payments, percent)
    assert abs(left) / drawn.principal < Decimal("1e-12")


@given(schedules(), st.decimals(0, 90, places=2))
@settings(deadline=None)
def test_share_and_borrowers_rate_make_the_nominal_one(drawn: Drawn, reference: Decimal) -> None:
    rates = subsidy_rates(drawn.rate, reference)
    assert rates.subsidised + rates.borrower == drawn.rate
    split = subsidy_schedule(drawn.schedule, subsidised=rates.subsidised, nominal=drawn.rate)
    for row, whole in zip(split.rows, drawn.schedule.rows, strict=True):
        assert row.interest_subsidised + row.interest_recipient == whole.interest
        assert row.interest_subsidised >= 0
