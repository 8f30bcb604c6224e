"""Which currencies liquidity is calculated for: № 358, paragraph 44-3.

Currencies of countries rated "A" or better and the euro are taken together, each other
currency alone, where their obligations were at least 1 % of the bank's in the past
reporting month. For the joint group we apply the test to the group; by currency it is
shown beside, since the text can be read both ways.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from norms.parameters import norm
from norms.schema import NormValue
from prudential.country_ratings import TENGE, CurrencyGroup, currency_group
from prudential.ratios import FigureFault, InvalidFigures, require_above_zero, require_not_negative

LIQUIDITY_GROUPS_VERSION = "bank.liquidity_groups/1"
LIQUIDITY_GROUPS_NORMS = ("bank/currency_group_share_minimum",)


class Basis(StrEnum):
    JOINT = "a_or_better_and_euro"
    SINGLE = "single_currency"


class Reason(StrEnum):
    SHARE_REACHED = "share_reached"
    SHARE_BELOW_MINIMUM = "share_below_minimum"


@dataclass(frozen=True)
class CurrencyObligations:
    """A currency's average obligations of the past reporting month, in tenge."""

    currency: str
    country_rating: str | None
    obligations: Decimal


@dataclass(frozen=True)
class ShareTest:
    """Obligations against the bank's; equal to the minimum share passes."""

    obligations: Decimal
    total_obligations: Decimal
    minimum: Fraction

    @property
    def share(self) -> Fraction:
        return Fraction(self.obligations) / Fraction(self.total_obligations)

    @property
    def is_reached(self) -> bool:
        return self.share >= self.minimum


@dataclass(frozen=True)
class LiquidityGroup:
    """Currencies whose liquidity is calculated together, and whether it is at all."""

    formula_version: str
    as_of: date
    basis: Basis
    currencies: tuple[str, ...]
    test: ShareTest
    tests_by_currency: dict[str, ShareTest]
    norm: NormValue

    @property
    def is_counted(self) -> bool:
        return self.test.is_reached

    @property
    def reason(self) -> Reason:
        return Reason.SHARE_REACHED if self.is_counted else Reason.SHARE_BELOW_MINIMUM

    @property
    def depends_on_reading(self) -> bool:
        """Whether a test by currency would count another set than the group's test."""
        return any(test.is_reached != self.is_counted for test in self.tests_by_currency.values())


def liquidity_groups(
    currencies: Iterable[CurrencyObligations], total_obligations: Decimal, *, on: date
) -> tuple[LiquidityGroup, ...]:
    """The joint group first (if it has a currency), then the others by code.

    ``total_obligations`` are all the bank's, tenge included. Raises InvalidFigures,
    UnknownRating and NormNotInForce.
    """
    listed = sorted(currencies, key=lambda entry: entry.currency)
    found = norm("bank/currency_group_share_minimum", on=on)
    _check(listed, total_obligations)
    joint = [entry for entry in listed if _is_joint(entry)]
    groups = [(Basis.JOINT, joint)] if joint else []
    groups += [(Basis.SINGLE, [entry]) for entry in listed if not _is_joint(entry)]
    return tuple(_group(basis, members, total_obligations, found) for basis, members in groups)


def _is_joint(entry: CurrencyObligations) -> bool:
    group = currency_group(entry.currency, entry.country_rating)
    return group is CurrencyGroup.A_OR_BETTER_AND_EURO


def _group(
    basis: Basis, members: Sequence[CurrencyObligations], total: Decimal, found: NormValue
) -> LiquidityGroup:
    minimum = Fraction(found.required_value()) / 100
    together = sum((entry.obligations for entry in members), Decimal(0))
    return LiquidityGroup(
        formula_version=LIQUIDITY_GROUPS_VERSION,
        as_of=found.on.replace(day=1),
        basis=basis,
        currencies=tuple(entry.currency for entry in members),
        test=ShareTest(together, total, minimum),
        tests_by_currency={
            entry.currency: ShareTest(entry.obligations, total, minimum) for entry in members
        },
        norm=found,
    )


def _check(listed: Sequence[CurrencyObligations], total: Decimal) -> None:
    require_above_zero("total_obligations", total)
    for entry in listed:
        require_not_negative(entry.currency, entry.obligations)
        if entry.currency == TENGE:
            raise InvalidFigures(TENGE, FigureFault.NOT_FOREIGN)
    codes = [entry.currency for entry in listed]
    if doubled := {code for code in codes if codes.count(code) > 1}:
        raise InvalidFigures(min(doubled), FigureFault.GIVEN_TWICE)
    if sum(entry.obligations for entry in listed) > total:
        raise InvalidFigures("total_obligations", FigureFault.PART_ABOVE_WHOLE)
