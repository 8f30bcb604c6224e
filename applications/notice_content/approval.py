"""The approval with its amounts and rates."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import Membership
from applications.case_subsidy import CaseSubsidy
from applications.deadlines.clocks import Stage
from applications.deadlines.limits import working_days_of
from applications.frozen_reference import reference_of
from applications.granted_subsidy import granted_rates
from applications.legal_day import legal_day
from applications.models import Submission
from applications.notice_content.parts import (
    Facts,
    Letter,
    basis,
    case_and_day,
    checked,
    facts,
    in_both,
    name_of,
    reference_words,
    signature,
)
from languages.amounts import format_amount, format_date, format_percent
from norms.models import calendar_in_force


def approval(submission: Submission, subsidy: CaseSubsidy, by: Membership, at: datetime) -> Letter:
    """The decision with its amounts and rates."""
    return in_both(_approval, submission, subsidy, by, legal_day(at))


def _approval(
    language: str, submission: Submission, subsidy: CaseSubsidy, by: Membership, on: date
) -> Letter:
    return {
        "issuer": name_of(by.organisation, language),
        "title": _("Approval of the subsidy"),
        "opening": _(
            "The subsidy of the interest rate is approved for your application %(number)s of"
            " %(day)s."
        )
        % case_and_day(language, submission),
        "facts": [*facts(language, submission), *_rates(language, submission, subsidy)],
        "sections": [*checked(submission), basis(language, submission)],
        "next_step": _agreement_next(language, submission, on),
        "signature": signature(by),
    }


def _agreement_next(language: str, submission: Submission, on: date) -> str:
    first_day = legal_day(submission.case.first_submitted_at or submission.submitted_at)
    days = working_days_of(Stage.TELLING, on=first_day)
    if days is None:
        return _(
            "The subsidy agreement is made between the agent, the lender and the buyer: have the"
            " financing agreement and its schedule ready."
        )
    return _(
        "The financial agent tells the lender and you by %(until)s, as its practice is. Then"
        " the subsidy agreement is made between the agent, the lender and the buyer: have the"
        " financing agreement and its schedule ready."
    ) % {"until": format_date(calendar_in_force().add_working_days(on, days), language)}


def _rates(language: str, submission: Submission, subsidy: CaseSubsidy) -> Facts:
    """Percent a year; the subsidised and the borrower's rate sum to the nominal one."""
    rates = granted_rates(subsidy)
    rows = [
        [_("Nominal annual rate"), format_percent(subsidy.nominal_percent, language)],
        [_("Reference rate"), reference_words(language, reference_of(submission))],
        [_("Subsidised rate"), format_percent(rates.subsidised, language)],
        [_("Rate that the buyer pays"), format_percent(rates.borrower, language)],
    ]
    if subsidy.schedule is not None:
        total = subsidy.schedule.totals.subsidy
        words = format_amount(total, subsidy.currency, language)
        rows.append([_("Subsidy over the whole term, by the agreed schedule"), words])
    return rows
