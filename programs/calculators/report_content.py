"""What the file of each calculator says: what was asked, what came out, on what it rests."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from languages.text import current_language
from norms.schema import NormValue
from programs.calculators.answers import (
    CreditAnswer,
    Named,
    RateAnswer,
    Reference,
    SubsidyAnswer,
)
from programs.calculators.credits import Credit
from programs.calculators.flows import FlowTable
from programs.calculators.report import Chart, Fact, Report, Table, Text, Unit
from programs.calculators.report_tables import comparison_table, credit_tables, subsidy_tables
from programs.calculators.wording import DAY_COUNTS, OWN_REPAYMENT, REPAYMENTS
from programs.schedules import Repayment
from programs.subsidy_calculation import Financing


def credit_report(answer: CreditAnswer) -> Report:
    credit, currency = answer.credit, answer.credit.financing.currency
    inputs = _inputs(credit.financing)
    if credit.fee:
        label = _("Commissions paid on the day of the disbursement")
        inputs.append(Fact(label, credit.fee, Unit.MONEY, currency))
    tables = [comparison_table(answer.comparison, currency)] if answer.comparison else []
    for number, one in enumerate(answer.all, start=1):
        tables += credit_tables(one, number, len(answer.all))
    return Report(
        title=_("Repayment schedule"),
        inputs=inputs + _other_inputs(answer.others),
        results=_credit_results(credit),
        notes=[_rounding(), _not_verified()],
        charts=_charts(answer.all, currency),
        tables=tables,
    )


def subsidy_report(answer: SubsidyAnswer) -> Report:
    financing = answer.credit.financing
    asked = Fact(_("Day whose reference rate counts"), answer.on, Unit.DAY)
    tables = [comparison_table(answer.comparison, financing.currency)] if answer.comparison else []
    compared = answer.compared
    for number, (one, calculation) in enumerate(compared, start=1):
        schedule, count = calculation.schedule, len(compared)
        tables += subsidy_tables(one.name, schedule, financing.currency, number, count)
    unknown: list[Text] = []
    for name, reference in answer.unknown:
        unknown += [f"{name}:", *_reference_notes(reference)]
    return Report(
        title=_("Interest subsidy"),
        inputs=[*_inputs(financing), asked, *_other_inputs(answer.all[1:])],
        results=_subsidy_results(answer),
        notes=[
            *_subsidy_notes(answer),
            *_reference_notes(answer.reference),
            *unknown,
            _limit(answer.term_norm),
        ],
        charts=_charts([one for one, _calculation in compared], financing.currency),
        tables=tables,
    )


def rate_report(table: FlowTable, answer: RateAnswer) -> Report:
    sides = (
        (_("Payouts to the borrower"), table.payouts),
        (_("Payments by the borrower"), table.payments),
    )
    sums = [
        Fact(_("Payouts in total"), answer.payouts, Unit.MONEY),
        Fact(_("Payments in total"), answer.payments, Unit.MONEY),
        Fact(_("Cost of the credit"), answer.cost, Unit.MONEY),
    ]
    return Report(
        title=_("Annual effective rate"),
        inputs=[],
        results=[*_rate_results(answer), *sums],
        notes=[_effective_note(), _not_verified()],
        tables=[
            Table(
                name=title,
                title=title,
                headings=[_("Day"), _("Amount")],
                units=[Unit.DAY, Unit.MONEY],
                rows=[(flow.date, flow.amount) for flow in side.flows()],
                totals=[_("Total"), total],
            )
            for (title, side), total in zip(sides, (answer.payouts, answer.payments), strict=True)
        ],
    )


def _rate_results(answer: RateAnswer) -> list[Fact]:
    label = _("Annual effective rate")
    if answer.rate:
        unrounded = _("Before rounding, percent a year")
        return [
            Fact(label, answer.rate.percent, Unit.EFFECTIVE),
            Fact(unrounded, format(answer.rate.unrounded_percent, "f")),
        ]
    several = [Fact(_("One solution"), percent, Unit.EFFECTIVE) for percent in answer.several]
    return [Fact(label, answer.why_not), *several]


def _inputs(financing: Financing) -> list[Fact]:
    own = financing.repayment == Repayment.OWN
    return [
        Fact(_("Amount of the credit"), financing.amount, Unit.MONEY, financing.currency),
        Fact(_("Currency"), financing.currency),
        Fact(_("Nominal annual rate"), financing.nominal_rate_percent, Unit.PERCENT),
        Fact(_("Term, months"), financing.term_months, Unit.COUNT),
        Fact(_("How is it repaid?"), _repayment(financing)),
        Fact(_("How are days counted?"), dict(DAY_COUNTS)[financing.day_count.value]),
        Fact(_("First disbursement"), financing.first_disbursement, Unit.DAY),
        *([] if own else _graces(financing)),
    ]


def _graces(financing: Financing) -> list[Fact]:
    principal, interest = financing.grace_principal_months, financing.grace_interest_months
    facts = [
        Fact(_("Grace period for the principal, months"), principal, Unit.COUNT),
        Fact(_("Grace period for the interest, months"), interest, Unit.COUNT),
    ]
    return [fact for fact in facts if fact.value]


def _other_inputs(others: Iterable[Named[Any]]) -> list[Fact]:
    """In how the principal is repaid; rate and term stand in the comparison."""
    return [Fact(one.name, _repayment(one.credit.financing)) for one in others]


def _repayment(financing: Financing) -> Text:
    return dict([*REPAYMENTS, OWN_REPAYMENT])[financing.repayment.value]


def _credit_results(credit: Credit) -> list[Fact]:
    currency, totals = credit.financing.currency, credit.schedule.totals
    rate = credit.effective_percent
    return [
        Fact(_("Largest payment"), credit.largest_payment, Unit.MONEY, currency),
        Fact(_("Interest in total"), totals.interest, Unit.MONEY, currency),
        Fact(_("All payments"), credit.all_payments, Unit.MONEY, currency),
        Fact(_("Annual effective rate"), _("none") if rate is None else rate, Unit.EFFECTIVE),
        Fact(_("Last payment"), credit.last_day, Unit.DAY),
    ]


def _subsidy_results(answer: SubsidyAnswer) -> list[Fact]:
    calculation, reference = answer.calculation, answer.reference
    currency = answer.credit.financing.currency
    if calculation is None:
        missing = _("The reference rate is not known, so the subsidy cannot be worked out.")
        return [Fact(_reference_name(reference), missing)]
    totals, used = calculation.schedule.totals, calculation.reference
    return [
        Fact(_("The state pays"), calculation.rates.subsidised, Unit.PERCENT),
        Fact(_("The borrower pays"), calculation.rates.borrower, Unit.PERCENT),
        Fact(_("Subsidy over the whole term"), totals.subsidy, Unit.MONEY, currency),
        Fact(_("Interest left to the borrower"), totals.interest_recipient, Unit.MONEY, currency),
        Fact(_reference_name(reference), used.value_percent, Unit.PERCENT),
        Fact(_("Published rate"), used.published_percent, Unit.PERCENT),
        Fact(_("The rate is in effect from"), used.effective_from, Unit.DAY),
    ]


def _subsidy_notes(answer: SubsidyAnswer) -> list[Text]:
    if answer.calculation is None:
        return []
    split = _(
        "The agent's part of each interest is rounded half up to 0.01, the recipient pays the rest."
    )
    if answer.calculation.rates.subsidised:
        return [_rounding(), split]
    nothing = _(
        "The nominal rate does not exceed the reference rate, so nothing is left to subsidise."
    )
    return [_rounding(), split, nothing]


def _reference_name(reference: Reference) -> str:
    """Which rate: for a CIRR its currency and term."""
    if reference.is_halved:
        return str(reference.name)
    return f"{reference.name}, {reference.currency}, {reference.term_name}"


def _reference_notes(reference: Reference) -> list[Text]:
    """Where the rate is from; or which one is missing, for which day, and where all stand."""
    calculation = reference.subsidised.calculation
    if calculation:
        source = _("Source of the reference rate: %(source)s") % {
            "source": calculation.reference.source
        }
        if calculation.reference.verified:
            return [source]
        return [f"{source} ({_('not compared with the publication')})"]
    missing = _("%(rate)s is not known for %(day)s.") % {
        "rate": _reference_name(reference),
        "day": reference.day,
    }
    where = _("All reference rates that are known: %(address)s") % {
        "address": reverse("programs:reference_rates")
    }
    return [missing, reference.why_not_known, where]


def _limit(norm: NormValue) -> str:
    limit = _("Terms of up to %(months)s months are subsidised: %(act)s.") % {
        "months": int(norm.required_value()),
        "act": norm.citation[current_language()],
    }
    return limit if norm.verified else f"{limit} {_not_verified()}"


def _not_verified() -> str:
    return _("Not verified against the act.")


def _rounding() -> str:
    return _(
        "Every amount is rounded half up to 0.01; the last payment takes the rest, so that the "
        "principal is repaid exactly."
    )


def _effective_note() -> str:
    return _(
        "The rate at which the discounted payouts to the borrower equal the discounted payments "
        "by the borrower; days count from the first payout, a year has 365; one decimal, half up."
    )


def _charts(compared: Iterable[Named[Any]], currency: str) -> list[Chart]:
    return [Chart(_caption(one.name, currency), one.chart) for one in compared if one.chart]


def _caption(name: Text, currency: str) -> str:
    return _("%(terms)s: interest by year, in %(currency)s") % {
        "terms": name,
        "currency": currency,
    }
