"""The question the list of instruments answers: who one is, which kind is wanted."""

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.instruments.wording import KINDS, PARTICIPANTS


class InstrumentFilterForm(forms.Form):
    """Both may stay empty: then everything is shown."""

    who = forms.ChoiceField(
        label=_("You are"),
        required=False,
        choices=[("", _("anybody")), *PARTICIPANTS.items()],
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("insurance and guarantees")), *KINDS.items()],
    )
    marks_optional = False
