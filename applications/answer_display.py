"""Answers in words: typed answers by their fields' labels, in the page's language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from applications.form_sections import Section
from applications.forms.financing import MonthsField
from languages.amounts import format_date, format_number, format_percent
from languages.forms import DayField, PercentField, TypedNumberField
from languages.text import current_language
from programs.wording import months

Row = dict[str, str]


@dataclass(frozen=True)
class Card:
    """A block of answers: the section itself, or one entry of its table."""

    title: str | Promise
    rows: list[Row]


def answer_cards(section: Section, typed: Any) -> Iterator[Card]:
    """Typed answers of one section, as ``typed_answers`` gives them and a submission keeps them."""
    if section.form:
        yield Card(section.title, _rows(section.form, typed))
    if section.rows:
        entries = typed if section.form is None else typed.get(section.rows_key, [])
        for number, entry in enumerate(entries, start=1):
            title = f"{section.rows.row_name} {number}"
            yield Card(title, _rows(section.rows.form, entry))


def raw_cards(section: Section, raw: Mapping[str, Any]) -> Iterator[Card]:
    """What was typed so far, as typed: for a section that is not complete."""
    if section.form:
        yield Card(section.title, _raw_rows(section.form, raw))
    if section.rows:
        for number, entry in enumerate(raw.get(section.rows_key, []), start=1):
            title = f"{section.rows.row_name} {number}"
            yield Card(title, _raw_rows(section.rows.form, entry))


def _rows(form: Any, typed: Mapping[str, Any]) -> list[Row]:
    return [
        {"key": str(field.label), "value": in_words(field, typed.get(name))}
        for name, field in form.base_fields.items()
    ]


def _raw_rows(form: Any, raw: Mapping[str, str]) -> list[Row]:
    return [
        {"key": str(field.label), "value": raw_in_words(field, raw.get(name, ""))}
        for name, field in form.base_fields.items()
    ]


def raw_in_words(field: forms.Field, raw: str) -> str:
    """A choice or a tick by its name, all else as typed."""
    if isinstance(field, forms.BooleanField):
        return _("Yes") if raw else ""
    return _choice(field, raw) if isinstance(field, forms.ChoiceField) and raw else raw


def in_words(field: forms.Field, value: Any) -> str:
    """A typed answer as a reader expects it; empty when not given."""
    if value in (None, ""):
        return ""
    language = current_language()
    if isinstance(field, forms.BooleanField):
        return _("Yes") if value else _("No")
    if isinstance(field, forms.ChoiceField):
        return _choice(field, value)
    if isinstance(field, DayField):
        return format_date(date.fromisoformat(value), language)
    if isinstance(field, PercentField):
        return format_percent(Decimal(value), language)
    if isinstance(field, MonthsField):
        return months(int(value))
    if isinstance(field, TypedNumberField):
        return format_number(Decimal(value), language)
    return str(value)


def _choice(field: forms.ChoiceField, value: str) -> str:
    choices = dict(field.choices)  # type: ignore[arg-type]
    return str(choices.get(value, value))
