"""What the calculators ask for. Addresses carry the fields, so their names are short."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from languages.forms import AmountField, CurrencyField, DayField, PercentField
from programs.calculators.own_rows import check_own_rows, read_own_rows
from programs.calculators.wording import DAY_COUNTS, OTHER_TERMS, OWN_REPAYMENT, REPAYMENTS
from programs.day_count import DayCount
from programs.schedules import (
    LARGEST_RATE_PERCENT,
    LONGEST_TERM_MONTHS,
    Repayment,
    months_after,
)
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


def _other_fields(name: str) -> dict[str, forms.Field]:
    """What one more set of terms may change."""
    return {
        f"{name}_rate": _rate(_("Another nominal rate"), required=False),
        f"{name}_term": _months(_("Another term, months"), least=1, required=False),
        f"{name}_repayment": forms.ChoiceField(
            label=_("Another way of repayment"),
            choices=[("", _("The same")), *REPAYMENTS],
            required=False,
        ),
    }


class OtherTerms(NamedTuple):
    """A further set of terms; ``name`` begins its fields."""

    name: str
    financing: Financing


class OtherFields(NamedTuple):
    legend: Any
    fields: list[Any]


class CreditForm(forms.Form):
    """A credit or a lease, and by choice up to three more sets of its terms to compare with."""

    label_size = "s"
    currency = CurrencyField(label=_("Currency"))
    amount = AmountField(label=_("Amount of the credit"), min_value=CENT)
    rate = _rate(_("Nominal annual rate"))
    term = _months(_("Term, months"), least=1)
    repayment = forms.ChoiceField(
        label=_("How is it repaid?"), choices=[*REPAYMENTS, OWN_REPAYMENT]
    )
    day_count = forms.ChoiceField(label=_("How are days counted?"), choices=DAY_COUNTS)
    start = DayField(label=_("First disbursement"))
    grace_principal = _months(_("Grace period for the principal, months"), least=0, required=False)
    grace_interest = _months(_("Grace period for the interest, months"), least=0, required=False)
    own = forms.CharField(
        label=_("Own schedule"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_(
            "A row a payment: the day, then the principal, as in 15.03.2026 250 000. Rows may be "
            "pasted from a spreadsheet."
        ),
    )
    own_file = forms.FileField(
        label=_("A CSV or XLSX file with these two columns"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
    )
    MAIN: tuple[str, ...] = ("amount", "currency", "rate", "term", "repayment", "day_count")
    GRACE = ("grace_principal", "grace_interest")
    OTHER = ("rate", "term", "repayment")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in OTHER_TERMS:
            self.fields.update(_other_fields(name))

    def main_fields(self) -> list[Any]:
        return [self[name] for name in self.MAIN]

    def grace_fields(self) -> list[Any]:
        return [self[name] for name in self.GRACE]

    def other_fields(self) -> list[OtherFields]:
        return [
            OtherFields(legend, [self[f"{name}_{part}"] for part in self.OTHER])
            for name, legend in OTHER_TERMS.items()
        ]

    def as_forms(self) -> list[forms.Form]:
        return [self]

    def has_grace(self) -> bool:
        return self.is_filled(*self.GRACE)

    def has_other(self) -> bool:
        return self.is_filled(*(f"{name}_{part}" for name in OTHER_TERMS for part in self.OTHER))

    def has_own(self) -> bool:
        return self["repayment"].value() == Repayment.OWN

    def is_filled(self, *names: str) -> bool:
        return any(str(self.data.get(name, "")).strip() for name in names)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("repayment") == Repayment.OWN:
            self._read_own()
        return self.cleaned_data

    def _read_own(self) -> None:
        """The own schedule against what is right of the other answers."""
        rows = read_own_rows(self.cleaned_data.get("own", ""))
        amount, start, term = map(self.cleaned_data.get, ("amount", "start", "term"))
        if not rows.errors and amount is not None and start:
            last_day = _last_day(start, term)
            check_own_rows(rows, amount=amount, start=start, last_day=last_day)
        if rows.errors:
            self.add_error("own", rows.told())
        self.cleaned_data["own_rows"] = tuple(rows.parts)
        if rows.parts and start:
            self._check_other_terms(rows.parts[-1].date, start)

    def _check_other_terms(self, last_payment: date, start: date) -> None:
        """Terms that keep the own schedule must be long enough for it."""
        for name in OTHER_TERMS:
            term, repayment = map(self.cleaned_data.get, (f"{name}_term", f"{name}_repayment"))
            last_day = _last_day(start, term)
            if not repayment and last_day and last_day < last_payment:
                self.add_error(f"{name}_term", _("The own schedule goes on after this term"))

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
            own_rows=given.get("own_rows", ()),
        )

    def other_financings(self) -> list[OtherTerms]:
        """The credit with other terms in their place, each that differs from all before it."""
        found: list[OtherTerms] = []
        known = [self.financing()]
        for name in OTHER_TERMS:
            other = self._with_terms(name, known[0])
            if other not in known:
                known.append(other)
                found.append(OtherTerms(name, other))
        return found

    def _with_terms(self, name: str, first: Financing) -> Financing:
        rate, term, repayment = (self.cleaned_data[f"{name}_{part}"] for part in self.OTHER)
        return replace(
            first,
            nominal_rate_percent=first.nominal_rate_percent if rate is None else rate,
            term_months=term or first.term_months,
            repayment=Repayment(repayment) if repayment else first.repayment,
        )


def _last_day(start: date, term: int | None) -> date | None:
    try:
        return months_after(start, term) if term else None
    except ValueError:
        return None


class ScheduleForm(CreditForm):
    fee = AmountField(
        label=_("Commissions paid on the day of the disbursement"),
        required=False,
        help_text=_("They raise the annual effective rate"),
    )
    MAIN = (*CreditForm.MAIN, "start", "fee")

    def clean(self) -> dict[str, Any]:
        super().clean()
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
    names = [name for name in form(initial=start).fields if name != "own_file"]
    asked = {name: query[name] for name in names if name in query}
    if not asked:
        return form(initial=start)
    shown = {name: form.base_fields[name].prepare_value(value) for name, value in start.items()}
    return form({**shown, **asked}, initial=start)
