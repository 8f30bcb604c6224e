"""A section's form over raw answers: read from a post, shown again, checked, typed.

Raw answers are what was typed, as JSON: a text for each field and, where the
section has a table, a list of such mappings under its ``rows_key``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise

from applications.form_sections import Section
from applications.forms.base import MISSING, RowsFormSet, SectionForm

Raw = dict[str, Any]


@dataclass(frozen=True)
class AnswerError:
    """What is wrong with an answer; ``field`` is the id of the input on its page."""

    field: str
    label: str
    message: str
    code: str

    @property
    def is_missing(self) -> bool:
        return self.code == MISSING


def raw_from_post(section: Section, data: Mapping[str, str]) -> Raw:
    """What was typed on the section's page, nothing interpreted."""
    raw: Raw = {}
    if section.form:
        raw.update(_typed(section.form, data, ""))
    if section.rows:
        raw[section.rows_key] = list(_typed_rows(section.rows, data, section.rows_key))
    return raw


def _typed(form: type[forms.Form], data: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {name: _plain(str(data.get(f"{prefix}{name}", ""))) for name in form.base_fields}


def _plain(typed: str) -> str:
    """Line ends as scripts read them; no NUL: PostgreSQL's JSON holds none, nobody types one."""
    return typed.replace("\x00", "").replace("\r\n", "\n")


def _typed_rows(
    rows: type[RowsFormSet], data: Mapping[str, str], prefix: str
) -> Iterator[dict[str, str]]:
    count = str(data.get(f"{prefix}-TOTAL_FORMS", "0"))
    many = int(count) if count.isascii() and count.isdigit() and len(count) < 6 else 0
    for number in range(min(many, rows.max_num)):
        yield _typed(rows.form, data, f"{prefix}-{number}-")


class SectionSheet:
    """A section with its answers. Unchecked, it shows what was typed without errors."""

    def __init__(
        self,
        section: Section,
        raw: Raw,
        *,
        checked: bool,
        siblings: Mapping[str, Raw] | None = None,
    ) -> None:
        self.section = section
        self.raw = raw
        self.is_checked = checked
        self.siblings = {**(siblings or {}), section.code: raw}
        self.form: SectionForm | None = None
        self.rows: RowsFormSet | None = None
        if section.form:
            self.form = section.form(**self._shown(raw, raw or None, checked))
        if section.rows:
            rows = raw.get(section.rows_key, [])
            shown = self._shown(_rows_data(rows, section.rows_key), rows, checked)
            self.rows = section.rows(prefix=section.rows_key, **shown)

    def _shown(self, data: Raw, initial: Any, checked: bool) -> dict[str, Any]:
        shown = {"data": data} if checked else {"initial": initial}
        return {**shown, "siblings": self.siblings}

    def again_checked(self) -> "SectionSheet":
        """The same answers, checked."""
        return SectionSheet(self.section, self.raw, checked=True, siblings=self.siblings)

    @property
    def asks_for_rows(self) -> bool:
        """The table counts always, or only when an answer of the form calls for it."""
        if self.rows is None or self.form is None:
            return self.rows is not None
        return self.form["repayment"].value() == "own"

    def errors(self) -> list[AnswerError]:
        """Every error in the order of the page; only for a checked sheet."""
        found = list(_form_errors(self.form)) if self.form else []
        if self.rows is not None and self.asks_for_rows:
            found += _rows_errors(self.rows)
        return found

    def typed(self) -> Any:
        """The typed answers, ready for JSON; only of a checked sheet without errors."""
        rows = self.typed_rows()
        if self.form is None:
            return rows
        typed = {name: json_ready(value) for name, value in self.form.cleaned_data.items()}
        return {**typed, self.section.rows_key: rows} if self.rows is not None else typed

    def typed_rows(self) -> list[dict[str, Any]]:
        """The table alone, typed; empty where it does not count."""
        if self.rows is None or not self.asks_for_rows:
            return []
        return [
            {name: json_ready(value) for name, value in row.items()} for row in self.rows.filled
        ]


def _rows_data(rows: list[dict[str, str]], prefix: str) -> dict[str, str]:
    data = {f"{prefix}-TOTAL_FORMS": str(len(rows)), f"{prefix}-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        data.update({f"{prefix}-{number}-{name}": value for name, value in row.items()})
    return data


def post_from_raw(section: Section, raw: Raw) -> dict[str, str]:
    """The fields in which the section's page sends these answers."""
    post = {name: value for name, value in raw.items() if name != section.rows_key}
    if section.rows:
        post.update(_rows_data(raw.get(section.rows_key, []), section.rows_key))
    return post


def _form_errors(form: forms.BaseForm, within: str | Promise = "") -> Iterator[AnswerError]:
    for name in form.fields:
        for error in form.errors.as_data().get(name, []):
            bound = form[name]
            label = f"{within}: {bound.label}" if within else str(bound.label)
            message = " ".join(error.messages)
            yield AnswerError(bound.first_input_id, label, message, error.code or "invalid")  # type: ignore[attr-defined]


def _rows_errors(rows: RowsFormSet) -> list[AnswerError]:
    found = [
        AnswerError(f"{rows.prefix}-table", "", " ".join(error.messages), error.code or "invalid")
        for error in rows.non_form_errors().as_data()
    ]
    for number, form in enumerate(rows.forms, start=1):
        found += _form_errors(form, f"{rows.row_name} {number}")
    return found


def json_ready(value: Any) -> Any:
    """Decimals as plain text without idle zeros, days as ISO: the same fact, the same text."""
    if isinstance(value, Decimal):
        return format(value.normalize() if value else Decimal(0), "f")
    return value.isoformat() if isinstance(value, date) else value
