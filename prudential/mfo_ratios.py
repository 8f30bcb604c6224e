"""Ratios of microfinance organisations: № 192, its 90+ limit in paragraph 5-1.

Pure: figures and a reporting date in, frozen results out. Every function raises
InvalidFigures for figures without a ratio, and NormNotInForce for a date outside the
norm's life.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from norms.parameters import norm
from norms.schema import NormValue
from prudential.ratios import (
    TIYN,
    Amount,
    Bound,
    FigureFault,
    InvalidFigures,
    Ratio,
    measured,
    require_above_zero,
    require_not_negative,
    require_number,
    rounded,
)

OVERDUE_90_VERSION = "mfo.overdue_90/1"
K1_VERSION = "mfo.k1/1"
K2_VERSION = "mfo.k2/1"
K3_VERSION = "mfo.k3/1"
CAPITAL_VERSION = "mfo.capital_minimum/1"
DEBT_TO_INCOME_VERSION = "mfo.debt_to_income/1"
DEBT_BURDEN_VERSION = "mfo.debt_burden/1"

OVERDUE_90_NORMS = ("mfo/overdue_90_limit", "mfo/overdue_90_days")
"""What a run of the 90+ share relies on, for its norms digest."""


@dataclass(frozen=True)
class Microcredit:
    """One row of the register as the share reads it, tenge; written-off rows included.

    Provisions have no place here: paragraph 5-1 does not deduct them.
    """

    principal_balance: Decimal
    accrued_interest: Decimal
    days_past_due: int
    past_due_principal: Decimal = Decimal(0)
    past_due_interest: Decimal = Decimal(0)

    @property
    def balance(self) -> Decimal:
        return self.principal_balance + self.accrued_interest

    @property
    def past_due(self) -> Decimal:
        return self.past_due_principal + self.past_due_interest


@dataclass(frozen=True)
class PortfolioFigures:
    """MM90 and NP in tenge; ``mm90_past_due`` reads MM90 as the overdue part only."""

    mm90: Decimal
    np: Decimal
    mm90_past_due: Decimal | None = None


@dataclass(frozen=True)
class Overdue90Share:
    """The 90+ share: ``ratio`` decides, ``past_due_ratio`` is the other reading."""

    ratio: Ratio
    past_due_ratio: Ratio | None

    @property
    def is_breached(self) -> bool:
        return bool(self.ratio.is_breached)

    @property
    def is_k1_breached(self) -> bool:
        """Paragraph 5-1: exceeding the limit breaches k1, even where k1 itself is met."""
        return self.is_breached

    @property
    def to_collect(self) -> Decimal:
        """Tenge of 90+ balances to collect to be at the limit, up to a tiyn; 0 if within.

        What is collected leaves numerator and denominator alike.
        """
        limit, excess = self._limit, self._excess
        if excess <= 0:
            return Decimal("0.00")
        return rounded(excess / (1 - limit), TIYN, "ROUND_CEILING")

    @property
    def room(self) -> Decimal:
        """Tenge of the present portfolio that may still pass day 90, down to a tiyn."""
        if self._excess >= 0:
            return Decimal("0.00")
        return rounded(-self._excess, TIYN, "ROUND_FLOOR")

    @property
    def _limit(self) -> Fraction:
        return Fraction(self.ratio.norm.required_value()) / 100

    @property
    def _excess(self) -> Fraction:
        """Tenge of MM90 above the limit's part of the portfolio; negative below it."""
        return Fraction(self.ratio.numerator) - self._limit * Fraction(self.ratio.denominator)


def portfolio_figures(loans: Iterable[Microcredit], *, on: date) -> PortfolioFigures:
    """MM90 and NP of a register: loans overdue more than 90 days, by whole balance."""
    threshold = norm("mfo/overdue_90_days", on=on).required_value()
    mm90 = np = past_due = Decimal(0)
    for loan in loans:
        np += loan.balance
        if loan.days_past_due > threshold:
            mm90 += loan.balance
            past_due += loan.past_due
    return PortfolioFigures(mm90, np, past_due)


