"""Repayment schedules of one credit or lease, in one currency.

Amounts are Decimals in the currency's units with two decimals, rates are
Decimals in percent a year. Every amount is rounded half up to 0.01 and the last
payment takes the rest, so that the principal sums exactly.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from enum import StrEnum
from itertools import pairwise

from programs.day_count import DayCount, year_fraction

CENT = Decimal("0.01")
ZERO = Decimal("0.00")

# Bounds of what is computed at all, not norms: they keep one request cheap.
LARGEST_PRINCIPAL = Decimal(10) ** 18
LARGEST_RATE_PERCENT = Decimal(10_000)
LONGEST_TERM_MONTHS = 1200
RATE_DECIMALS = 10

_ARITHMETIC = Context(prec=60, rounding=ROUND_HALF_UP)

PrincipalRule = Callable[[Decimal, Decimal], Decimal]
"""From the balance and the month's interest to the principal due that month."""


class Repayment(StrEnum):
    """How the principal comes back; the values are the API's codes."""

    ANNUITY = "annuity"
    EQUAL_PRINCIPAL = "equal_principal"
    BULLET = "bullet"
    OWN = "own_schedule"


class ScheduleError(ValueError):
    """A schedule that cannot be drawn up.

    `field` is the argument at fault, `code` the reason, `row` the number of the
    table's row (from 1) where the fault lies in an own schedule.
    """

    def __init__(self, field: str, code: str, row: int | None = None) -> None:
        self.field = field
        self.code = code
        self.row = row
        super().__init__(f"{field}: {code}" + (f" (row {row})" if row else ""))


@dataclass(frozen=True, slots=True)
class Instalment:
    """One payment. `principal_balance` is what is owed before it; `interest` is
    what is paid with it, so zero while interest is deferred."""

    number: int
    date: date
    principal_balance: Decimal
    principal: Decimal
    interest: Decimal

    @property
    def payment(self) -> Decimal:
        return self.principal + self.interest


@dataclass(frozen=True, slots=True)
class ScheduleTotals:
    principal: Decimal
    interest: Decimal

    @property
    def payment(self) -> Decimal:
        return self.principal + self.interest


@dataclass(frozen=True, slots=True)
class Schedule:
    rows: tuple[Instalment, ...]

    @property
    def totals(self) -> ScheduleTotals:
        return ScheduleTotals(
            principal=sum((row.principal for row in self.rows), ZERO),
            interest=sum((row.interest for row in self.rows), ZERO),
        )


@dataclass(frozen=True, slots=True)
class PrincipalPart:
    """A row of the parties' own table: how much principal is due on which day."""

    date: date
    principal: Decimal


def repayment_schedule(
    *,
    principal: Decimal,
    annual_rate_percent: Decimal,
    term_months: int,
    repayment: Repayment,
    day_count: DayCount,
    first_disbursement: date,
    grace_principal_months: int = 0,
    grace_interest_months: int = 0,
) -> Schedule:
    """Monthly payments; payment k falls k months after the disbursement.

    During the principal's grace only interest is paid; during the interest's
    grace interest accrues month by month, is not capitalised and is due with the
    first payment after. A bullet pays interest monthly and the principal at the
    end. Raises ScheduleError.
    """
    _check_principal(principal)
    _check_rate(annual_rate_percent)
    _check_months(term_months, grace_principal_months, grace_interest_months)
    dates = _payment_dates(first_disbursement, term_months)
    with localcontext(_ARITHMETIC):
        rule = _principal_rule(
            repayment, principal, annual_rate_percent, term_months - grace_principal_months
        )
        accrual = _Accrual(annual_rate_percent, day_count, first_disbursement, dates)
        parts = _monthly_parts(principal, rule, accrual, grace_principal_months)
        return _schedule(principal, parts, accrual, grace_interest_months)


def own_schedule(
    rows: Sequence[PrincipalPart],
    *,
    principal: Decimal,
    annual_rate_percent: Decimal,
    day_count: DayCount,
    first_disbursement: date,
) -> Schedule:
    """The parties' own table of principal, with the interest of each period.

    Dates rise from row to row and lie after the disbursement; the parts, zero
    allowed, sum to the principal. Raises ScheduleError.
    """
    _check_principal(principal)
    _check_rate(annual_rate_percent)
    _check_table(rows, principal, first_disbursement)
    with localcontext(_ARITHMETIC):
        accrual = _Accrual(
            annual_rate_percent, day_count, first_disbursement, [row.date for row in rows]
        )
        return _schedule(principal, (row.principal for row in rows), accrual, 0)


