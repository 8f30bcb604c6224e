"""The annual effective rate of a credit (ГЭСВ).

It is the APR > -1 that solves
    sum S_j / (1+APR)^(t_j/365) = sum P_i / (1+APR)^(t_i/365)
with S the payouts to the borrower, P all payments by the borrower, t in days
from the first payout. With x = (1+APR)^(-1/365), the discount factor of one day,
it is a sum of whole powers of x, so its positive roots can be counted.

All roots are found in Decimal; float only says where to start looking.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import NamedTuple

from programs.discount_roots import ARITHMETIC, Polynomial, Undecided, positive_roots

DAYS_IN_YEAR = 365

# A bound of what is computed, not a norm: a hundred million percent a year.
LARGEST_RATE = Decimal(10) ** 6
LARGEST_AMOUNT = Decimal(10) ** 18

_TEN_DECIMALS = Decimal("1e-10")
_TENTH = Decimal("0.1")
_UNROUNDED = Decimal("1e-30")


class Flow(NamedTuple):
    """An amount on a day; a payout or a payment, both positive."""

    date: date
    amount: Decimal


class EffectiveRateError(ValueError):
    """Flows without one effective rate: `field` is at fault, `code` is the reason."""

    def __init__(self, code: str, field: str = "") -> None:
        self.code = code
        self.field = field
        super().__init__(f"{field}: {code}" if field else code)


class NoEffectiveRate(EffectiveRateError):
    """No rate solves the equation."""

    def __init__(self) -> None:
        super().__init__("no_solution")


class SeveralEffectiveRates(EffectiveRateError):
    """More than one rate solves it; `percents` lists them rising, where they can be listed."""

    def __init__(self, percents: tuple[Decimal, ...] = ()) -> None:
        self.percents = percents
        super().__init__("several_solutions")


@dataclass(frozen=True, slots=True)
class EffectiveRate:
    """Percent a year. `percent` has one decimal, half up, from the root rounded to
    ten decimals; `unrounded_percent` is the root to 30 decimals."""

    percent: Decimal
    unrounded_percent: Decimal


def effective_rate(payouts: Sequence[Flow], payments: Sequence[Flow]) -> EffectiveRate:
    """The one rate at which the discounted payouts equal the discounted payments.

    Rates above a hundred million percent do not count: a fee paid before the
    first payout always has one. Raises NoEffectiveRate or SeveralEffectiveRates if
    there is not exactly one, EffectiveRateError with a field for flows that are no
    credit, with code `out_of_range` if the only rates are too high to count, and
    `undecided` if payouts and payments alternate too often to tell.
    """
    _check("payouts", payouts)
    _check("payments", payments)
    with localcontext(ARITHMETIC):
        rates = _rates(_net_flows(payouts, payments))
        if not rates:
            raise NoEffectiveRate
        sensible = [rate for rate in rates if rate <= LARGEST_RATE]
        if not sensible:
            raise EffectiveRateError("out_of_range")
        if len(sensible) > 1:
            raise SeveralEffectiveRates(tuple(_percent(rate) for rate in sensible))
        return EffectiveRate(_percent(sensible[0]), (sensible[0] * 100).quantize(_UNROUNDED) + 0)


def discounted_difference(
    payouts: Sequence[Flow], payments: Sequence[Flow], rate_percent: Decimal
) -> Decimal:
    """The equation's left side less its right side at a rate, in the flows' currency."""
    with localcontext(ARITHMETIC):
        flows = _net_flows(payouts, payments)
        return flows.value((1 + rate_percent / 100) ** (Decimal(-1) / DAYS_IN_YEAR))


def _check(field: str, flows: Sequence[Flow]) -> None:
    amounts = [flow.amount for flow in flows]
    if not all(map(Decimal.is_finite, amounts)):
        raise EffectiveRateError("not_a_number", field)
    if not any(amounts):
        raise EffectiveRateError("empty", field)
    if min(amounts) < 0:
        raise EffectiveRateError("negative", field)
    if max(amounts) > LARGEST_AMOUNT:
        raise EffectiveRateError("too_large", field)


def _net_flows(payouts: Sequence[Flow], payments: Sequence[Flow]) -> Polynomial:
    """Payouts less payments of each day, days counted from the first payout."""
    first = min(flow.date for flow in payouts).toordinal()
    net: dict[int, Decimal] = {}
    for day, amount in payouts:
        t = day.toordinal() - first
        net[t] = net[t] + amount if t in net else amount
    for day, amount in payments:
        t = day.toordinal() - first
        net[t] = net[t] - amount if t in net else -amount
    return Polynomial(net)


def _rates(flows: Polynomial) -> list[Decimal]:
    """All rates that solve the equation, rising, as parts of one."""
    if not len(flows):
        raise SeveralEffectiveRates
    try:
        roots = positive_roots(flows)
    except Undecided:
        raise EffectiveRateError("undecided") from None
    return [root**-DAYS_IN_YEAR - 1 for root in reversed(roots)]


def _percent(rate: Decimal) -> Decimal:
    ten_decimals = rate.quantize(_TEN_DECIMALS, rounding=ROUND_HALF_UP)
    # Adding zero turns -0.0 into 0.0.
    return (ten_decimals * 100).quantize(_TENTH, rounding=ROUND_HALF_UP) + 0
