"""The positive roots of a sum of whole powers of a daily discount factor, in Decimal.

Descartes' rule of signs bounds how many roots there are: with one change of sign
there is exactly one. Where there are more changes, a root is still the only one
if the balance carried at that rate never changes sign (every proper loan); if
not even that holds, the roots are isolated between the turning points.
"""

import math
from collections.abc import Mapping, Sequence
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from functools import cached_property
from itertools import pairwise
from operator import mul

ARITHMETIC = Context(prec=50, Emax=MAX_EMAX, Emin=MIN_EMIN)
"""Every function here is to be called in this context."""

_NEGLIGIBLE = Decimal("1e-36")
_EXACT_STEP = Decimal("1e-42")
_NOTHING = Decimal("1e-30")
_MOST_WORK = 1_000_000


class Undecided(ArithmeticError):
    """The signs change too often to count the roots within reasonable time."""


class Polynomial:
    """The sum of coefficient · x^exponent; exponents are whole and may be negative."""

    def __init__(self, coefficients: Mapping[int, Decimal]) -> None:
        self.exponents = sorted(t for t, c in coefficients.items() if c)
        self.coefficients = [coefficients[t] for t in self.exponents]

    def __len__(self) -> int:
        return len(self.exponents)

    @cached_property
    def sign_changes(self) -> int:
        signs = [c > 0 for c in self.coefficients]
        return sum(a != b for a, b in pairwise(signs))

    @cached_property
    def gaps(self) -> list[int]:
        """From each exponent down to the one below it; from the first down to 0."""
        return [high - low for low, high in pairwise([0, *self.exponents])]

    def value(self, x: Decimal) -> Decimal:
        powers = {gap: x**gap for gap in set(self.gaps)}
        factors = map(powers.__getitem__, reversed(self.gaps))
        total = Decimal(0)
        for coefficient, factor in zip(reversed(self.coefficients), factors, strict=True):
            total = (total + coefficient) * factor
        return total

    def size(self, x: Decimal) -> Decimal:
        """The same sum without signs: the scale against which a value is nothing."""
        return sum((abs(part) for part in self._parts(x)), Decimal(0))

    def sign(self, x: Decimal) -> int:
        value = self.value(x)
        if abs(value) <= _NOTHING * self.size(x):
            return 0
        return 1 if value > 0 else -1

    def slope(self, pivot: int = 0) -> "Polynomial":
        """x times the derivative of (this · x^-pivot), times x^pivot."""
        return Polynomial(
            {t: (t - pivot) * c for t, c in zip(self.exponents, self.coefficients, strict=True)}
        )

    def keeps_one_sign(self, x: Decimal) -> bool:
        """Whether the running sums at x are all of one sign, nothing aside.

        If x is a root it is then the only one: summed by parts the polynomial is
        a sum of (running sum) · (y^t - y^t') with y the ratio to x, all of one
        sign below y = 1 and of the other above it.
        """
        parts = self._parts(x)
        nothing = _NOTHING * self.size(x)
        running, lowest, highest = Decimal(0), Decimal(0), Decimal(0)
        for part in parts:
            running += part
            lowest, highest = min(lowest, running), max(highest, running)
        return -lowest <= nothing or highest <= nothing

    def _parts(self, x: Decimal) -> list[Decimal]:
        powers = {gap: x**gap for gap in set(self.gaps)}
        factor = Decimal(1)
        parts = []
        for coefficient, gap in zip(self.coefficients, self.gaps, strict=True):
            factor *= powers[gap]
            parts.append(coefficient * factor)
        return parts


def positive_roots(polynomial: Polynomial) -> list[Decimal]:
    """All x > 0 where the polynomial is zero, rising; a double root counts once.

    Raises Undecided.
    """
    changes = polynomial.sign_changes
    if changes % 2:
        root = _polished(polynomial, _hint(polynomial))
        if root is not None and (changes == 1 or polynomial.keeps_one_sign(root)):
            return [root]
    if changes**2 * len(polynomial) > _MOST_WORK:
        raise Undecided
    return _isolated_roots(polynomial)


class _Side:
    """The terms of one sign, without it, in float: sums of weight · exp(y · time)."""

    def __init__(self, weights: list[float], times: Sequence[float]) -> None:
        self.weights = weights
        self.times = times

    def sum_and_mean_time(self, y: float) -> tuple[float, float]:
        parts = list(map(mul, self.weights, [math.exp(y * time) for time in self.times]))
        total = sum(parts)
        return total, sum(map(mul, parts, self.times)) / total

    def coarse(self) -> "_Side":
        """Neighbouring terms drawn together at their mean time, some 200 in all."""
        width = len(self.times) // 200 + 1
        weights, times = [], []
        for start in range(0, len(self.times), width):
            some = self.weights[start : start + width]
            weights.append(sum(some))
            times.append(sum(map(mul, some, self.times[start : start + width])) / weights[-1])
        return _Side(weights, times)


def _sides(polynomial: Polynomial) -> tuple[_Side, _Side]:
    weights = list(map(float, polynomial.coefficients))
    terms = list(zip(weights, polynomial.exponents, strict=True))
    return (
        _Side([c for c in weights if c > 0], [t for c, t in terms if c > 0]),
        _Side([-c for c in weights if c < 0], [t for c, t in terms if c < 0]),
    )


