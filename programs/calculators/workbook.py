"""A report as a workbook: what was asked and what came out, then a sheet for every table.

Numbers and days are real cells; a number of more digits than a cell holds stands as text.
A total is the sum's formula with our value beside it, where every cell of its column is a
number: so it can be followed, and reads the same where nothing computes.
"""

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range

from files.tables import is_exact_number
from programs.calculators.report import Fact, Report, Table, Text, Unit, Value

FORMATS = {
    Unit.DAY: "dd.mm.yyyy",
    Unit.MONEY: "#,##0.00",
    Unit.PERCENT: "0.####",
    Unit.EFFECTIVE: "0.0",
    Unit.POINTS: "+0.####;-0.####;0",
    Unit.COUNT: "#,##0",
    Unit.MORE_MONEY: "+#,##0.00;-#,##0.00;0.00",
    Unit.MORE_COUNT: "+#,##0;-#,##0;0",
    Unit.YEAR: "0",
}
IN_PERCENT = {Unit.PERCENT, Unit.EFFECTIVE, Unit.POINTS}
LONGEST_TAB = 31


def workbook_of(report: Report, *, front: Text, made: Fact, source: Fact) -> bytes:
    """The bytes of an .xlsx; ``front`` is the first tab, ``made`` and ``source`` its last facts."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": str(report.title)})
        pen = _Pen(book)
        _write_front(book.add_worksheet(str(front)[:LONGEST_TAB]), pen, report, [made, source])
        for table in report.tables:
            _write_table(book.add_worksheet(str(table.name)[:LONGEST_TAB]), pen, table)
    return file.getvalue()


class _Pen:
    """Writes a value as what it is, in the format of its unit."""

    def __init__(self, book: Any) -> None:
        self._formats = {
            (unit, bold): book.add_format({"num_format": FORMATS.get(unit, "@"), "bold": bold})
            for unit in Unit
            for bold in (False, True)
        }
        self.heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.words = book.add_format({"text_wrap": True, "valign": "top"})

    def write(
        self, sheet: Any, row: int, place: int, value: Value, unit: Unit, *, bold: bool = False
    ) -> None:
        style = self._formats[unit, bold]
        if value is None or value == "":
            return
        if isinstance(value, date):
            sheet.write_datetime(row, place, value, style)
        elif isinstance(value, Decimal | int) and is_exact_number(value):
            sheet.write_number(row, place, value, style)
        elif isinstance(value, Decimal | int):
            sheet.write_string(row, place, format(Decimal(value), "f"))
        else:
            sheet.write_string(row, place, str(value), self.heading if bold else None)

    def write_sum(self, sheet: Any, row: int, place: int, cells: str, value: Decimal) -> None:
        style = self._formats[Unit.MONEY, True]
        sheet.write_formula(row, place, f"=SUM({cells})", style, value)


def _write_front(sheet: Any, pen: _Pen, report: Report, last: list[Fact]) -> None:
    sheet.set_column(0, 0, 52)
    sheet.set_column(1, 1, 26)
    sheet.write_string(0, 0, str(report.title), pen.title)
    row = 2
    for facts in (report.inputs, report.results):
        for fact in facts:
            _write_fact(sheet, pen, row, fact)
            row += 1
        row += bool(facts)
    for note in report.notes:
        sheet.merge_range(row, 0, row, 3, str(note), pen.words)
        sheet.set_row(row, 32)
        row += 1
    for fact in last:
        row += 1
        _write_fact(sheet, pen, row, fact)


def _write_fact(sheet: Any, pen: _Pen, row: int, fact: Fact) -> None:
    sheet.write_string(row, 0, str(fact.label), pen.words)
    pen.write(sheet, row, 1, fact.value, fact.unit)
    unit = "%" if fact.unit in IN_PERCENT and isinstance(fact.value, Decimal) else fact.currency
    if unit:
        sheet.write_string(row, 2, unit)


def _write_table(sheet: Any, pen: _Pen, table: Table) -> None:
    sheet.write_string(0, 0, str(table.title), pen.title)
    sheet.freeze_panes(2, 1)
    sheet.set_column(0, 0, 34 if table.units[0] == Unit.TEXT else 14)
    sheet.set_column(1, len(table.headings) - 1, 20)
    for place, heading in enumerate(table.headings):
        sheet.write_string(1, place, str(heading), pen.heading)
    for number, cells in enumerate(table.rows):
        for place, (value, unit) in enumerate(zip(cells, table.units_of(number), strict=True)):
            pen.write(sheet, number + 2, place, value, unit)
    for place, total in enumerate(table.totals):
        _write_total(sheet, pen, table, place, total)


def _write_total(sheet: Any, pen: _Pen, table: Table, place: int, total: Value) -> None:
    row = len(table.rows) + 2
    column: Sequence[Value] = [cells[place] for cells in table.rows]
    if isinstance(total, Decimal) and all(map(is_exact_number, [*column, total])):
        pen.write_sum(sheet, row, place, xl_range(2, place, row - 1, place), total)
    else:
        pen.write(sheet, row, place, total, table.units[place], bold=True)
