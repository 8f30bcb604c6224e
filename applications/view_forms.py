"""A saved view's name."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SavedViewForm(forms.Form):
    marks_optional = False

    name = forms.CharField(
        label=_("Name of the view"),
        max_length=80,
        strip=True,
        error_messages={"required": _("Give the view a name")},
    )
    is_shared = forms.BooleanField(
        label=_("My colleagues in the same role see it too"), required=False
    )
