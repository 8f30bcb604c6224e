"""What the calculators ask for. Addresses carry the fields, so their names are short."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from languages.forms import AmountField, CurrencyField, DayField, PercentField
from programs.calculators.wording import DAY_COUNTS, REPAYMENTS
from programs.day_count import DayCount
from programs.schedules import LARGEST_RATE_PERCENT, LONGEST_TERM_MONTHS, Repayment
from programs.subsidy_calculation import Financing

CENT = Decimal("0.01")


def _months(label: Any, *, least: int, required: bool = True) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=required,
        min_value=least,
        max_value=LONGEST_TERM_MONTHS,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "govuk-input--width-5"}
        ),
        error_messages={
            "required": _("Enter the number of months"),
            "invalid": _("Enter whole months in figures, for example 36"),
            "min_value": _("Enter %(limit_value)s or more"),
            "max_value": _("Enter %(limit_value)s or less"),
        },
    )


def _rate(label: Any, *, required: bool = True) -> PercentField:
    return PercentField(label=label, required=required, max_value=LARGEST_RATE_PERCENT)


class CreditForm(forms.Form):
    """A credit or a lease, and by choice a second set of its terms to compare with."""

    label_size = "s"
    currency = CurrencyField(label=_("Currency"))
    amount = AmountField(label=_("Amount of the credit"), min_value=CENT)
    rate = _rate(_("Nominal annual rate"))
    term = _months(_("Term, months"), least=1)
    repayment = forms.ChoiceField(label=_("How is it repaid?"), choices=REPAYMENTS)
    day_count = forms.ChoiceField(label=_("How are days counted?"), choices=DAY_COUNTS)
    start = DayField(label=_("First disbursement"))
    grace_principal = _months(_("Grace period for the principal, months"), least=0, required=False)
    grace_interest = _months(_("Grace period for the interest, months"), least=0, required=False)
    other_rate = _rate(_("Another nominal rate"), required=False)
    other_term = _months(_("Another term, months"), least=1, required=False)
    other_repayment = forms.ChoiceField(
        label=_("Another way of repayment"),
        choices=[("", _("The same")), *REPAYMENTS],
        required=False,
    )
    MAIN: tuple[str, ...] = ("amount", "currency", "rate", "term", "repayment", "day_count")
    GRACE = ("grace_principal", "grace_interest")
    OTHER = ("other_rate", "other_term", "other_repayment")

    def main_fields(self) -> list[Any]:
        return [self[name] for name in self.MAIN]

    def grace_fields(self) -> list[Any]:
        return [self[name] for name in self.GRACE]

    def other_fields(self) -> list[Any]:
        return [self[name] for name in self.OTHER]

    def as_forms(self) -> list[forms.Form]:
        return [self]

    def has_grace(self) -> bool:
        return self.is_filled(*self.GRACE)

    def has_other(self) -> bool:
        return self.is_filled(*self.OTHER)

    def is_filled(self, *names: str) -> bool:
        return any(str(self.data.get(name, "")).strip() for name in names)

    def financing(self) -> Financing:
        """The credit asked about; needs a valid form."""
        given = self.cleaned_data
        return Financing(
            currency=given["currency"],
            amount=given["amount"],
            nominal_rate_percent=given["rate"],
            term_months=given["term"],
            repayment=Repayment(given["repayment"]),
            day_count=DayCount(given["day_count"]),
            first_disbursement=given["start"],
            grace_principal_months=given["grace_principal"] or 0,
            grace_interest_months=given["grace_interest"] or 0,
        )

    def other_financing(self) -> Financing | None:
        """The same with the other terms in their place; None if no other term is given."""
        given, first = self.cleaned_data, self.financing()
        rate, term, repayment = (given[name] for name in self.OTHER)
        other = replace(
            first,
            nominal_rate_percent=first.nominal_rate_percent if rate is None else rate,
            term_months=term or first.term_months,
            repayment=Repayment(repayment) if repayment else first.repayment,
        )
        return None if other == first else other


class ScheduleForm(CreditForm):
    fee = AmountField(
        label=_("Commissions paid on the day of the disbursement"),
        required=False,
        help_text=_("They raise the annual effective rate"),
    )
    MAIN = (*CreditForm.MAIN, "start", "fee")

    def clean(self) -> dict[str, Any]:
        amount, fee = self.cleaned_data.get("amount"), self.cleaned_data.get("fee")
        if amount is not None and fee is not None and fee >= amount:
            self.add_error("fee", _("Enter less than the amount of the credit"))
        return self.cleaned_data


class SubsidyForm(CreditForm):
    as_of = DayField(
        label=_("Day whose reference rate counts"),
        help_text=_("An assumption of the portal: the day of the first submission"),
    )
    MAIN = (*CreditForm.MAIN, "start", "as_of")


def first_answers(form: type[CreditForm], today: date) -> dict[str, Any]:
    """What stands in an empty calculator."""
    answers = {
        "currency": "KZT",
        "repayment": Repayment.ANNUITY.value,
        "day_count": DayCount.THIRTY_360.value,
        "start": today,
        "as_of": today,
    }
    return {name: value for name, value in answers.items() if name in form.base_fields}


def credit_form(form: type[CreditForm], query: Mapping[str, Any], today: date) -> CreditForm:
    """Bound to the address if it asks anything.

    What an address leaves out is as in an empty calculator: short addresses work too.
    """
    start = first_answers(form, today)
    asked = {name: query[name] for name in form.base_fields if name in query}
    if not asked:
        return form(initial=start)
    shown = {name: form.base_fields[name].prepare_value(value) for name, value in start.items()}
    return form({**shown, **asked}, initial=start)
