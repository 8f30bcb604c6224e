"""How forms become govuk-frontend markup: ``{{ form }}`` and ``{{ field.as_field_group }}``."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

# The first class that fits decides; CheckboxSelectMultiple is a RadioSelect to Python.
KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
    (forms.PasswordInput, "password"),
)
CLASSES = {
    "checkboxes": "",
    "radios": "",
    "checkbox": "govuk-checkboxes__input",
    "select": "govuk-select",
    "textarea": "govuk-textarea",
    "file": "govuk-file-upload",
    "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
    "input": "govuk-input",
}


class PortalBoundField(BoundField):
    """A bound field that knows its govuk-frontend component.

    A form may set ``label_size`` ("s", "m", "l", "xl"), ``label_sizes`` by
    field name, and ``marks_optional = False``.
    """

    @property
    def kind(self) -> str:
        widget = self.field.widget
        return next((kind for base, kind in KINDS if isinstance(widget, base)), "input")

    @property
    def first_input_id(self) -> str:
        """Where an error summary's link must lead."""
        first = f"{self.auto_id}_0" if self.kind in ("radios", "checkboxes") else self.auto_id
        return self.id_for_label or first

    @property
    def label_size(self) -> str:
        sizes: dict[str, str] = getattr(self.form, "label_sizes", {})
        return str(sizes.get(self.name) or getattr(self.form, "label_size", "s"))

    @property
    def is_optional(self) -> bool:
        marked = getattr(self.form, "marks_optional", True)
        return bool(marked) and not self.field.required and self.kind != "checkbox"

    @property
    def suffix(self) -> str:
        return getattr(self.field, "suffix", "")

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        """The browser must not stop an unfinished draft: ``required`` stays on the server."""
        built = super().build_widget_attrs(attrs, widget)
        built.pop("required", None)
        shown = widget or self.field.widget
        if not shown.is_hidden:
            built["class"] = self._classes(shown, built)
        return {name: value for name, value in built.items() if (name, value) != ("class", "")}

    def _classes(self, widget: forms.Widget, attrs: dict[str, Any]) -> str:
        own = CLASSES[self.kind]
        error = f"{own.split()[0]}--error" if own and self.errors else ""
        given = attrs.get("class") or widget.attrs.get("class", "")
        return " ".join(part for part in (own, error, given) if part)


class PortalFormRenderer(TemplatesSetting):
    """Django's renderer over the project's templates, with our form and field templates."""

    form_template_name = "components/forms/form.html"
    formset_template_name = "components/forms/formset.html"
    field_template_name = "components/forms/field.html"
    bound_field_class = PortalBoundField
