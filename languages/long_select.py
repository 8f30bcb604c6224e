"""A select of hundreds of options, written without a template for each of them."""

from functools import lru_cache
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString

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
        options = _with_selected(_written(choices), str(chosen))
        return SafeString("".join([tag, *options, "</select>"]))


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
