"""A calculator's answer as facts and tables, from which the PDF and the workbook are made.

Values stay what they are (Decimal, date); ``unit`` says how each is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from languages.amounts import format_amount, format_date, format_number, format_percent
from languages.text import current_language
from programs.calculators.charts import YearChart

Text = str | Promise
Value = Text | Decimal | int | date | None


class Unit(StrEnum):
    TEXT = "text"
    DAY = "day"
    MONEY = "money"
    PERCENT = "percent"
    EFFECTIVE = "effective"
    """A rate with one decimal."""
    POINTS = "points"
    """A difference of rates."""
    COUNT = "count"
    MORE_MONEY = "more_money"
    MORE_COUNT = "more_count"
    """Differences, with their sign."""
    YEAR = "year"


SIGNED = {Unit.POINTS, Unit.MORE_MONEY, Unit.MORE_COUNT}


@dataclass(frozen=True)
class Fact:
    label: Text
    value: Value
    unit: Unit = Unit.TEXT
    currency: str = ""


@dataclass(frozen=True)
class Table:
    """``units`` are the columns'; in ``row_units`` each row's instead, where rows differ.

    ``summed`` are the places of columns whose ``totals`` are the sum of the rows.
    """

    name: Text
    """Short, for a worksheet's tab."""
    title: Text
    headings: Sequence[Text]
    units: Sequence[Unit]
    rows: Sequence[Sequence[Value]]
    totals: Sequence[Value] = ()
    row_units: Sequence[Sequence[Unit]] = ()

    def units_of(self, row: int) -> Sequence[Unit]:
        return self.row_units[row] if self.row_units else self.units


@dataclass(frozen=True)
class Chart:
    caption: Text
    chart: YearChart


@dataclass(frozen=True)
class Report:
    title: Text
    inputs: list[Fact]
    results: list[Fact]
    notes: list[Text] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    @property
    def row_count(self) -> int:
        return sum(len(table.rows) for table in self.tables)


def shown(value: Value, unit: Unit, currency: str = "") -> str:
    """The value in the page's language; what is not known is said."""
    language = current_language()
    if value is None:
        return _("not known")
    if isinstance(value, date):
        return format_date(value, language, "short")
    if not isinstance(value, Decimal | int):
        return str(value)
    if unit in SIGNED and value > 0:
        return f"+{_number(value, unit, currency)}"
    return _number(value, unit, currency)


def _number(value: Decimal | int, unit: Unit, currency: str) -> str:
    language = current_language()
    if unit == Unit.MONEY and currency:
        return format_amount(Decimal(value), currency, language, always_decimals=True)
    if unit == Unit.PERCENT:
        return format_percent(Decimal(value), language)
    if unit == Unit.EFFECTIVE:
        return f"{format_number(value, language, 1)}{_space(language)}%"
    if unit == Unit.POINTS:
        return _("%(points)s pp") % {"points": format_number(value, language)}
    return str(value) if unit == Unit.YEAR else format_number(value, language, _places(unit))


def _places(unit: Unit) -> int:
    return 2 if unit in (Unit.MONEY, Unit.MORE_MONEY) else 0


def _space(language: str) -> str:
    return "\u00a0" if language == "ru" else ""
