"""The day that public pages ask for; a revision's header; reference rates."""

from decimal import Decimal
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from languages.forms import CurrencyField, DayField, PercentField
from languages.text import in_language
from programs.change_record import RecordFilters
from programs.models import Programme, RateSeries, ReferenceRate
from programs.models.reference_rates import KNOWN_RULE, SERIES_RULE, is_possible_series
from programs.rate_proposals import RateValues

LANGUAGES = (("kk", _("in Kazakh")), ("ru", _("in Russian")), ("en", _("in English")))
NOT_IN_LIST = _("“%(value)s” is not among the names that the portal knows")
RATE_CURRENCIES = ("KZT", "RUB", "USD", "EUR", "CNY", "JPY", "GBP", "CHF")


class OnDayForm(forms.Form):
    """The day whose terms are wanted; empty is today."""

    on = DayField(label=_("Show the terms on the day"), required=False)
    marks_optional = False


class ProgrammeField(forms.ModelChoiceField):
    """A programme by its paragraph, named in the page's language."""

    def label_from_instance(self, programme: Programme) -> str:
        return f"{programme.paragraph} · {in_language(programme, 'name').text}"


class ChangeRecordForm(forms.Form):
    """What narrows the record of changes; each may stay empty."""

    programme = ProgrammeField(
        label=_("Programme"),
        queryset=Programme.objects.all(),
        to_field_name="paragraph",
        required=False,
        empty_label=_("every programme"),
    )
    since = DayField(label=_("In force from, not before"), required=False)
    until = DayField(label=_("In force from, not after"), required=False)
    marks_optional = False

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first"))
        return data

    def filters(self) -> RecordFilters:
        """None of them while the form is empty or not right."""
        return RecordFilters(**self.cleaned_data) if self.is_valid() else RecordFilters()

    def narrows(self) -> bool:
        return self.filters() != RecordFilters()

    def query(self) -> str:
        """The filters as an address; empty while nothing narrows."""
        filters = self.filters()
        paragraph = filters.programme.paragraph if filters.programme else ""
        asked = {"programme": paragraph, "since": filters.since, "until": filters.until}
        return urlencode({name: str(value) for name, value in asked.items() if value})


def text_fields(name: str, label: Any, *, rows: int = 2) -> dict[str, forms.CharField]:
    """One text as three fields, ``name_kk`` and so on."""
    return {
        f"{name}_{code}": forms.CharField(
            label=format_lazy("{}, {}", label, language),
            required=False,
            max_length=4000,
            widget=forms.Textarea(attrs={"rows": rows, "lang": code}),
        )
        for code, language in LANGUAGES
    }


def text_of(cleaned: dict[str, Any], name: str) -> dict[str, str]:
    """The three fields as one text by language, without the empty ones."""
    texts = {code: cleaned.get(f"{name}_{code}", "").strip() for code, __ in LANGUAGES}
    return {code: text for code, text in texts.items() if text}


class RevisionHeaderForm(forms.Form):
    """The board's decision and the day from which the revision governs."""

    number = forms.IntegerField(
        label=_("Number of the revision"),
        min_value=1,
        max_value=100_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}),
    )
    decision = forms.CharField(
        label=_("Decision of the board"),
        max_length=200,
        required=False,
        help_text=_("Its number, for example № 12"),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    decided = DayField(label=_("Decided on"), required=False)
    effective_from = DayField(
        label=_("Takes effect on"),
        required=False,
        help_text=_("The first day on which the new terms hold, for example 01.01.2027"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields.update(text_fields("summary", _("What changes"), rows=3))

    def values(self) -> dict[str, Any]:
        names = ("number", "decision", "decided", "effective_from")
        values = {name: self.cleaned_data[name] for name in names}
        return {**values, "summary": text_of(self.cleaned_data, "summary")}


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reasons for the rejection"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why the revision is rejected")},
    )


class RateForm(forms.Form):
    """A published rate, or that the series ends on that day: said, never left to a gap."""

    kind = forms.ChoiceField(
        label=_("Rate"),
        choices=RateSeries.choices,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": NOT_IN_LIST},
    )
    currency = CurrencyField(label=_("Currency"), currencies=RATE_CURRENCIES)
    term_bucket = forms.ChoiceField(
        label=_("Repayment term"),
        required=False,
        help_text=_("For the CIRR only"),
        error_messages={"invalid_choice": NOT_IN_LIST},
    )
    value_percent = PercentField(
        label=_("Value, % a year"),
        required=False,
        max_value=Decimal(999),
        max_digits=40,
        help_text=_("As published, not halved"),
    )
    ends_series = forms.BooleanField(
        label=_("The rate is no longer published from this day on"), required=False
    )
    decided = DayField(label=_("Decided on"), required=False)
    decision = forms.CharField(label=_("Decision"), max_length=300, required=False)
    effective_from = DayField(label=_("In force from"))
    known_until = DayField(
        label=_("Known until"),
        required=False,
        help_text=_(
            "The last day for which the value is sure, such as the eve of the next "
            "decision. Empty: until the next row."
        ),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=500,
        help_text=_("Where the value is published, with its address or issue"),
    )
    verified = forms.BooleanField(
        label=_("I compared the value with the publication"), required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        buckets = ReferenceRate._meta.get_field("term_bucket").flatchoices
        self.fields["term_bucket"].choices = [("", "—"), *buckets]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        if "value_percent" in self.cleaned_data:
            has_value = self.cleaned_data["value_percent"] is not None
            if has_value == self.cleaned_data["ends_series"]:
                message = _("Enter the value, or tick that the rate is no longer published")
                self.add_error("value_percent", message)
        self._check_series()
        self._check_days()
        return self.cleaned_data

    def _check_series(self) -> None:
        given = [self.cleaned_data.get(name) for name in ReferenceRate.SERIES_NAMES]
        if None not in given and not is_possible_series(*map(str, given)):
            self.add_error("kind", SERIES_RULE)

    def _check_days(self) -> None:
        first, last = (self.cleaned_data.get(name) for name in ("effective_from", "known_until"))
        if first and last and last < first:
            self.add_error("known_until", KNOWN_RULE)

    def values(self) -> RateValues:
        names = [name for name in RateForm.base_fields if name != "ends_series"]
        return cast(RateValues, {name: self.cleaned_data[name] for name in names})


class RateCorrectionForm(RateForm):
    reason = forms.CharField(
        label=_("Reason for the correction"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RateUploadForm(forms.Form):
    file = forms.FileField(
        label=_("Table of reference rates, CSV or .xlsx"),
        help_text=_(
            "At most 200 rows and 512 KB; of a workbook the first sheet. A cell formatted as "
            "a percent is read as its number: write 17.5 without that format."
        ),
        error_messages={"required": _("Choose the file with the rates")},
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )


class RateFileConfirmForm(forms.Form):
    """What a person adds to the rows of a file before proposing them."""

    reason = forms.CharField(
        label=_("Reason for the correction"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Stored rows are corrected: say why.")},
    )
    verified = forms.BooleanField(
        label=_("I compared every value with its publication"), required=False
    )

    def __init__(self, *args: Any, corrects: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not corrects:
            del self.fields["reason"]


class RateRejectionForm(forms.Form):
    reason = forms.CharField(
        label=_("Reasons for the rejection"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why the rates are rejected")},
    )
