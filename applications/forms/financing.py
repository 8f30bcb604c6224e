"""The credit or the lease, with the parties' own schedule where they have one."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.forms.base import RowsFormSet, SectionForm, Text, choice, text
from applications.forms.contract import CENT
from languages.forms import AmountField, CurrencyField, DayField, PercentField
from languages.long_select import SearchableSelect
from programs.day_count import DayCount
from programs.schedules import LONGEST_TERM_MONTHS, months_after

FINANCING_KINDS = [("credit", _("Credit")), ("lease", _("Lease"))]
REPAYMENTS = [
    ("annuity", _("Equal payments (annuity)")),
    ("equal_principal", _("Equal parts of the principal")),
    ("bullet", _("The principal at the end")),
    ("own", _("Own schedule")),
]
DAY_COUNTS = [
    (DayCount.THIRTY_360.value, _("30/360: every month has 30 days")),
    (DayCount.ACTUAL_360.value, _("Actual days / 360")),
    (DayCount.ACTUAL_365.value, _("Actual days / 365")),
    (DayCount.ACTUAL_ACTUAL.value, _("Actual days / actual days")),
]
MOST_PAYMENTS = 180


class MonthsField(forms.IntegerField):
    """A number of whole months, read back as such."""


def months(label: Text, *, least: int, initial: int | None = None) -> MonthsField:
    return MonthsField(
        label=label,
        min_value=least,
        max_value=LONGEST_TERM_MONTHS,
        initial=initial,
        help_text=_("In months"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
        error_messages={
            "required": _("Enter a number of months, 0 if there is none")
            if least == 0
            else _("Enter the number of months"),
            "invalid": _("Enter whole months in figures, for example 36"),
        },
    )


class FinancingForm(SectionForm):
    financing_kind = choice(
        _("How is the purchase financed?"), FINANCING_KINDS, required=_("Choose credit or lease")
    )
    agreement_number = text(
        _("Number of the financing agreement"),
        required=_("Enter the number of the financing agreement"),
        max_length=100,
    )
    agreement_date = DayField(label=_("Date of the financing agreement"))
    financing_amount = AmountField(label=_("Amount of the financing"), min_value=CENT)
    financing_currency = CurrencyField(
        label=_("Currency of the financing"), widget=SearchableSelect
    )
    nominal_rate_percent = PercentField(label=_("Nominal annual rate"), max_value=100)
    term_months = months(_("Term"), least=1)
    grace_principal_months = months(_("Grace period for the principal"), least=0, initial=0)
    grace_interest_months = months(_("Grace period for the interest"), least=0, initial=0)
    repayment = choice(_("How is it repaid?"), REPAYMENTS, required=_("Choose how it is repaid"))
    day_count = forms.ChoiceField(
        label=_("How are days counted?"),
        choices=[("", _("Choose how days are counted")), *DAY_COUNTS],
        error_messages={"required": _("Choose how days are counted")},
        help_text=_("As in the financing agreement"),
    )
    first_disbursement = DayField(label=_("First disbursement"))
    advance_payment = AmountField(
        label=_("Advance payment by the buyer"),
        required=False,
        help_text=_("In the contract's currency"),
    )

    def clean(self) -> dict[str, Any]:
        for name in ("grace_principal_months", "grace_interest_months"):
            self._check_grace(name)
        return self.cleaned_data

    def _check_grace(self, name: str) -> None:
        term, grace = self.cleaned_data.get("term_months"), self.cleaned_data.get(name)
        if term is not None and grace is not None and grace >= term:
            self.refuse(name, _("The grace period must be shorter than the term"))


class OwnScheduleRowForm(SectionForm):
    date = DayField(label=_("Payment day"))
    principal = AmountField(label=_("Principal repaid"))


class BaseOwnScheduleFormSet(RowsFormSet):
    row_name = _("Payment")
    nothing_entered = _("Enter the payments of your schedule")

    def clean(self) -> None:
        """Dates rise after the disbursement and end with the term; the parts make the whole."""
        super().clean()
        if any(self.errors):
            return
        loan = LoanFrame(self.siblings.get("financing", {}))
        self._check_dates(loan)
        if loan.amount is not None and sum(r["principal"] for r in self.filled) != loan.amount:
            raise forms.ValidationError(
                _("The principal of all payments must add up to the amount of the financing"),
                code="principal_mismatch",
            )

    def _check_dates(self, loan: "LoanFrame") -> None:
        previous = loan.first_disbursement
        for form in self.forms:
            day = form.cleaned_data.get("date")
            if day is None:
                continue
            if previous and day <= previous:
                form.add_error(
                    "date", _("Enter a day after the disbursement and after the payment before")
                )
            elif loan.last_day and day > loan.last_day:
                form.add_error("date", _("This day lies after the end of the term"))
            previous = day


class LoanFrame:
    """What the schedule must agree with, as far as the financing's answers can be read."""

    def __init__(self, financing: Mapping[str, Any]) -> None:
        form = FinancingForm(dict(financing))
        form.is_valid()
        self.amount = form.cleaned_data.get("financing_amount")
        self.first_disbursement = form.cleaned_data.get("first_disbursement")
        term = form.cleaned_data.get("term_months")
        self.last_day = None
        if self.first_disbursement and term:
            self.last_day = months_after(self.first_disbursement, term)


OwnScheduleFormSet: Any = forms.formset_factory(
    OwnScheduleRowForm,
    formset=BaseOwnScheduleFormSet,
    extra=0,
    max_num=MOST_PAYMENTS,
    absolute_max=MOST_PAYMENTS,
)
