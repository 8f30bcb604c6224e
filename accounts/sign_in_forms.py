"""allauth's forms in the portal's words, each field with one label and no placeholder.

allauth has no Kazakh catalogue: its labels are replaced, its error messages are
in ours (``languages.borrowed_messages``).
"""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

LABELS = {
    "login": _("E-mail"),
    "email": _("E-mail"),
    "password": _("Password"),
    "oldpassword": _("Present password"),
    "password1": _("Password"),
    "password2": _("Password once more"),
    "code": _("Code"),
    "name": _("Name of the passkey"),
}
PASSWORD_HINT = _("At least 12 characters. A sentence is easy to remember and hard to guess.")


def _consent_hint() -> str:
    return format_html(
        '<a class="govuk-link" href="{}" target="_blank" rel="noopener">{}</a>',
        reverse("accounts:consent_text"),
        _("Read what is processed, what for, and who sees it (opens in a new tab)"),
    )


class InOurWords(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            field.help_text = PASSWORD_HINT if name == "password1" else ""
        if "consent" in self.fields:
            self.fields["consent"].help_text = _consent_hint()


class LoginForm(InOurWords, allauth_forms.LoginForm):
    pass


class SignupForm(InOurWords, allauth_forms.SignupForm):
    pass


class ResetPasswordForm(InOurWords, allauth_forms.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(InOurWords, allauth_forms.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(InOurWords, allauth_forms.ChangePasswordForm):
    pass


class ReauthenticateForm(InOurWords, allauth_forms.ReauthenticateForm):
    pass
