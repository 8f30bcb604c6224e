"""What a reporter enters: a register file with its day, or a bank's figures."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from languages.forms import AmountField, DayField
from prudential.ratios import FigureFault, InvalidFigures

FAULT_TEXTS = {
    FigureFault.NOT_A_NUMBER: _("Enter figures only"),
    FigureFault.NEGATIVE: _("Enter zero or more"),
    FigureFault.NOT_ABOVE_ZERO: _("Enter an amount above zero: without it there is no ratio"),
}


class PastDayForm(forms.Form):
    """A form whose day may not lie ahead; ``today`` comes from the view."""

    day_field = "on"

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day = cleaned.get(self.day_field)
        if day is not None and day > self.today:
            self.add_error(self.day_field, ValidationError(_("This day has not come yet")))
        return cleaned


class ReportingDateForm(forms.Form):
    """Which reporting date the supervisor looks at; the last month's end unless asked."""

    on = DayField(label=_("Filed for the reporting date"), help_text="")


class RegisterUploadForm(PastDayForm):
    day_field = "cut_off_date"

    cut_off_date = DayField(
        label=_("Cut-off date"),
        help_text=_(
            "The last day of the reporting period, the same as in the file, for example 31.03.2026"
        ),
    )
    file = forms.FileField(
        label=_("Register: CSV, .xlsx or Parquet"),
        help_text=_(
            "CSV in UTF-8, separated by commas, semicolons or tabs, or Parquet, up to 600 MB; "
            "a workbook up to 100 MB with one sheet and no formulas"
        ),
        error_messages={"required": _("Choose the file of the register")},
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx,.parquet"}),
    )


class BankFiguresForm(PastDayForm):
    on = DayField(
        label=_("Reporting date"),
        help_text=_("The day the figures stand for, for example 31.03.2009"),
    )
    own_capital = AmountField(
        label=_("Own capital"),
        suffix="₸",
        min_value=None,
        help_text=_("Above zero. The maximum depends on whether it exceeds 200 billion tenge."),
    )
    obligations_to_nonresidents = AmountField(label=_("Obligations to non-residents"), suffix="₸")
    issued_debt_securities = AmountField(
        label=_("Issued debt securities"),
        suffix="₸",
        help_text=_("Counted in k9 only, beside the obligations to non-residents"),
    )

    def add_fault(self, error: InvalidFigures) -> None:
        """Show at its field what the rule refused."""
        self.add_error(error.figure, ValidationError(FAULT_TEXTS[error.fault]))
