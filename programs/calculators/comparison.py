"""Two sets of terms side by side, line by line, with the difference."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.calculators.credits import Credit
from programs.subsidy_calculation import Financing, SubsidyCalculation


@dataclass(frozen=True)
class Line:
    """``unit`` is money, percent, effective (one decimal) or months; None is not known."""

    label: str | Promise
    unit: str
    first: Decimal | int | None
    other: Decimal | int | None

    @property
    def difference(self) -> Decimal | None:
        """The other less the first, without zeros at the end; rates in percentage points."""
        if self.first is None or self.other is None:
            return None
        difference = Decimal(self.other - self.first)
        return difference if self.unit == "money" else difference.normalize()


def credit_lines(first: Credit, other: Credit) -> list[Line]:
    one, two = first.schedule.totals, other.schedule.totals
    return [
        *_terms(first.financing, other.financing),
        Line(
            _("Annual effective rate"),
            "effective",
            first.effective_percent,
            other.effective_percent,
        ),
        Line(_("Largest payment"), "money", first.largest_payment, other.largest_payment),
        Line(_("Interest in total"), "money", one.interest, two.interest),
        Line(_("All payments"), "money", first.all_payments, other.all_payments),
    ]


def subsidy_lines(
    terms: tuple[Financing, Financing], first: SubsidyCalculation, other: SubsidyCalculation
) -> list[Line]:
    one, two = first.schedule.totals, other.schedule.totals
    state, borrower = _("Interest paid by the state"), _("Interest paid by the borrower")
    return [
        *_terms(*terms),
        Line(_("The state pays"), "percent", first.rates.subsidised, other.rates.subsidised),
        Line(_("The borrower pays"), "percent", first.rates.borrower, other.rates.borrower),
        Line(state, "money", one.subsidy, two.subsidy),
        Line(borrower, "money", one.interest_recipient, two.interest_recipient),
        Line(_("Interest in total"), "money", one.interest, two.interest),
    ]


def _terms(first: Financing, other: Financing) -> list[Line]:
    return [
        Line(_("Nominal rate"), "percent", first.nominal_rate_percent, other.nominal_rate_percent),
        Line(_("Term, months"), "months", first.term_months, other.term_months),
    ]
