"""What every prudential ratio has in common: exact quotient, limit, verdict.

Amounts are Decimals in tenge. Verdicts come from the exact quotient, never from a
rounded one, and equality passes on either side: norms say "does not exceed" and
"not below".
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from norms.parameters import norm
from norms.schema import NormValue

TIYN = Decimal("0.01")
RATIO_STEP = Decimal("0.0001")


class FigureFault(StrEnum):
    NOT_A_NUMBER = "not_a_number"
    NEGATIVE = "negative"
    NOT_ABOVE_ZERO = "not_above_zero"
    PART_ABOVE_WHOLE = "part_above_whole"
    GIVEN_TWICE = "given_twice"
    NOT_FOREIGN = "not_foreign"


class InvalidFigures(ValueError):
    """Figures from which no ratio follows: the figure's name and what is wrong."""

    def __init__(self, figure: str, fault: FigureFault) -> None:
        super().__init__(f"{figure}: {fault}")
        self.figure = figure
        self.fault = fault


class Bound(StrEnum):
    MAXIMUM = "maximum"
    MINIMUM = "minimum"


@dataclass(frozen=True)
class Ratio:
    """A quotient measured against a norm.

    ``limit`` is in the norm's unit (a percentage or a plain ratio), None where no
    threshold is known; then ``is_breached`` is None too.
    """

    formula_version: str
    numerator: Decimal
    denominator: Decimal
    bound: Bound
    limit: Decimal | None
    norm: NormValue

    @property
    def value(self) -> Fraction:
        """The exact quotient, a plain ratio."""
        return Fraction(self.numerator) / Fraction(self.denominator)

    @property
    def limit_quotient(self) -> Fraction | None:
        """The limit as a plain ratio."""
        return None if self.limit is None else Fraction(self.limit) / self._scale

    @property
    def displayed(self) -> Decimal:
        """The value in the norm's unit, half up: percent to 2 places, ratios to 4."""
        step = TIYN if self.norm.unit == "percent" else RATIO_STEP
        return rounded(self.value * self._scale, step)

    @property
    def is_breached(self) -> bool | None:
        limit = self.limit_quotient
        if limit is None:
            return None
        return self.value > limit if self.bound is Bound.MAXIMUM else self.value < limit

    @property
    def _scale(self) -> int:
        return 100 if self.norm.unit == "percent" else 1


@dataclass(frozen=True)
class Amount:
    """An amount measured against a minimum in tenge."""

    formula_version: str
    amount: Decimal
    minimum: Decimal | None
    norm: NormValue

    @property
    def is_breached(self) -> bool | None:
        return None if self.minimum is None else self.amount < self.minimum

    @property
    def shortfall(self) -> Decimal | None:
        """Tenge missing to the minimum; zero where it is met."""
        return None if self.minimum is None else max(self.minimum - self.amount, Decimal(0))


def rounded(value: Fraction, step: Decimal, rounding: str = ROUND_HALF_UP) -> Decimal:
    """An exact fraction to a multiple of ``step``, without passing through a float."""
    steps = value / Fraction(step)
    whole, rest = divmod(steps, 1)
    up = rest > 0 if rounding == "ROUND_CEILING" else rest >= Fraction(1, 2)
    if rounding == "ROUND_FLOOR":
        up = False
    return ((Decimal(int(whole)) + int(up)) * step).quantize(step)


def require_number(figure: str, amount: Decimal) -> Decimal:
    if not isinstance(amount, Decimal) or not amount.is_finite():
        raise InvalidFigures(figure, FigureFault.NOT_A_NUMBER)
    return amount


def require_not_negative(figure: str, amount: Decimal) -> Decimal:
    if require_number(figure, amount) < 0:
        raise InvalidFigures(figure, FigureFault.NEGATIVE)
    return amount


def require_above_zero(figure: str, amount: Decimal) -> Decimal:
    if require_number(figure, amount) <= 0:
        raise InvalidFigures(figure, FigureFault.NOT_ABOVE_ZERO)
    return amount


def measured(
    formula_version: str,
    quotient: tuple[Decimal, Decimal],
    bound: Bound,
    norm_name: str,
    *,
    on: date,
) -> Ratio:
    """A quotient against a norm of one value; raises NormNotInForce."""
    found = norm(norm_name, on=on)
    return Ratio(formula_version, *quotient, bound, found.value, found)
