"""A credit worked out: schedule, years, effective rate, subsidy. Rules are asked, not made."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from programs.effective_rate import EffectiveRate, EffectiveRateError, Flow, effective_rate
from programs.interest_subsidy import SubsidyTotals
from programs.reference_rates import ReferenceRateNotKnown
from programs.schedules import ZERO, Instalment, Schedule
from programs.subsidy_calculation import (
    Financing,
    ReferenceNotKnown,
    SubsidyCalculation,
    calculate_subsidy,
    financing_schedule,
)


@dataclass(frozen=True)
class YearOfCredit:
    """Sums over the payments of a calendar year."""

    year: int
    principal: Decimal
    interest: Decimal

    @property
    def payment(self) -> Decimal:
        return self.principal + self.interest


@dataclass(frozen=True)
class Credit:
    """``effective`` is None where no one rate makes payouts and payments equal."""

    financing: Financing
    schedule: Schedule
    effective: EffectiveRate | None
    fee: Decimal

    @property
    def by_year(self) -> list[YearOfCredit]:
        years = groupby(self.schedule.rows, key=lambda row: row.date.year)
        return [_year(year, list(rows)) for year, rows in years]

    @property
    def effective_percent(self) -> Decimal | None:
        return self.effective.percent if self.effective else None

    @property
    def all_payments(self) -> Decimal:
        return self.schedule.totals.payment + self.fee

    @property
    def largest_payment(self) -> Decimal:
        return max(row.payment for row in self.schedule.rows)

    @property
    def last_day(self) -> date:
        return self.schedule.rows[-1].date


@dataclass(frozen=True)
class SubsidisedCredit:
    """The subsidy, or which reference rate is missing for it: exactly one of the two."""

    financing: Financing
    calculation: SubsidyCalculation | None
    missing: ReferenceRateNotKnown | None

    @property
    def totals(self) -> SubsidyTotals | None:
        return self.calculation.schedule.totals if self.calculation else None


def credit_of(financing: Financing, *, fee: Decimal = ZERO) -> Credit:
    """The schedule and the annual effective rate, with ``fee`` paid on the first day.

    Raises ScheduleError.
    """
    schedule = financing_schedule(financing)
    return Credit(financing, schedule, _effective(financing, schedule, fee), fee)


def subsidised_credit(financing: Financing, *, as_of: date) -> SubsidisedCredit:
    """Raises NormNotInForce, SubsidyError and ScheduleError as ``calculate_subsidy`` does."""
    try:
        return SubsidisedCredit(financing, calculate_subsidy(financing, as_of=as_of), None)
    except ReferenceNotKnown as error:
        return SubsidisedCredit(financing, None, error.missing)


def _year(year: int, rows: list[Instalment]) -> YearOfCredit:
    part = Schedule(tuple(rows)).totals
    return YearOfCredit(year, part.principal, part.interest)


def _effective(financing: Financing, schedule: Schedule, fee: Decimal) -> EffectiveRate | None:
    first = financing.first_disbursement
    payments = [Flow(first, fee), *(Flow(row.date, row.payment) for row in schedule.rows)]
    try:
        return effective_rate([Flow(first, financing.amount)], payments)
    except EffectiveRateError:
        return None