def overdue_90_share(figures: PortfolioFigures, *, on: date) -> Overdue90Share:
    """L = MM90 / NP against the limit of the reporting date (paragraph 5-1)."""
    require_above_zero("np", figures.np)
    ratio = _share("mm90", figures.mm90, figures.np, on=on)
    if figures.mm90_past_due is None:
        return Overdue90Share(ratio, None)
    return Overdue90Share(ratio, _share("mm90_past_due", figures.mm90_past_due, figures.np, on=on))


def _share(figure: str, part: Decimal, np: Decimal, *, on: date) -> Ratio:
    if require_not_negative(figure, part) > np:
        raise InvalidFigures(figure, FigureFault.PART_ABOVE_WHOLE)
    return measured(OVERDUE_90_VERSION, (part, np), Bound.MAXIMUM, "mfo/overdue_90_limit", on=on)


@dataclass(frozen=True)
class K1:
    """k1 with the consequence of the 90+ limit (paragraph 5-1)."""

    ratio: Ratio
    is_share_breached: bool

    @property
    def is_breached(self) -> bool:
        return bool(self.ratio.is_breached) or self.is_share_breached


def k1(
    own_capital: Decimal,
    risk_weighted_assets: Decimal,
    *,
    on: date,
    is_share_breached: bool = False,
) -> K1:
    """Own capital / assets weighted by credit risk, against its minimum."""
    require_number("own_capital", own_capital)
    require_above_zero("risk_weighted_assets", risk_weighted_assets)
    quotient = (own_capital, risk_weighted_assets)
    ratio = measured(K1_VERSION, quotient, Bound.MINIMUM, "mfo/k1_minimum", on=on)
    return K1(ratio, is_share_breached)


def k2(largest_exposure: Decimal, own_capital: Decimal, *, on: date) -> Ratio:
    """The largest borrower's exposure / own capital, against its maximum."""
    require_not_negative("largest_exposure", largest_exposure)
    require_above_zero("own_capital", own_capital)
    quotient = (largest_exposure, own_capital)
    return measured(K2_VERSION, quotient, Bound.MAXIMUM, "mfo/k2_maximum", on=on)


def k3(total_liabilities: Decimal, own_capital: Decimal, *, on: date) -> Ratio:
    """Total liabilities / own capital, against its maximum."""
    require_not_negative("total_liabilities", total_liabilities)
    require_above_zero("own_capital", own_capital)
    quotient = (total_liabilities, own_capital)
    return measured(K3_VERSION, quotient, Bound.MAXIMUM, "mfo/k3_maximum", on=on)


def own_capital_minimum(own_capital: Decimal, *, on: date) -> Amount:
    return _minimum("own_capital", own_capital, norm("mfo/minimum_own_capital", on=on))


def charter_capital_minimum(charter_capital: Decimal, *, on: date) -> Amount:
    found = norm("mfo/minimum_charter_capital", on=on)
    return _minimum(
        "charter_capital", require_not_negative("charter_capital", charter_capital), found
    )


def _minimum(figure: str, amount: Decimal, found: NormValue) -> Amount:
    return Amount(CAPITAL_VERSION, require_number(figure, amount), found.value, found)


def debt_to_income(
    debts: Decimal, unused_limits: Decimal, new_debt: Decimal, income: Decimal, *, on: date
) -> Ratio:
    """(Debts + a share of unused limits + the new debt) / income (chapter 4).

    The threshold is not known: ``is_breached`` is None until it is entered.
    """
    require_not_negative("debts", debts)
    require_not_negative("unused_limits", unused_limits)
    require_not_negative("new_debt", new_debt)
    require_above_zero("income", income)
    share = norm("mfo/debt_to_income_unused_limit_share", on=on).required_value() / 100
    quotient = (debts + share * unused_limits + new_debt, income)
    name = "mfo/debt_to_income_maximum"
    return measured(DEBT_TO_INCOME_VERSION, quotient, Bound.MAXIMUM, name, on=on)


def debt_burden(monthly_payments: Decimal, average_income: Decimal, *, on: date) -> Ratio:
    """Monthly payments / average monthly income of six months (№ 215)."""
    require_not_negative("monthly_payments", monthly_payments)
    require_above_zero("average_income", average_income)
    quotient = (monthly_payments, average_income)
    name = "mfo/debt_burden_maximum"
    return measured(DEBT_BURDEN_VERSION, quotient, Bound.MAXIMUM, name, on=on)
