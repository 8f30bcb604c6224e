"""A select of hundreds of options, written without a template for each of them."""

from functools import lru_cache
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString

from languages.choices import names_in_all_languages

Choices = tuple[tuple[str, str], ...]


class LongSelect(forms.Select):
    """As ``Select``, for plain choices: no groups, no options with attributes."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        choices = tuple((str(code), str(label)) for code, label in self.choices)
        (chosen,) = self.format_value(value) or ("",)
        tag = format_html(
            '<select name="{}"{}>', name, flatatt(self.build_attrs(self.attrs, attrs))
        )
        options = _with_selected(self.lines(choices), str(chosen))
        return SafeString("".join([tag, *options, "</select>"]))

    def lines(self, choices: Choices) -> dict[str, str]:
        """Each option's markup by its value."""
        return _written(choices)


class SearchableSelect(LongSelect):
    """Turned by a script into a field with suggestions, found by any language's name."""

    def build_attrs(self, *args: Any, **options: Any) -> dict[str, Any]:
        return {**super().build_attrs(*args, **options), "data-combobox": "1"}

    def lines(self, choices: Choices) -> dict[str, str]:
        return _written_with_names(choices)


def _with_selected(lines: dict[str, str], chosen: str) -> list[str]:
    if chosen not in lines:
        return list(lines.values())
    marked = lines[chosen].replace("<option", "<option selected", 1)
    return list({**lines, chosen: marked}.values())


@lru_cache(maxsize=64)
def _written(choices: Choices) -> dict[str, str]:
    return {
        code: format_html('<option value="{}">{}</option>', code, label) for code, label in choices
    }


@lru_cache(maxsize=64)
def _written_with_names(choices: Choices) -> dict[str, str]:
    line = '<option value="{}" data-names="{}">{}</option>'
    return {
        code: format_html(line, code, "|".join(names_in_all_languages(code)), label)
        for code, label in choices
    }
