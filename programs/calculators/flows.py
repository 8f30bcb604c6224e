"""The rows of the effective rate's calculator, payouts and payments, as typed.

A row left empty does not count; another row is added, or one removed, by a button that
leads to the address of the new rows.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from languages.forms import AmountField, DayField
from programs.effective_rate import Flow

# A server takes an address of some 4,000 characters; these rows fit.
MOST = {"payout": 12, "payment": 36}
FIRST_ROWS = {"payout": 1, "payment": 3}
LABELS: dict[str, tuple[Promise, Promise]] = {
    "payout": (_("Day of payout"), _("Amount of payout")),
    "payment": (_("Day of payment"), _("Amount of payment")),
}
NOTHING = {
    "payout": _("Enter at least one payout with its day and amount"),
    "payment": _("Enter at least one payment with its day and amount"),
}
FIELDS = ("day", "amount")
RawRow = dict[str, str]


class FlowForm(forms.Form):
    """A day and an amount; ``payout-2`` is its prefix."""

    marks_optional = False
    day = DayField(help_text="")
    amount = AmountField()

    def __init__(self, side: str, number: int, **options: Any) -> None:
        super().__init__(prefix=f"{side}-{number}", use_required_attribute=False, **options)
        for name, label in zip(FIELDS, LABELS[side], strict=True):
            self.fields[name].label = format_lazy("{} {}", label, str(number))


class FlowSide:
    """All rows of one side. ``shown`` are the forms of the page, ``errors_found`` tells
    whether any row, or the side as a whole, is not yet right."""

    def __init__(self, side: str, query: Mapping[str, Any], *, is_checked: bool) -> None:
        self.side = side
        self.rows = raw_rows(side, query) or [{}] * FIRST_ROWS[side]
        self.non_form_errors: list[str | Promise] = []
        self.checked = [
            FlowForm(side, number, data=_named(side, number, row), empty_permitted=True)
            for number, row in enumerate(self.rows, start=1)
        ]
        self.shown = self.checked if is_checked else self._unchecked()
        if not any(form.has_changed() for form in self.checked):
            self.non_form_errors.append(NOTHING[side])

    def _unchecked(self) -> list[FlowForm]:
        return [
            FlowForm(self.side, number, initial=row)
            for number, row in enumerate(self.rows, start=1)
        ]

    @property
    def is_right(self) -> bool:
        return not self.non_form_errors and all(form.is_valid() for form in self.checked)

    @property
    def may_grow(self) -> bool:
        return len(self.rows) < MOST[self.side]

    def flows(self) -> list[Flow]:
        filled = [form.cleaned_data for form in self.checked if form.has_changed()]
        return [Flow(row["day"], row["amount"]) for row in filled]


class FlowTable:
    """Both sides, with what the error summary asks of a formset."""

    def __init__(self, query: Mapping[str, Any]) -> None:
        self.is_asked = any(raw_rows(side, query) for side in MOST)
        self.is_checked = self.is_asked and "draft" not in query
        self.payouts, self.payments = (
            FlowSide(side, query, is_checked=self.is_checked) for side in MOST
        )

    @property
    def sides(self) -> tuple[FlowSide, FlowSide]:
        return self.payouts, self.payments

    @property
    def is_right(self) -> bool:
        return all(side.is_right for side in self.sides)

    @property
    def non_form_errors(self) -> list[str | Promise]:
        return [error for side in self.sides for error in side.non_form_errors]

    def __iter__(self) -> Iterator[FlowForm]:
        return (form for side in self.sides for form in side.checked)

    @property
    def total_error_count(self) -> int:
        return len(self.non_form_errors) + sum(len(form.errors) for form in self)

    @property
    def errors(self) -> bool:
        """For the page's title."""
        return self.is_checked and not self.is_right


def raw_rows(side: str, query: Mapping[str, Any]) -> list[RawRow]:
    """The rows as typed, up to the last one in the address."""
    numbers = [number for number in range(1, MOST[side] + 1) if _row(side, number, query)]
    return [_row(side, number, query) for number in range(1, max(numbers, default=0) + 1)]


def changed_address(query: Mapping[str, Any]) -> str:
    """Query and fragment after ``add=payout`` or ``remove=payment-2``; empty if neither is asked.

    The page it leads to shows what was typed without calling it wrong.
    """
    rows = {side: raw_rows(side, query) for side in MOST}
    added, removed = str(query.get("add", "")), str(query.get("remove", ""))
    if added in rows and len(rows[added]) < MOST[added]:
        rows[added].append({})
        return _address(rows, f"id_{added}-{len(rows[added])}-day")
    side, _dash, number = removed.partition("-")
    if side in rows and number.isdecimal() and 0 < int(number) <= len(rows[side]):
        del rows[side][int(number) - 1]
        return _address(rows, f"{side}-rows")
    return ""


def _address(rows: dict[str, list[RawRow]], fragment: str) -> str:
    fields: dict[str, str] = {}
    for side, members in rows.items():
        for number, row in enumerate(members, start=1):
            fields |= {f"{side}-{number}-{name}": row.get(name, "") for name in FIELDS}
    return f"?{urlencode({**fields, 'draft': '1'})}#{fragment}"


def _row(side: str, number: int, query: Mapping[str, Any]) -> RawRow:
    keys = {name: f"{side}-{number}-{name}" for name in FIELDS}
    return {name: str(query[key]) for name, key in keys.items() if key in query}


def _named(side: str, number: int, row: RawRow) -> RawRow:
    return {f"{side}-{number}-{name}": value for name, value in row.items()}
