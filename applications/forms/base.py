"""What every section's form shares."""

from typing import TYPE_CHECKING, Any, Union

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Text = Union[str, "StrPromise"]
MISSING = "required"


class SectionForm(forms.Form):
    """One section's fields. ``siblings`` are the raw answers of the other sections."""

    def __init__(self, *args: Any, siblings: dict[str, Any] | None = None, **options: Any) -> None:
        self.siblings = siblings or {}
        super().__init__(*args, **options)

    def require(self, name: str) -> None:
        """Ask for a field that another answer made necessary."""
        if name not in self.errors and self.cleaned_data.get(name) in (None, ""):
            message = self.fields[name].error_messages[MISSING]
            self.add_error(name, ValidationError(message, code=MISSING))

    def refuse(self, name: str, message: Text, code: str = "invalid") -> None:
        """Put an error at a field, once."""
        if name not in self.errors:
            self.add_error(name, ValidationError(message, code=code))


class RowsFormSet(forms.BaseFormSet):
    """A table of answers; a row left entirely empty does not count."""

    row_name: Text = _("Entry")
    nothing_entered: Text = _("Add at least one entry")

    def __init__(self, *args: Any, siblings: dict[str, Any] | None = None, **options: Any) -> None:
        self.siblings = siblings or {}
        super().__init__(*args, **options)

    @property
    def filled(self) -> list[dict[str, Any]]:
        """The cleaned rows that hold something."""
        return [form.cleaned_data for form in self.forms if getattr(form, "cleaned_data", None)]

    def clean(self) -> None:
        if not any(form.has_changed() for form in self.forms):
            raise ValidationError(self.nothing_entered, code=MISSING)


def text(label: Text, *, required: Text = "", **options: Any) -> forms.CharField:
    """A line of text; ``required`` is what to do when it is missing, optional without."""
    options.setdefault("max_length", 300)
    if not required:
        return forms.CharField(label=label, required=False, **options)
    return forms.CharField(label=label, error_messages={MISSING: required}, **options)


def choice(
    label: Text,
    choices: list[tuple[str, Any]],
    *,
    required: Text,
    **options: Any,
) -> forms.ChoiceField:
    """A question with its answers all in sight."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={MISSING: required, "invalid_choice": required},
        **options,
    )
