"""Forms of people and organisations."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts import consents
from accounts.absences import colleagues_in_role, may_state_for
from accounts.business_number import BusinessNumberError, parse_business_number
from accounts.models import Membership, Organisation, User
from languages.forms import DayField


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


class AbsenceForm(forms.Form):
    """``by`` states it: for themselves, or for a colleague where they may."""

    person = forms.TypedChoiceField(
        label=_("Who is away"), coerce=int, error_messages={"required": _("Choose who is away")}
    )
    first_day = DayField(
        label=_("First day away"), error_messages={"required": _("Enter the first day away")}
    )
    last_day = DayField(
        label=_("Last day away"),
        help_text=_("Both days belong to the absence. The same day twice for one day."),
        error_messages={"required": _("Enter the last day away")},
    )
    substitute = forms.TypedChoiceField(
        label=_("Who stands in"),
        coerce=int,
        help_text=_("Does on these days all that the absent one may do, and gets the new cases."),
        error_messages={"required": _("Choose who stands in")},
    )

    def __init__(self, *args: Any, by: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        colleagues = list(colleagues_in_role(by))
        names = [(one.pk, str(one.user)) for one in colleagues]
        own = [(one.pk, str(one.user)) for one in colleagues if may_state_for(one, by)]
        choose = ("", _("Choose"))
        self.fields["person"].choices = own if len(own) == 1 else [choose, *own]  # type: ignore[attr-defined]
        self.fields["person"].initial = by.pk
        self.fields["substitute"].choices = [choose, *names]  # type: ignore[attr-defined]
