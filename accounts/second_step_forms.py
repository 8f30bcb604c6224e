"""allauth's forms of the second step in the portal's words; a code counts once."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.second_step import spend_totp_code
from accounts.sign_in_forms import InOurWords

FOR_CODES = {"inputmode": "numeric", "autocomplete": "one-time-code"}


class CodeForm(InOurWords):
    hint: Any = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = self.hint
        self.fields["code"].widget.attrs |= FOR_CODES


class ActivateTOTPForm(CodeForm, totp_forms.ActivateTOTPForm):
    hint = _("The six figures that the app shows now.")


class SpentOnce(CodeForm):
    hint = _("Six figures from the app, or one of your recovery codes.")
    user: Any

    def clean_code(self) -> str:
        code = str(super().clean_code())  # type: ignore[misc]
        if not spend_totp_code(self.user, code):
            raise get_adapter().validation_error("code_used")
        return code


class AuthenticateForm(SpentOnce, base_forms.AuthenticateForm):
    pass


class ReauthenticateForm(SpentOnce, base_forms.ReauthenticateForm):
    pass


class DeactivateTOTPForm(totp_forms.DeactivateTOTPForm):
    pass


class AddPasskeyForm(InOurWords, webauthn_forms.AddWebAuthnForm):
    """``passwordless`` is ticked at first: that is what a passkey is for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["passwordless"]
        field.label = _("Sign in with it alone, without the password")
        field.help_text = _(
            "The device then asks for your finger, face or PIN. Untick it for a plain security key."
        )
        field.initial = True
        self.fields["name"].max_length = 60  # type: ignore[attr-defined]
        self.fields["name"].help_text = _("For you to recognise it in the list.")

    marks_optional = False


class RenamePasskeyForm(InOurWords, webauthn_forms.EditWebAuthnForm):
    name = forms.CharField(label=_("Name of the passkey"), max_length=60)
