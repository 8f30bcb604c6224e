"""The 90+ limit of paragraph 5-1 of № 192 (as amended by № 65), k1–k3 and the rest."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from norms.parameters import NormNotInForce
from prudential.mfo_ratios import (
    Microcredit,
    PortfolioFigures,
    charter_capital_minimum,
    debt_burden,
    debt_to_income,
    k1,
    k2,
    k3,
    overdue_90_share,
    own_capital_minimum,
    portfolio_figures,
)
from prudential.ratios import FigureFault, InvalidFigures

D = Decimal
TIYN = D("0.01")
END_OF_2025 = date(2025, 12, 31)
START_OF_2026 = date(2026, 1, 1)

money = st.decimals(0, 10**9, places=2)
loans = st.builds(
    Microcredit,
    principal_balance=money,
    accrued_interest=money,
    days_past_due=st.integers(0, 400),
)
books = st.lists(loans, min_size=1, max_size=8).filter(
    lambda book: sum(loan.balance for loan in book) > 0
)


def share(mm90: str | Decimal, np: str | Decimal, on: date = START_OF_2026):
    return overdue_90_share(PortfolioFigures(D(mm90), D(np)), on=on)


def share_of(book, on: date = START_OF_2026):
    return overdue_90_share(portfolio_figures(book, on=on), on=on)


@pytest.mark.parametrize(
    ("on", "mm90", "breached"),
    [
        # "the value of the limit does not exceed": equal passes, a tiyn more does not
        ("2026-01-01", "10.00", False),
        ("2026-01-01", "10.01", True),
        # № 65, paragraph 4: 15 % until 1 January 2026
        ("2025-12-31", "15.00", False),
        ("2025-12-31", "15.01", True),
        ("2025-11-02", "15.01", True),
        # 20 % before (public fact)
        ("2025-11-01", "15.01", False),
        ("2025-11-01", "20.00", False),
        ("2025-11-01", "20.01", True),
        ("2020-01-01", "20.01", True),
    ],
)
def test_the_limit_of_the_reporting_date_decides(on, mm90, breached):
    result = share(mm90, "100.00", date.fromisoformat(on))
    assert result.is_breached is breached
    assert result.is_k1_breached is breached


def test_the_verdict_comes_from_the_exact_quotient_not_from_what_is_shown():
    result = share("100000000.01", "1000000000.00")
    assert result.ratio.displayed == D("10.00")
    assert result.is_breached
    assert result.ratio.value == Fraction("100000000.01") / 10**9


@pytest.mark.parametrize(
    ("mm90", "np", "shown"),
    [("1", "8", "12.50"), ("1", "3", "33.33"), ("2", "3", "66.67"), ("0", "5", "0.00"),
     ("100005", "1000000", "10.00"), ("10005", "100000", "10.01"), ("5", "5", "100.00")],
)  # fmt: skip
def test_percent_is_shown_to_two_places_half_up(mm90, np, shown):
    assert str(share(mm90, np).ratio.displayed) == shown


def test_the_result_carries_its_norm():
    ratio = share("1", "10").ratio
    assert ratio.limit == 10
    assert ratio.norm.effective_from == START_OF_2026
    assert ratio.norm.paragraph == "5-1"
    assert ratio.formula_version == "mfo.overdue_90/1"


@pytest.mark.parametrize(
    ("mm90", "np", "figure", "fault"),
    [
        ("0", "0", "np", FigureFault.NOT_ABOVE_ZERO),
        ("1", "-1", "np", FigureFault.NOT_ABOVE_ZERO),
        ("-1", "5", "mm90", FigureFault.NEGATIVE),
        ("5.01", "5", "mm90", FigureFault.PART_ABOVE_WHOLE),
        ("NaN", "5", "mm90", FigureFault.NOT_A_NUMBER),
        ("1", "Infinity", "np", FigureFault.NOT_A_NUMBER),
    ],
)
def test_impossible_figures_are_refused_by_name(mm90, np, figure, fault):
    with pytest.raises(InvalidFigures) as caught:
        share(mm90, np)
    assert (caught.value.figure, caught.value.fault) == (figure, fault)


def test_before_2020_there_is_no_limit():
    with pytest.raises(NormNotInForce):
        share("1", "10", date(2019, 12, 31))


@pytest.mark.parametrize(("days", "counted"), [(0, 0), (89, 0), (90, 0), (91, 110), (400, 110)])
def test_more_than_90_days_means_91_and_up_by_principal_and_interest(days, counted):
    loan = Microcredit(D(100), D(10), days)
    figures = portfolio_figures([loan], on=START_OF_2026)
    assert figures.mm90 == counted
    assert figures.np == 110


def test_the_whole_balance_decides_and_the_overdue_part_is_shown_beside():
    late = Microcredit(D(100), D(20), 91, past_due_principal=D(30), past_due_interest=D(5))
    result = share_of([late, Microcredit(D(880), D(0), 0)])
    assert result.ratio.numerator == 120
    assert result.past_due_ratio.numerator == 35
    assert result.is_breached
    assert not result.past_due_ratio.is_breached


def test_collecting_the_headroom_leads_exactly_to_the_limit():
    result = share("190", "1000")
    assert result.to_collect == D("100.00")
    assert share("90", "900").ratio.value == Fraction(1, 10)
    assert result.room == 0


def test_the_room_below_the_limit_is_what_may_still_pass_day_90():
    result = share("60", "1000")
    assert (result.to_collect, result.room) == (0, 40)
    assert not share("100", "1000").is_breached
    assert share("100.01", "1000").is_breached


@given(books)
def test_collecting_is_enough_and_a_tiyn_less_is_not(book):
    figures = portfolio_figures(book, on=START_OF_2026)
    result = overdue_90_share(figures, on=START_OF_2026)
    collected = result.to_collect
    left = figures.np - collected
    if collected and left > 0:
        assert not share(figures.mm90 - collected, left).is_breached
        assert share(figures.mm90 - collected + TIYN, left + TIYN).is_breached
    assert bool(collected) is result.is_breached


@given(books)
def test_the_room_never_leads_above_the_limit(book):
    figures = portfolio_figures(book, on=START_OF_2026)
    room = overdue_90_share(figures, on=START_OF_2026).room
    if room:
        assert not share(figures.mm90 + room, figures.np).is_breached
        assert share(figures.mm90 + room + TIYN, figures.np).is_breached


@given(books, loans, st.integers(91, 2000))
def test_a_loan_overdue_91_days_never_lowers_the_share(book, loan, days):
    more = [*book, replace(loan, days_past_due=days)]
    assert share_of(more).ratio.value >= share_of(book).ratio.value


@given(books, loans, st.integers(0, 90))
def test_a_loan_within_90_days_never_raises_the_share(book, loan, days):
    more = [*book, replace(loan, days_past_due=days)]
    assert share_of(more).ratio.value <= share_of(book).ratio.value


@given(books, books)
def test_figures_of_parts_add_up(one, other):
    together = portfolio_figures([*one, *other], on=START_OF_2026)
    parts = [portfolio_figures(book, on=START_OF_2026) for book in (one, other)]
    assert together.mm90 == sum(part.mm90 for part in parts)
    assert together.np == sum(part.np for part in parts)


@given(books)
def test_the_share_lies_between_nothing_and_the_whole(book):
    assert 0 <= share_of(book).ratio.value <= 1


@given(books, st.integers(1, 1000))
def test_the_share_does_not_depend_on_the_unit_of_money(book, factor):
    scaled = [
        replace(
            loan,
            principal_balance=loan.principal_balance * factor,
            accrued_interest=loan.accrued_interest * factor,
        )
        for loan in book
    ]
    assert share_of(scaled).ratio.value == share_of(book).ratio.value


@pytest.mark.parametrize(("capital", "breached"), [("10", False), ("9.99", True), ("-1", True)])
def test_k1_is_a_minimum_and_equal_passes(capital, breached):
    result = k1(D(capital), D(100), on=END_OF_2025)
    assert result.is_breached is breached
    assert result.ratio.limit == D("0.10")
    assert not result.ratio.norm.verified


def test_k1_is_breached_by_the_share_even_where_it_is_met_itself():
    result = k1(D(50), D(100), on=END_OF_2025, is_share_breached=True)
    assert result.ratio.is_breached is False
    assert result.is_breached


@pytest.mark.parametrize(
    ("rule", "at_limit"), [(k2, ("25", "100")), (k3, ("1000", "100")), (debt_burden, ("50", "100"))]
)
def test_maxima_pass_when_equal(rule, at_limit):
    top, bottom = map(D, at_limit)
    assert rule(top, bottom, on=END_OF_2025).is_breached is False
    assert rule(top + TIYN, bottom, on=END_OF_2025).is_breached is True


@pytest.mark.parametrize("rule", [k2, k3, debt_burden])
def test_a_ratio_needs_a_denominator_above_zero(rule):
    with pytest.raises(InvalidFigures) as caught:
        rule(D(1), D(0), on=END_OF_2025)
    assert caught.value.fault is FigureFault.NOT_ABOVE_ZERO


@pytest.mark.parametrize("rule", [own_capital_minimum, charter_capital_minimum])
def test_minimum_capital_is_200_million_from_2024(rule):
    assert rule(D(200_000_000), on=date(2024, 1, 1)).is_breached is False
    short = rule(D("199999999.99"), on=date(2024, 1, 1))
    assert short.is_breached is True
    assert short.shortfall == TIYN
    with pytest.raises(NormNotInForce):
        rule(D(1), on=date(2023, 12, 31))


def test_debt_to_income_counts_a_fifth_of_unused_limits_and_gives_no_verdict():
    result = debt_to_income(D(100), D(50), D(40), D(300), on=END_OF_2025)
    assert result.value == Fraction(1, 2)
    assert result.limit is None
    assert result.is_breached is None
    assert str(result.displayed) == "0.5000"
