"""Fields for numbers that carry their own check: IBAN, BIN or IIN, HS code."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum import iban
from stdnum.exceptions import ValidationError as NotAnIban

from accounts.business_number import BusinessNumberError, parse_business_number

PHONE = re.compile(r"\+?[0-9]{10,15}")
# Six digits are the international subheading; eight and ten are the Union's own.
HS_LENGTHS = (6, 8, 10)


class IbanField(forms.CharField):
    """A bank account in Kazakhstan: ``KZ``, two check digits, sixteen characters."""

    default_error_messages = {
        "required": _("Enter the IBAN of your account"),
        "invalid": _("Check the IBAN: it has 20 characters, for example KZ86 125K ZT50 0410 0100"),
        "foreign": _("Enter an account in Kazakhstan: its IBAN begins with KZ"),
    }

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            number = str(iban.validate(typed))
        except NotAnIban:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if not number.startswith("KZ"):
            raise ValidationError(self.error_messages["foreign"], code="foreign")
        return number


class BusinessNumberField(forms.CharField):
    """A BIN or an IIN with its check digit."""

    default_error_messages = {
        "required": _("Enter the BIN: 12 digits"),
        "invalid": _("Check the BIN: it has 12 digits and the last one must agree with the others"),
    }

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            return str(parse_business_number(typed))
        except BusinessNumberError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class HsCodeField(forms.CharField):
    """A full commodity code of six, eight or ten digits.

    Headings of two and four digits name whole groups and would match a goods
    list by luck; the codes of a contract or a customs declaration are longer.
    """

    default_error_messages = {
        "required": _("Enter the HS code"),
        "invalid": _("Enter the HS code as 6, 8 or 10 digits, for example 8432 31"),
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A script suggests entries of the goods list and fills in the name of a chosen one."""
        marks = {"data-suggests": "hs_code", "data-fills": "description"}
        return {**super().widget_attrs(widget), **marks, "inputmode": "numeric"}

    def clean(self, value: Any) -> str:
        digits = re.sub(r"[\s.]", "", super().clean(value))
        if digits and not (re.fullmatch(r"[0-9]+", digits) and len(digits) in HS_LENGTHS):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return digits


class PhoneField(forms.CharField):
    default_error_messages = {
        "required": _("Enter a telephone number"),
        "invalid": _("Enter the telephone number with its code, for example +7 701 123 45 67"),
    }

    def clean(self, value: Any) -> str:
        digits = re.sub(r"[\s()\-]", "", super().clean(value))
        if digits and not PHONE.fullmatch(digits):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return digits
