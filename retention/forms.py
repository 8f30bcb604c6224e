"""The forms of the room."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import Case
from languages.forms import DayField
from retention.models import RetentionClass

NARROW = forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"})


class PeriodForm(forms.Form):
    retention_class = forms.ChoiceField(label=_("Kind of data"), choices=RetentionClass.choices)
    effective_from = DayField(label=_("In force from"))
    months = forms.IntegerField(
        label=_("Months"),
        help_text=_("Leave it empty where no time is known: then it is kept."),
        required=False,
        min_value=1,
        max_value=1200,
        widget=NARROW,
    )
    source = forms.CharField(
        label=_("Source"),
        help_text=_("The act with its number and date, or that it is an assumption of the portal."),
        max_length=300,
    )
    verified = forms.BooleanField(label=_("Compared with the act"), required=False)


class HoldForm(forms.Form):
    number = forms.CharField(
        label=_("Number of the case"), help_text=_("For example KR-2026-000001"), max_length=20
    )
    reason = forms.CharField(
        label=_("Why it is kept"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )

    def clean_number(self) -> Any:
        number = self.cleaned_data["number"].strip().upper()
        self.case = Case.objects.filter(number=number).first()
        if self.case is None:
            raise forms.ValidationError(_("There is no case with this number."))
        return number
