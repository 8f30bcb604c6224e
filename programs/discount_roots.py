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

ARITHMETIC = Context(prec=50, Emax=MAX_EMAX, Emin=MIN_EMIN)
"""Every function here is to be called in this context."""

_SMALL_STEP = Decimal("1e-25")
_EXACT_STEP = Decimal("1e-42")
_NOTHING = Decimal("1e-30")
_MOST_WORK = 1_000_000


class Undecided(ArithmeticError):
    """The signs change too often to count the roots within reasonable time."""


class Polynomial:
    """The sum of coefficient · x^exponent; exponents are whole and may be negative."""

    def __init__(self, coefficients: Mapping[int, Decimal]) -> None:
        kept = sorted((t, c) for t, c in coefficients.items() if c)
        self.exponents = [t for t, _ in kept]
        self.coefficients = [c for _, c in kept]

    def __len__(self) -> int:
        return len(self.exponents)

    @cached_property
    def sign_changes(self) -> int:
        return sum((a > 0) != (b > 0) for a, b in pairwise(self.coefficients))

    @cached_property
    def gaps(self) -> list[int]:
        """From each exponent down to the one below it; from the first down to 0."""
        return [high - low for low, high in pairwise([0, *self.exponents])]

    def value(self, x: Decimal) -> Decimal:
        powers = {gap: x**gap for gap in set(self.gaps)}
        total = Decimal(0)
        for coefficient, gap in zip(reversed(self.coefficients), reversed(self.gaps), strict=True):
            total = (total + coefficient) * powers[gap]
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


def _hint(polynomial: Polynomial) -> float | None:
    """Where a root may lie, in float, by the secant method.

    The logarithm of the ratio of both signs' sums is nearly linear in log x, so a
    handful of steps suffices. Anything odd gives no hint or a wrong one, which
    `_polished` throws away.
    """
    ratio = _LogRatio(polynomial)
    try:
        here, at_here = 0.0, ratio(0.0)
        there = -at_here / ratio.duration()
        for _ in range(30):
            if abs(there - here) < 1e-16:
                break
            at_there = ratio(there)
            step = at_there * (there - here) / (at_there - at_here) if at_there else 0.0
            here, at_here, there = there, at_there, there - step
        return math.exp(there)
    except (ArithmeticError, ValueError):
        return None


class _LogRatio:
    """log(sum of the positive terms / sum of the negative ones) at x = exp(y)."""

    def __init__(self, polynomial: Polynomial) -> None:
        self._exponents = polynomial.exponents
        self._gaps = polynomial.gaps[::-1]
        self._coefficients = [float(c) for c in reversed(polynomial.coefficients)]

    def __call__(self, y: float) -> float:
        powers = {gap: math.exp(y * gap) for gap in set(self._gaps)}
        total = size = 0.0
        for coefficient, gap in zip(self._coefficients, self._gaps, strict=True):
            power = powers[gap]
            total = (total + coefficient) * power
            size = (size + abs(coefficient)) * power
        return math.log((size + total) / (size - total))

    def duration(self) -> float:
        """The ratio's slope at y = 0: the mean exponents' difference."""
        pairs = list(zip(self._coefficients, reversed(self._exponents), strict=True))
        positive = [(c, t) for c, t in pairs if c > 0]
        negative = [(c, t) for c, t in pairs if c < 0]
        return _mean(positive) - _mean(negative)


def _mean(weighted: Sequence[tuple[float, int]]) -> float:
    return sum(c * t for c, t in weighted) / sum(c for c, _ in weighted)


def _polished(polynomial: Polynomial, hint: float | None) -> Decimal | None:
    """The root next to the hint, by Newton's method with the slope at the hint.

    Each step shrinks the error by the hint's own relative error, so the root is
    good to some 1e-38 once a step is below 1e-25.
    """
    if hint is None or not math.isfinite(hint) or hint <= 0:
        return None
    x = Decimal(hint)
    slope = polynomial.slope().value(x)
    for _ in range(8):
        if not slope or x <= 0:
            return None
        step = polynomial.value(x) / slope
        x -= x * step
        if abs(step) < _SMALL_STEP:
            return x
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
