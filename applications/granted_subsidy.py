"""The subsidy that an approval grants: worked out from what the submission froze."""

from applications.case_errors import ReferenceRateUnknown, TermTooLong
from applications.case_subsidy import CaseSubsidy, subsidy_with
from applications.frozen_reference import rate_of, reference_of
from applications.legal_day import legal_day
from applications.models import Submission
from programs.interest_subsidy import SubsidyRates


def granted_subsidy(submission: Submission) -> CaseSubsidy:
    """The submission's subsidy by its own reference rate and the norms of its first day.

    Raises ReferenceRateUnknown, and TermTooLong for a term above the norm's.
    """
    rate = rate_of(reference_of(submission))
    if rate is None:
        raise ReferenceRateUnknown
    on = legal_day(submission.case.first_submitted_at or submission.submitted_at)
    subsidy = subsidy_with(submission.answers["financing"], rate, on=on)
    if subsidy.is_too_long:
        raise TermTooLong
    return subsidy


def granted_rates(subsidy: CaseSubsidy) -> SubsidyRates:
    """The two parts of the nominal rate. Raises ReferenceRateUnknown."""
    if subsidy.rates is None:
        raise ReferenceRateUnknown
    return subsidy.rates


def granted_terms(subsidy: CaseSubsidy) -> dict[str, str | None]:
    """As the event keeps them: rates in percent, the subsidy over the whole term."""
    rates = granted_rates(subsidy)
    total = subsidy.schedule.totals.subsidy if subsidy.schedule else None
    return {
        "nominal": str(subsidy.nominal_percent),
        "subsidised": str(rates.subsidised),
        "borrower": str(rates.borrower),
        "currency": subsidy.currency,
        "subsidy_total": None if total is None else str(total),
    }
