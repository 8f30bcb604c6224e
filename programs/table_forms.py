"""The figures of all rows of a programme as one table of inputs."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from languages.forms import AmountField, PercentField
from programs import wording
from programs.models import TermsRow
from programs.row_forms import months_field

FIGURES: dict[str, Any] = {
    "rate_percent": _("Rate, %"),
    "term_months_max": _("Term, months"),
    "grace_months_max": _("Grace period, months"),
    "amount_min": _("Amount from"),
    "amount_max": _("Amount to"),
}


class RowFiguresForm(forms.Form):
    """One row of the table; an input is named by its column and its row."""

    marks_optional = False
    rate_percent = PercentField(required=False)
    term_months_max = months_field("term_months_max")
    grace_months_max = months_field("grace_months_max")
    amount_min = AmountField(required=False)
    amount_max = AmountField(required=False)

    def __init__(self, data: Any, *, row: TermsRow) -> None:
        self.row = row
        self.title = f"{row.get_channel_display()} · {wording.row_title(row)}"
        initial = {name: getattr(row, name) for name in FIGURES}
        super().__init__(data, prefix=f"row-{row.pk}", initial=initial)
        for name, heading in FIGURES.items():
            self.fields[name].label = f"{heading}: {self.title}"
            self.fields[name].widget.attrs["aria-label"] = f"{heading}: {self.title}"

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FIGURES}

    def refuse(self, error: forms.ValidationError) -> None:
        """Faults of the row that the figures make together."""
        for name, found in getattr(error, "error_dict", {"": [error]}).items():
            self.add_error(name if name in self.fields else None, found)


class TableForm:
    """The forms of all rows; valid when every one is. Its faults are listed as a formset's."""

    def __init__(self, data: Any, rows: list[TermsRow]) -> None:
        self.forms = [RowFiguresForm(data, row=row) for row in rows]

    def __iter__(self) -> Iterator[RowFiguresForm]:
        return iter(self.forms)

    def total_error_count(self) -> int:
        return sum(len(form.errors) for form in self.forms)

    def non_form_errors(self) -> list[str]:
        return []

    def is_valid(self) -> bool:
        faulty = [form for form in self.forms if not form.is_valid()]
        return not faulty

    def values(self) -> dict[int, dict[str, Any]]:
        return {form.row.pk: form.values() for form in self.forms}

    def refuse(self, faults: dict[int, forms.ValidationError]) -> None:
        for form in self.forms:
            if form.row.pk in faults:
                form.refuse(faults[form.row.pk])
