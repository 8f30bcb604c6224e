"""The export subsidy of an interest rate: which reference, which share, which split.

Order № 389-НҚ of 30.09.2022. Rates are Decimals in percent a year, amounts
Decimals in the financing's currency. Reference values come from the caller:
this module holds no value and knows no day.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, localcontext
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from programs.schedules import ZERO, Instalment, Schedule, to_cents

_ARITHMETIC = Context(prec=60)


class ReferenceKind(StrEnum):
    """The rate that the nominal rate is measured against; the values are the API's codes."""

    CIRR = "cirr"
    HALF_BASE_RATE = "half_base_rate"
    HALF_KEY_RATE = "half_key_rate"


class TermBucket(StrEnum):
    """The repayment terms for which a CIRR is published."""

    UP_TO_5_YEARS = "up_to_5_years"
    OVER_5_TO_8_5_YEARS = "over_5_to_8_5_years"
    OVER_8_5_YEARS = "over_8_5_years"


_CENTRAL_BANK_KINDS = {
    "KZT": ReferenceKind.HALF_BASE_RATE,
    "RUB": ReferenceKind.HALF_KEY_RATE,
}


class SubsidyError(ValueError):
    """A subsidy that cannot be worked out: `field` is at fault, `code` is the reason.

    `norm` cites the rule that was broken, where one was.
    """

    def __init__(self, field: str, code: str, norm: str = "") -> None:
        self.field = field
        self.code = code
        self.norm = norm
        super().__init__(f"{field}: {code}" + (f" ({norm})" if norm else ""))


@dataclass(frozen=True, slots=True)
class TermLimit:
    """The longest term that is subsidised, with the norm that sets it."""

    months: int
    norm: str


class SubsidyRates(NamedTuple):
    """The two parts of a nominal rate; they always sum to it."""

    subsidised: Decimal
    borrower: Decimal


@dataclass(frozen=True, slots=True)
class SubsidyInstalment:
    """A payment whose interest is split: the agent pays `interest_subsidised` to
    the lender, the recipient pays `interest_recipient`; they sum to the cent."""

    number: int
    date: date
    principal_balance: Decimal
    principal: Decimal
    interest_subsidised: Decimal
    interest_recipient: Decimal

    @property
    def interest(self) -> Decimal:
        return self.interest_subsidised + self.interest_recipient

    @property
    def payment(self) -> Decimal:
        return self.principal + self.interest


@dataclass(frozen=True, slots=True)
class SubsidyTotals:
    """Sums over some payments; `year` is the calendar year of a yearly total."""

    principal: Decimal
    interest_subsidised: Decimal
    interest_recipient: Decimal
    year: int | None = None

    @property
    def subsidy(self) -> Decimal:
        return self.interest_subsidised

    @property
    def interest(self) -> Decimal:
        return self.interest_subsidised + self.interest_recipient

    @property
    def payment(self) -> Decimal:
        return self.principal + self.interest


@dataclass(frozen=True, slots=True)
class SubsidySchedule:
    rows: tuple[SubsidyInstalment, ...]

    @property
    def totals(self) -> SubsidyTotals:
        return _totals(self.rows)

    @property
    def by_year(self) -> tuple[SubsidyTotals, ...]:
        """One total for each calendar year in which a payment falls, in order."""
        years = groupby(self.rows, key=lambda row: row.date.year)
        return tuple(_totals(tuple(rows), year) for year, rows in years)


def reference_kind(currency: str) -> ReferenceKind:
    """Which reference applies to a financing in `currency` (ISO 4217 code)."""
    return _CENTRAL_BANK_KINDS.get(currency, ReferenceKind.CIRR)


def term_bucket(term_months: int) -> TermBucket:
    """Which CIRR applies: up to 5 years, over 5 to 8.5, over 8.5."""
    if term_months <= 60:
        return TermBucket.UP_TO_5_YEARS
    if term_months <= 102:
        return TermBucket.OVER_5_TO_8_5_YEARS
    return TermBucket.OVER_8_5_YEARS


def check_term(term_months: int, limit: TermLimit) -> None:
    """Raises SubsidyError `over_maximum`, with the norm, for a term that is too long."""
    if term_months > limit.months:
        raise SubsidyError("term_months", "over_maximum", limit.norm)


def subsidy_rates(nominal: Decimal, reference: Decimal) -> SubsidyRates:
    """The nominal rate less the reference (already halved), and what is left of it.

    The subsidised rate is never below zero. Raises SubsidyError for a negative
    rate or one that is no number.
    """
    _check_percent("nominal", nominal)
    _check_percent("reference", reference)
    subsidised = max(Decimal(0), nominal - reference)
    return SubsidyRates(subsidised=subsidised, borrower=nominal - subsidised)


def subsidy_schedule(
    schedule: Schedule, *, subsidised: Decimal, nominal: Decimal
) -> SubsidySchedule:
    """Each interest split in the proportion of the subsidised to the nominal rate.

    The agent's part is rounded half up to 0.01, the recipient's is the rest.
    Raises SubsidyError if the subsidised rate exceeds the nominal one.
    """
    _check_percent("nominal", nominal)
    _check_percent("subsidised", subsidised)
    if subsidised > nominal:
        raise SubsidyError("subsidised", "above_nominal")
    return SubsidySchedule(
        tuple(_split(row, _agent_part(row.interest, subsidised, nominal)) for row in schedule.rows)
    )


def _agent_part(interest: Decimal, subsidised: Decimal, nominal: Decimal) -> Decimal:
    if not nominal:
        return ZERO
    with localcontext(_ARITHMETIC):
        return to_cents(interest * subsidised / nominal)


def _split(row: Instalment, agent_part: Decimal) -> SubsidyInstalment:
    return SubsidyInstalment(
        number=row.number,
        date=row.date,
        principal_balance=row.principal_balance,
        principal=row.principal,
        interest_subsidised=agent_part,
        interest_recipient=row.interest - agent_part,
    )


def _totals(rows: tuple[SubsidyInstalment, ...], year: int | None = None) -> SubsidyTotals:
    return SubsidyTotals(
        principal=sum((row.principal for row in rows), ZERO),
        interest_subsidised=sum((row.interest_subsidised for row in rows), ZERO),
        interest_recipient=sum((row.interest_recipient for row in rows), ZERO),
        year=year,
    )


def _check_percent(field: str, value: Decimal) -> None:
    if not value.is_finite():
        raise SubsidyError(field, "not_a_number")
    if value < 0:
        raise SubsidyError(field, "negative")
