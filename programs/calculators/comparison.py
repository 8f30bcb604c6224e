"""Two to four sets of terms side by side, line by line, each with its difference to the first."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.calculators.credits import Credit, SubsidisedCredit

Number = Decimal | int | None


@dataclass(frozen=True)
class Line:
    """``unit`` is money, percent, effective (one decimal) or months; None is not known."""

    label: str | Promise
    unit: str
    values: tuple[Number, ...]
    names: tuple[str | Promise, ...]

    @property
    def first(self) -> Number:
        return self.values[0]

    @property
    def others(self) -> list[tuple[str | Promise, Number, Decimal | None]]:
        """Every other set of terms: its name, its value, the difference to the first."""
        rest = zip(self.names[1:], self.values[1:], strict=True)
        return [(name, value, self._difference(value)) for name, value in rest]

    def _difference(self, value: Number) -> Decimal | None:
        """Without zeros at the end; rates in percentage points."""
        if self.first is None or value is None:
            return None
        difference = Decimal(value - self.first)
        return difference if self.unit == "money" else difference.normalize()


@dataclass(frozen=True)
class Row:
    """``values`` in the order of the comparison's lines."""

    name: str | Promise
    values: list[Number]
    is_difference: bool = False


@dataclass(frozen=True)
class Comparison:
    """``names`` of the sets of terms, in the order of every line's values."""

    names: tuple[str | Promise, ...]
    lines: list[Line]

    @property
    def others(self) -> tuple[str | Promise, ...]:
        return self.names[1:]

    @property
    def rows(self) -> list["Row"]:
        """The same with a row for each set of terms, and one below for its differences."""
        rows = [Row(self.names[0], [line.first for line in self.lines])]
        for place, name in enumerate(self.others):
            found = [line.others[place] for line in self.lines]
            rows.append(Row(name, [value for _name, value, _difference in found]))
            differences: list[Number] = [difference for *_value, difference in found]
            rows.append(Row(_("Difference"), differences, is_difference=True))
        return rows

    def cells(self) -> list[tuple["Row", list[tuple[Line, Number]]]]:
        """Every row with its values, each beside the line that says what it is."""
        return [(row, list(zip(self.lines, row.values, strict=True))) for row in self.rows]


Measure = tuple[str | Promise, str, Callable[[Any], Number]]
TERMS: list[Measure] = [
    (_("Nominal rate"), "percent", lambda one: one.financing.nominal_rate_percent),
    (_("Term, months"), "months", lambda one: one.financing.term_months),
]
OF_CREDITS: list[Measure] = [
    *TERMS,
    (_("Annual effective rate"), "effective", lambda one: one.effective_percent),
    (_("Largest payment"), "money", lambda one: one.largest_payment),
    (_("Interest in total"), "money", lambda one: one.schedule.totals.interest),
    (_("All payments"), "money", lambda one: one.all_payments),
]
OF_SUBSIDIES: list[Measure] = [
    *TERMS,
    (_("The state pays"), "percent", lambda one: one.calculation.rates.subsidised),
    (_("The borrower pays"), "percent", lambda one: one.calculation.rates.borrower),
    (_("Interest paid by the state"), "money", lambda one: one.totals.subsidy),
    (_("Interest paid by the borrower"), "money", lambda one: one.totals.interest_recipient),
    (_("Interest in total"), "money", lambda one: one.totals.interest),
]


def compare_credits(names: Iterable[str | Promise], credits: Sequence[Credit]) -> Comparison:
    return _compared(OF_CREDITS, tuple(names), credits)


def compare_subsidies(
    names: Iterable[str | Promise], credits: Sequence[SubsidisedCredit]
) -> Comparison:
    """Of credits whose subsidy is worked out."""
    return _compared(OF_SUBSIDIES, tuple(names), credits)


def _compared(
    measures: list[Measure], names: tuple[str | Promise, ...], credits: Sequence[Any]
) -> Comparison:
    lines = [
        Line(label, unit, tuple(measure(one) for one in credits), names)
        for label, unit, measure in measures
    ]
    return Comparison(names, lines)
