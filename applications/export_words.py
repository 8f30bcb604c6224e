"""What a list was filtered by when it was taken away, in words."""

from typing import Any

from django import forms

from applications.case_filters import CaseFilters
from applications.models import ExportedList, ListExport
from applications.own_case_filters import OwnCaseFilters

FIELDS: dict[str, dict[str, forms.Field]] = {
    ExportedList.CASES: CaseFilters.base_fields,
    ExportedList.OWN_CASES: OwnCaseFilters.base_fields,
    ExportedList.ORGANISATIONS: {},
}


class FiltersInWords:
    """For one page: choices are looked up once, however many exports it shows."""

    def __init__(self) -> None:
        self._names: dict[forms.Field, dict[str, str]] = {}

    def of(self, export: ListExport) -> list[tuple[str, str]]:
        """Label and values of every filter; a filter that is no more stands as it was sent."""
        fields = FIELDS.get(export.which, {})
        return [
            (str(field.label), ", ".join(self._name(field, value) for value in values))
            if (field := fields.get(name)) is not None
            else (name, ", ".join(values))
            for name, values in export.filters.items()
        ]

    def _name(self, field: Any, value: str) -> str:
        if not isinstance(field, forms.ChoiceField):
            return value
        if field not in self._names:
            choices: Any = field.choices
            self._names[field] = {str(code): str(name) for code, name in choices}
        return self._names[field].get(value, value)
