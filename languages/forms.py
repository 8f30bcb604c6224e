"""Form fields of every room: amounts, percents, days, countries, currencies.

They read what people type and show what people wrote: a value that is still
text (a raw draft answer) goes back to the page unchanged. Errors say what to do.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from languages.amounts import format_number, parse_amount
from languages.choices import CURRENCIES, country_choices, currency_choices
from languages.formats.numeric import DATE_INPUT_FORMATS
from languages.long_select import LongSelect
from languages.text import current_language


class TypedNumberField(forms.DecimalField):
    """A decimal typed as text; ``suffix`` is the unit shown behind the input."""

    suffix = ""
    places = 2
    default_error_messages = {
        "required": _("Enter a number"),
        "invalid": _("Enter figures only, for example 1 250 000 or 1250000,50"),
        "max_value": _("Enter %(limit_value)s or less"),
        "min_value": _("Enter %(limit_value)s or more"),
        "max_decimal_places": _("Use no more than %(max)s figures after the comma"),
        "max_digits": _("The number is too long: check the zeros"),
        "max_whole_digits": _("The number is too long: check the zeros"),
    }
    widget = forms.TextInput

    def __init__(self, *, suffix: str | None = None, **options: Any) -> None:
        options.setdefault("decimal_places", self.places)
        super().__init__(**options)
        self.suffix = self.suffix if suffix is None else suffix

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, Decimal | int):
            return Decimal(value)
        try:
            return parse_amount(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        whole = value == value.to_integral_value()
        return format_number(value, current_language(), 0 if whole else None)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {
            "inputmode": "decimal",
            "autocomplete": "off",
            "spellcheck": "false",
            "class": "govuk-input--width-10",
        }


class AmountField(TypedNumberField):
    """A sum of money, two decimals, not negative unless ``min_value`` allows it."""

    default_error_messages = {"required": _("Enter an amount")}

    def __init__(self, **options: Any) -> None:
        options.setdefault("min_value", Decimal(0))
        options.setdefault("max_digits", 20)
        super().__init__(**options)


class PercentField(TypedNumberField):
    """A rate in percent: 12,6 means 12.6 %, never 0.126."""

    suffix = "%"
    places = 4
    default_error_messages = {
        "required": _("Enter a percentage"),
        "invalid": _("Enter a percentage in figures, for example 12,6"),
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("min_value", Decimal(0))
        options.setdefault("max_digits", 9)
        super().__init__(**options)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, str):
            value = value.strip().removesuffix("%")
        return super().to_python(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "class": "govuk-input--width-5"}


class DayField(forms.DateField):
    """A day in one input, day first: 05.03.2026, also 5.3.2026 or 2026-03-05."""

    default_error_messages = {
        "required": _("Enter a day, for example 05.03.2026"),
        "invalid": _("Enter a real day as day, month and year, for example 05.03.2026"),
    }
    widget = forms.TextInput
    earliest_year, latest_year = 1900, 2200

    def __init__(self, **options: Any) -> None:
        options.setdefault("input_formats", DATE_INPUT_FORMATS)
        options.setdefault("help_text", _("For example, 05.03.2026"))
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str):
            value = ".".join(value.replace(".", " ").split())
        day = super().to_python(value)
        if day and not self.earliest_year <= day.year <= self.latest_year:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime):
            value = value.date()
        return f"{value:%d.%m.}{value.year:04}" if isinstance(value, date) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"autocomplete": "off", "class": "govuk-input--width-10"}


class CountryField(forms.ChoiceField):
    """An ISO 3166 alpha-2 code, chosen by its name in the page's language."""

    widget = LongSelect
    default_error_messages = {
        "required": _("Choose a country"),
        "invalid_choice": _("Choose a country from the list"),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=country_choices, **options)


class CurrencyField(forms.ChoiceField):
    """An ISO 4217 code out of *currencies*, by code and name in the page's language."""

    default_error_messages = {
        "required": _("Choose a currency"),
        "invalid_choice": _("Choose a currency from the list"),
    }

    def __init__(self, *, currencies: Iterable[str] = CURRENCIES, **options: Any) -> None:
        codes = tuple(currencies)
        super().__init__(choices=lambda: currency_choices(codes), **options)
