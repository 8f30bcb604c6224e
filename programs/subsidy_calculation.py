"""What a financing would be subsidised by: reference, rates, schedule, from one question."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from norms.parameters import norm
from programs.day_count import DayCount
from programs.interest_subsidy import (
    SubsidyRates,
    SubsidySchedule,
    TermLimit,
    check_term,
    subsidy_rates,
    subsidy_schedule,
)
from programs.reference_rates import ReferenceRateInForce, ReferenceRateNotKnown, rate_in_force
from programs.schedules import (
    PrincipalPart,
    Repayment,
    Schedule,
    own_schedule,
    repayment_schedule,
)

TERM_NORM = "subsidy/maximum_term_months"


@dataclass(frozen=True)
class Financing:
    """A credit or lease: ``amount`` in ``currency`` (ISO 4217), the rate in percent a year.

    ``own_rows`` are the parties' own table, where the repayment is by one.
    """

    currency: str
    amount: Decimal
    nominal_rate_percent: Decimal
    term_months: int
    repayment: Repayment
    day_count: DayCount
    first_disbursement: date
    grace_principal_months: int = 0
    grace_interest_months: int = 0
    own_rows: tuple[PrincipalPart, ...] = ()


@dataclass(frozen=True)
class SubsidyCalculation:
    reference: ReferenceRateInForce
    rates: SubsidyRates
    schedule: SubsidySchedule


class ReferenceNotKnown(LookupError):
    """No reference rate is known for the financing on that day."""

    def __init__(self, missing: ReferenceRateNotKnown) -> None:
        super().__init__(f"{missing.kind}: {missing.reason}")
        self.missing = missing


def financing_schedule(financing: Financing) -> Schedule:
    """Every payment; by the own table where there is one, which knows no grace periods.

    Raises ScheduleError.
    """
    common: dict[str, Any] = {
        "principal": financing.amount,
        "annual_rate_percent": financing.nominal_rate_percent,
        "day_count": financing.day_count,
        "first_disbursement": financing.first_disbursement,
    }
    if financing.repayment == Repayment.OWN:
        return own_schedule(financing.own_rows, **common)
    return repayment_schedule(
        **common,
        term_months=financing.term_months,
        repayment=financing.repayment,
        grace_principal_months=financing.grace_principal_months,
        grace_interest_months=financing.grace_interest_months,
    )


def calculate_subsidy(financing: Financing, *, as_of: date) -> SubsidyCalculation:
    """The subsidy by the norms and the reference rate of ``as_of``.

    Raises ReferenceNotKnown, NormNotInForce, SubsidyError (the term is too long) and
    ScheduleError.
    """
    limit = norm(TERM_NORM, on=as_of)
    check_term(financing.term_months, TermLimit(int(limit.required_value()), limit.citation["en"]))
    schedule = financing_schedule(financing)
    reference = rate_in_force(financing.currency, financing.term_months, on=as_of)
    if isinstance(reference, ReferenceRateNotKnown):
        raise ReferenceNotKnown(reference)
    nominal = financing.nominal_rate_percent
    rates = subsidy_rates(nominal, reference.value_percent)
    split = subsidy_schedule(schedule, subsidised=rates.subsidised, nominal=nominal)
    return SubsidyCalculation(reference, rates, split)
