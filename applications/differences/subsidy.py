"""The computed subsidy of two submissions side by side."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from applications.case_subsidy import CaseSubsidy
from languages.amounts import format_amount, format_percent
from languages.text import current_language
from programs.reference_rates import ReferenceRateInForce
from programs.wording import months


@dataclass(frozen=True)
class Figure:
    """A figure in words before and after; empty where it is not known."""

    label: str | Promise
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


def subsidy_figures(before: CaseSubsidy, after: CaseSubsidy) -> list[Figure]:
    """Rates in percent a year, the sum over the whole term, then each calendar year."""
    old, new = _figures(before), _figures(after)
    return [
        *(Figure(label, old[label], new[label]) for label in old),
        *_by_year(before, after),
    ]


def _figures(subsidy: CaseSubsidy) -> dict[str, str]:
    rates, reference = subsidy.rates, subsidy.reference
    known = reference if isinstance(reference, ReferenceRateInForce) else None
    total = subsidy.schedule.totals.subsidy if subsidy.schedule else None
    return {
        _("Amount of the financing"): _money(subsidy.amount, subsidy.currency),
        _("Term"): months(subsidy.term_months),
        _("Nominal annual rate"): _percent(subsidy.nominal_percent),
        _("Reference rate"): _percent(known.value_percent if known else None),
        _("Subsidised rate"): _percent(rates.subsidised if rates else None),
        _("Rate that the buyer pays"): _percent(rates.borrower if rates else None),
        _("Subsidy over the whole term"): _money(total, subsidy.currency),
    }


def _by_year(before: CaseSubsidy, after: CaseSubsidy) -> list[Figure]:
    old, new = _years(before), _years(after)
    return [
        Figure(_("Subsidy in %(year)s") % {"year": year}, old.get(year, ""), new.get(year, ""))
        for year in sorted({*old, *new})
    ]


def _years(subsidy: CaseSubsidy) -> dict[int, str]:
    if subsidy.schedule is None:
        return {}
    totals = subsidy.schedule.by_year
    return {year.year: _money(year.subsidy, subsidy.currency) for year in totals if year.year}


def _money(amount: Decimal | None, currency: str) -> str:
    return "" if amount is None else format_amount(amount, currency, current_language())


def _percent(value: Decimal | None) -> str:
    return "" if value is None else format_percent(value, current_language())
