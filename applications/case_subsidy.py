"""The subsidy of a case, from its typed financing answers and a reference rate.

Amounts are Decimals in the financing's currency, rates Decimals in percent a year.
Where the reference rate is not known, the result says which one is missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from norms.parameters import NormNotInForce, norm
from programs.day_count import DayCount
from programs.interest_subsidy import SubsidyRates, SubsidySchedule, subsidy_rates, subsidy_schedule
from programs.reference_rates import (
    ReferenceRateInForce,
    ReferenceRateNotKnown,
    rate_in_force,
)
from programs.schedules import (
    PrincipalPart,
    Repayment,
    Schedule,
    ScheduleError,
    own_schedule,
    repayment_schedule,
)
from programs.subsidy_calculation import TERM_NORM

ReferenceRate = ReferenceRateInForce | ReferenceRateNotKnown
OWN = "own"


@dataclass(frozen=True)
class CaseSubsidy:
    """What the state pays and what the buyer pays.

    ``rates`` and ``schedule`` are None while the reference rate is not known,
    ``schedule`` also when the parties' figures give none (``schedule_error``) or the term
    is longer than the norm of ``on`` allows (``is_too_long``).
    """

    amount: Decimal
    currency: str
    term_months: int
    nominal_percent: Decimal
    reference: ReferenceRate
    on: date
    rates: SubsidyRates | None = None
    schedule: SubsidySchedule | None = None
    schedule_error: ScheduleError | None = None

    @property
    def is_known(self) -> bool:
        return self.rates is not None

    @property
    def longest_term(self) -> int | None:
        """Months that are subsidised at most by the norm of the day; None where none holds."""
        try:
            limit = norm(TERM_NORM, on=self.on).value
        except NormNotInForce:
            return None
        return None if limit is None else int(limit)

    @property
    def is_too_long(self) -> bool:
        return self.longest_term is not None and self.term_months > self.longest_term

    @property
    def asks_for_nothing(self) -> bool:
        """The nominal rate does not exceed the reference rate."""
        return self.rates is not None and not self.rates.subsidised


def case_subsidy(financing: Mapping[str, Any], *, on: date) -> CaseSubsidy:
    """The subsidy by the reference rate in force on a day."""
    return subsidy_with(financing, reference_of(financing, on=on), on=on)


def reference_of(financing: Mapping[str, Any], *, on: date) -> ReferenceRate:
    """The reference rate for the financing's currency and term on a day, or what is missing."""
    return rate_in_force(financing["financing_currency"], int(financing["term_months"]), on=on)


def subsidy_with(
    financing: Mapping[str, Any], reference: ReferenceRate, *, on: date
) -> CaseSubsidy:
    """The subsidy by a given reference rate, such as the one that a submission froze."""
    facts: dict[str, Any] = {
        "amount": Decimal(financing["financing_amount"]),
        "currency": financing["financing_currency"],
        "term_months": int(financing["term_months"]),
        "nominal_percent": Decimal(financing["nominal_rate_percent"]),
        "reference": reference,
        "on": on,
    }
    if not isinstance(reference, ReferenceRateInForce):
        return CaseSubsidy(**facts)
    rates = subsidy_rates(facts["nominal_percent"], reference.value_percent)
    rated = CaseSubsidy(**facts, rates=rates)
    if rated.is_too_long:
        return rated
    try:
        schedule = subsidy_schedule(
            financing_schedule(financing),
            subsidised=rates.subsidised,
            nominal=facts["nominal_percent"],
        )
    except ScheduleError as error:
        return replace(rated, schedule_error=error)
    return replace(rated, schedule=schedule)


def financing_schedule(financing: Mapping[str, Any]) -> Schedule:
    """The repayment schedule of typed financing answers. Raises ScheduleError."""
    common: dict[str, Any] = {
        "principal": Decimal(financing["financing_amount"]),
        "annual_rate_percent": Decimal(financing["nominal_rate_percent"]),
        "day_count": DayCount(financing["day_count"]),
        "first_disbursement": date.fromisoformat(financing["first_disbursement"]),
    }
    if financing["repayment"] == OWN:
        return own_schedule(_own_parts(financing["own_schedule"]), **common)
    return repayment_schedule(
        **common,
        term_months=int(financing["term_months"]),
        repayment=Repayment(financing["repayment"]),
        grace_principal_months=int(financing["grace_principal_months"]),
        grace_interest_months=int(financing["grace_interest_months"]),
    )


def _own_parts(rows: list[dict[str, str]]) -> list[PrincipalPart]:
    return [
        PrincipalPart(date.fromisoformat(row["date"]), Decimal(row["principal"])) for row in rows
    ]