def months_after(day: date, months: int) -> date:
    """The same day `months` later, or the month's last day if it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def to_cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


class _Accrual:
    """The interest of each period on a balance: number 1 runs from the disbursement."""

    def __init__(
        self, rate_percent: Decimal, day_count: DayCount, start: date, dates: Sequence[date]
    ) -> None:
        self.dates = dates
        self._rate = rate_percent
        self._fractions = [
            year_fraction(left, right, day_count) for left, right in pairwise([start, *dates])
        ]

    def __call__(self, number: int, balance: Decimal) -> Decimal:
        years = self._fractions[number - 1]
        return to_cents(balance * self._rate * years.numerator / (100 * years.denominator))


def _principal_rule(
    repayment: Repayment, principal: Decimal, rate_percent: Decimal, payments: int
) -> PrincipalRule:
    if repayment == Repayment.ANNUITY:
        instalment = _annuity_instalment(principal, rate_percent, payments)
        return lambda balance, interest: instalment - interest
    if repayment == Repayment.EQUAL_PRINCIPAL:
        part = to_cents(principal / payments)
        return lambda balance, interest: part
    if repayment == Repayment.BULLET:
        return lambda balance, interest: ZERO
    raise ScheduleError("repayment", "needs_table")


def _annuity_instalment(principal: Decimal, rate_percent: Decimal, payments: int) -> Decimal:
    """P·r / (1 - (1+r)^-n) with r a twelfth of the annual rate."""
    monthly = rate_percent / 1200
    if not monthly:
        return to_cents(principal / payments)
    return to_cents(principal * monthly / (1 - (1 + monthly) ** -payments))


def _monthly_parts(
    principal: Decimal, rule: PrincipalRule, accrual: _Accrual, grace_months: int
) -> Iterator[Decimal]:
    """The principal of each month. It is never negative, even where the days of a
    month bear more interest than the instalment, nor more than is owed."""
    balance = principal
    last = len(accrual.dates)
    for number in range(1, last):
        part = ZERO
        if number > grace_months:
            part = min(balance, max(ZERO, rule(balance, accrual(number, balance))))
        balance -= part
        yield part
    yield balance


def _schedule(
    principal: Decimal, parts: Iterator[Decimal], accrual: _Accrual, grace_interest_months: int
) -> Schedule:
    balance, deferred = to_cents(principal), ZERO
    rows = []
    for number, (day, part) in enumerate(zip(accrual.dates, parts, strict=True), start=1):
        due = deferred + accrual(number, balance)
        paid = due if number > grace_interest_months else ZERO
        deferred = due - paid
        rows.append(Instalment(number, day, balance, to_cents(part), paid))
        balance -= part
    return Schedule(tuple(rows))


def _payment_dates(first_disbursement: date, term_months: int) -> list[date]:
    try:
        return [months_after(first_disbursement, number) for number in range(1, term_months + 1)]
    except ValueError:
        raise ScheduleError("first_disbursement", "beyond_calendar") from None


def _check_principal(principal: Decimal) -> None:
    _check_finite("principal", principal)
    if principal <= 0:
        raise ScheduleError("principal", "not_positive")
    if principal > LARGEST_PRINCIPAL:
        raise ScheduleError("principal", "too_large")
    _check_decimals("principal", principal, 2)


def _check_rate(rate_percent: Decimal) -> None:
    _check_finite("annual_rate_percent", rate_percent)
    if rate_percent < 0:
        raise ScheduleError("annual_rate_percent", "negative")
    if rate_percent > LARGEST_RATE_PERCENT:
        raise ScheduleError("annual_rate_percent", "too_large")
    _check_decimals("annual_rate_percent", rate_percent, RATE_DECIMALS)


def _check_finite(field: str, value: Decimal) -> None:
    if not value.is_finite():
        raise ScheduleError(field, "not_a_number")


def _check_decimals(field: str, value: Decimal, decimals: int, row: int | None = None) -> None:
    """Zeros at the end do not count: 1.500 has one decimal."""
    rounded = value.quantize(Decimal(1).scaleb(-decimals), context=_ARITHMETIC)
    if rounded != value:
        raise ScheduleError(field, "too_precise", row)


def _check_months(term: int, grace_principal: int, grace_interest: int) -> None:
    if term <= 0:
        raise ScheduleError("term_months", "not_positive")
    if term > LONGEST_TERM_MONTHS:
        raise ScheduleError("term_months", "too_large")
    graces = {"grace_principal_months": grace_principal, "grace_interest_months": grace_interest}
    for field, months in graces.items():
        if months < 0:
            raise ScheduleError(field, "negative")
        if months >= term:
            raise ScheduleError(field, "not_below_term")


def _check_table(rows: Sequence[PrincipalPart], principal: Decimal, start: date) -> None:
    if not rows:
        raise ScheduleError("rows", "empty")
    if len(rows) > LONGEST_TERM_MONTHS:
        raise ScheduleError("rows", "too_many")
    previous = start
    for number, row in enumerate(rows, start=1):
        _check_table_row(row, previous, number)
        previous = row.date
    if sum(row.principal for row in rows) != principal:
        raise ScheduleError("rows", "principal_mismatch")


def _check_table_row(row: PrincipalPart, previous: date, number: int) -> None:
    if row.date <= previous:
        raise ScheduleError("date", "not_rising", number)
    if not row.principal.is_finite():
        raise ScheduleError("principal", "not_a_number", number)
    if row.principal < 0:
        raise ScheduleError("principal", "negative", number)
    if row.principal > LARGEST_PRINCIPAL:
        raise ScheduleError("principal", "too_large", number)
    _check_decimals("principal", row.principal, 2, number)
