"""The last section: who signs, and what they declare."""

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.forms.base import MISSING, SectionForm, text


class DeclarationForm(SectionForm):
    signatory_name = text(_("Who signs"), required=_("Enter the full name of the signatory"))
    signatory_position = text(
        _("Position"), required=_("Enter the signatory's position"), max_length=200
    )
    declared = forms.BooleanField(
        label=_("The information in this application and its documents is true and complete"),
        error_messages={MISSING: _("Confirm that the information is true and complete")},
    )
    consent_personal_data = forms.BooleanField(
        label=_("I consent to the processing of the personal data in this application"),
        error_messages={MISSING: _("Consent to the processing of personal data")},
    )
