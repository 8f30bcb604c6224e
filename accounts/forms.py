"""Forms of people and organisations."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts import consents
from accounts.business_number import BusinessNumberError, parse_business_number
from accounts.models import Organisation, User


class PersonForm(forms.Form):
    """What signing up asks besides e-mail and password."""

    full_name = forms.CharField(
        label=_("Full name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"})
    )

    consent = forms.BooleanField(
        label=_("I agree to the processing of my personal data"),
        error_messages={"required": _("Without your consent no account can be made.")},
    )

    field_order = ["full_name", "email", "password1", "password2", "consent"]

    def signup(self, request: HttpRequest, user: User) -> None:
        """With the consent to the edition in force: the page links to no other."""
        user.full_name = self.cleaned_data["full_name"]
        user.language = (get_language() or "kk")[:2]
        user.save(update_fields=["full_name", "language"])
        today = timezone.localdate()
        edition = consents.edition_in_force(today)
        consents.give_consent(user, code=edition.code, at=timezone.now(), on=today)


class AccountForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["full_name", "language"]
        widgets = {"full_name": forms.TextInput({"autocomplete": "name"})}


BUSINESS_NUMBER_ERRORS = {
    "not_digits": _("Use figures only. A BIN or IIN has no letters."),
    "wrong_length": _("A BIN or IIN has 12 figures. Check that none is missing."),
    "wrong_check_digit": _("The last figure does not fit the others. Check for a typing error."),
}
IMPOSSIBLE_NUMBER = _("No BIN or IIN looks like this. Check for a typing error.")


class BusinessNumberField(forms.CharField):
    """A BIN or IIN whose check digit fits."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput({"inputmode": "numeric"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return parse_business_number(text).number
        except BusinessNumberError as error:
            message = BUSINESS_NUMBER_ERRORS.get(error.code, IMPOSSIBLE_NUMBER)
            raise forms.ValidationError(message, code=error.code) from error


class OrganisationForm(forms.ModelForm):
    business_number = BusinessNumberField(
        label=_("BIN or IIN"), help_text=_("12 figures. A sole trader gives the IIN.")
    )

    class Meta:
        model = Organisation
        fields = ["business_number", "name_kk", "name_ru", "address"]

    def _post_clean(self) -> None:
        """Uniqueness is decided by the write function, which says what to do about it."""


class InvitationForm(forms.Form):
    email = forms.EmailField(label=_("Colleague's e-mail"))
    may_invite = forms.BooleanField(label=_("May invite further colleagues"), required=False)


class RejectionForm(forms.Form):
    reason = forms.CharField(
        label=_("Why the organisation is not confirmed"),
        help_text=_("The organisation reads this. Say what to do about it."),
        widget=forms.Textarea({"rows": 3}),
    )
