"""The state's part and the buyer's part of a case's interest."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from applications.case_subsidy import case_subsidy, subsidy_with
from programs.interest_subsidy import ReferenceKind
from programs.models import RateSeries, ReferenceRate
from programs.reference_rates import NotKnownReason, ReferenceRateInForce, ReferenceRateNotKnown

FINANCING = {
    "financing_amount": "500000000",
    "financing_currency": "KZT",
    "nominal_rate_percent": "20.5",
    "term_months": 36,
    "grace_principal_months": 6,
    "grace_interest_months": 0,
    "repayment": "equal_principal",
    "day_count": "30/360",
    "first_disbursement": "2025-12-01",
    "own_schedule": [],
}
DAY = date(2025, 12, 1)


def reference(value: str = "9") -> ReferenceRateInForce:
    return ReferenceRateInForce(
        kind=ReferenceKind.HALF_BASE_RATE,
        value_percent=Decimal(value),
        published_percent=Decimal(value) * 2,
        source="test",
        effective_from=date(2025, 10, 13),
    )


def test_the_state_pays_what_exceeds_the_reference_rate():
    subsidy = subsidy_with(FINANCING, reference(), on=DAY)
    assert subsidy.rates == (Decimal("11.5"), Decimal("9"))
    # The first month: 500 000 000 × 20.5 % × 30/360, of which 11.5/20.5 by the state.
    first = subsidy.schedule.rows[0]
    assert first.principal == 0
    assert (first.interest_subsidised, first.interest_recipient) == (
        Decimal("4791666.67"),
        Decimal("3750000.00"),
    )
    assert subsidy.schedule.totals.principal == Decimal(500_000_000)
    assert [total.year for total in subsidy.schedule.by_year] == [2026, 2027, 2028]


def test_a_rate_not_above_the_reference_leaves_nothing_to_subsidise():
    subsidy = subsidy_with(FINANCING, reference("20.5"), on=DAY)
    assert subsidy.asks_for_nothing
    assert subsidy.schedule.totals.subsidy == 0


def test_an_own_schedule_is_split_too():
    own = [
        {"date": "2026-06-01", "principal": "200000000"},
        {"date": "2027-12-01", "principal": "300000000"},
    ]
    financing = {**FINANCING, "repayment": "own", "own_schedule": own}
    schedule = subsidy_with(financing, reference(), on=DAY).schedule
    assert [row.principal for row in schedule.rows] == [Decimal(200_000_000), Decimal(300_000_000)]


def test_figures_without_a_schedule_still_have_rates():
    financing = {**FINANCING, "repayment": "own", "own_schedule": []}
    subsidy = subsidy_with(financing, reference(), on=DAY)
    assert subsidy.is_known
    assert subsidy.schedule is None
    assert subsidy.schedule_error is not None


def test_an_unknown_reference_gives_no_figure_at_all():
    missing = ReferenceRateNotKnown(
        ReferenceKind.CIRR, "CNY", "up_to_5_years", DAY, NotKnownReason.NO_ROW
    )
    subsidy = subsidy_with({**FINANCING, "financing_currency": "CNY"}, missing, on=DAY)
    assert not subsidy.is_known
    assert subsidy.schedule is None
    assert subsidy.reference is missing


@pytest.mark.parametrize(("months", "too_long"), [(180, False), (181, True)])
def test_nothing_is_worked_out_for_a_term_longer_than_the_norms(months, too_long):
    subsidy = subsidy_with({**FINANCING, "term_months": months}, reference(), on=DAY)
    assert (subsidy.is_too_long, subsidy.schedule is None) == (too_long, too_long)
    assert subsidy.longest_term == 180


@pytest.mark.django_db
def test_the_rate_of_the_day_is_looked_up_and_halved():
    ReferenceRate.objects.create(
        kind=RateSeries.BASE_RATE,
        currency="KZT",
        value_percent=Decimal("18"),
        effective_from=date(2025, 10, 13),
        source="test",
    )
    assert case_subsidy(FINANCING, on=DAY).rates == (Decimal("11.5"), Decimal("9"))
    before = case_subsidy(FINANCING, on=date(2025, 10, 12))
    assert isinstance(before.reference, ReferenceRateNotKnown)
    assert not before.is_known


RATES = st.decimals(min_value=0, max_value=100, places=2)


@settings(deadline=None)
@given(nominal=RATES, by=RATES, repayment=st.sampled_from(["annuity", "bullet"]))
def test_the_two_parts_always_make_the_whole(nominal, by, repayment):
    financing = {**FINANCING, "nominal_rate_percent": str(nominal), "repayment": repayment}
    subsidy = subsidy_with(financing, reference(str(by)), on=DAY)
    assert subsidy.rates.subsidised + subsidy.rates.borrower == nominal
    assert subsidy.rates.subsidised >= 0
    assert subsidy.schedule.totals.principal == Decimal(500_000_000)
    assert sum(year.subsidy for year in subsidy.schedule.by_year) == subsidy.schedule.totals.subsidy