def _hint(polynomial: Polynomial) -> tuple[float, float] | None:
    """Where a root may lie and the slope there (x times the derivative), in float.

    Found first on coarse sums. Anything odd gives no hint or a wrong one, which
    `_polished` throws away.
    """
    positive, negative = _sides(polynomial)
    span = polynomial.exponents[-1] - polynomial.exponents[0]
    try:
        y, _ = _balance(positive.coarse(), negative.coarse(), 0.0, span)
        y, slope = _balance(positive, negative, y, span)
        return math.exp(y), slope
    except (ArithmeticError, ValueError):
        return None


def _balance(positive: _Side, negative: _Side, y: float, span: int) -> tuple[float, float]:
    """The y at which both sides weigh the same, by Newton's method.

    The logarithm of their ratio is nearly linear in y, so a few steps suffice.
    """
    slope = 0.0
    for _ in range(30):
        plus, plus_time = positive.sum_and_mean_time(y)
        minus, minus_time = negative.sum_and_mean_time(y)
        slope = plus * (plus_time - minus_time)
        step = math.log(plus / minus) / (plus_time - minus_time)
        y -= step
        if abs(step) * span < 1e-6:
            break
    return y, slope


def _polished(polynomial: Polynomial, hint: tuple[float, float] | None) -> Decimal | None:
    """The root next to the hint, by the secant method in log x.

    A step's error is about the product of the last two steps, times the span of
    the exponents: it ends when that is below 1e-36.
    """
    if hint is None or not all(map(math.isfinite, hint)) or not all(hint):
        return None
    x, slope = map(Decimal, hint)
    span = polynomial.exponents[-1] - polynomial.exponents[0]
    value, step = polynomial.value(x), Decimal(1)
    for _ in range(10):
        previous, step = step, -value / slope
        x *= 1 + step
        if abs(previous * step) * span < _NEGLIGIBLE:
            return x
        last, value = value, polynomial.value(x)
        slope = (value - last) / step
        if x <= 0 or not slope:
            return None
    return None


def _isolated_roots(polynomial: Polynomial) -> list[Decimal]:
    """The roots between, and at, the turning points, all in Decimal.

    Divided by the power of x at the first change of sign, the polynomial turns
    where `slope(pivot)` is zero, and that has one change of sign less.
    """
    if not polynomial.sign_changes:
        return []
    turning = _turning_points(polynomial)
    signs = [polynomial.sign(x) for x in turning]
    roots = [x for x, sign in zip(turning, signs, strict=True) if sign == 0]
    ends: list[Decimal | None] = [None, *turning, None]
    end_signs = [_sign(polynomial.coefficients[0]), *signs, _sign(polynomial.coefficients[-1])]
    for (left, right), (before, after) in zip(pairwise(ends), pairwise(end_signs), strict=True):
        if before * after < 0:
            roots.append(_root_between(polynomial, left, right))
    return sorted(roots)


def _turning_points(polynomial: Polynomial) -> list[Decimal]:
    if polynomial.sign_changes == 1:
        return []
    terms = zip(polynomial.exponents, pairwise(polynomial.coefficients), strict=False)
    pivot = next(t for t, (a, b) in terms if (a > 0) != (b > 0))
    return _isolated_roots(polynomial.slope(pivot))


def _sign(value: Decimal) -> int:
    return 1 if value > 0 else -1


def _root_between(polynomial: Polynomial, left: Decimal | None, right: Decimal | None) -> Decimal:
    """The only root between two turning points; None stands for 0 and for infinity."""
    below = _sign(polynomial.coefficients[0])
    if left is None:
        low = _outwards(polynomial, right or Decimal(1), below, downwards=True)
    else:
        low, below = left, polynomial.sign(left)
    high = right
    if high is None:
        high = _outwards(polynomial, left or Decimal(1), -below, downwards=False)
    return _bracketed_root(polynomial, low, high, below)


def _outwards(polynomial: Polynomial, start: Decimal, sign: int, *, downwards: bool) -> Decimal:
    """The first x, going away from `start` in growing steps, with the sign wanted."""
    growth = Decimal("0.001")
    while True:
        x = start / (1 + growth) if downwards else start * (1 + growth)
        if _sign(polynomial.value(x)) == sign:
            return x
        growth *= 8


def _bracketed_root(polynomial: Polynomial, low: Decimal, high: Decimal, below: int) -> Decimal:
    """Newton's method kept inside the bracket; it is halved where Newton is slow."""
    slope = polynomial.slope()
    x, last_step = (low * high).sqrt(), high - low
    for _ in range(500):
        value = polynomial.value(x)
        if not value:
            return x
        low, high = (x, high) if _sign(value) == below else (low, x)
        following = _newton(x, value, slope.value(x))
        if not low < following < high or abs(following - x) > last_step / 2:
            following = (low * high).sqrt()
        last_step, x = abs(following - x), following
        if last_step <= _EXACT_STEP * x:
            return x
    raise Undecided


def _newton(x: Decimal, value: Decimal, slope: Decimal) -> Decimal:
    return x - x * value / slope if slope else x
