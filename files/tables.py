"""Any table as a file: CSV row by row, XLSX through a temporary file, in constant memory.

Rows are an iterable of sequences as long as the columns; values are text, Decimal, int,
date, an aware datetime, bool or None. Nothing a person typed can run in a spreadsheet.
"""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import IO, Any

import xlsxwriter
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.functional import Promise

Value = str | Promise | Decimal | int | date | datetime | bool | None
# What a spreadsheet takes for the beginning of a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# A cell's number is a double: exact to this many digits, text beyond.
EXACT_DIGITS = 15
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSX_ROWS = 1_048_576
TEXT_FORMAT = 49  # the spreadsheet's own "Text"


class TableFormat(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True)
class Column:
    """A heading and the column's width in characters.

    What is typed into a column of text stays as typed, its leading zeros too.
    """

    heading: str | Promise
    width: int = 18
    is_text: bool = False


class TooManyRows(Exception):
    """More rows than a worksheet holds."""


def table_response(
    kind: TableFormat, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]]
) -> HttpResponseBase:
    """The table as a download called ``name`` with the format's ending.

    Raises TooManyRows for an XLSX of more rows than a worksheet holds.
    """
    if kind == TableFormat.CSV:
        return _csv_response(name, columns, rows)
    return _xlsx_response(name, columns, rows)


def _csv_response(
    name: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]]
) -> HttpResponseBase:
    response = StreamingHttpResponse(csv_lines(columns, rows), content_type="text/csv")
    response.charset = "utf-8"
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


class _Line:
    """What ``csv.writer`` writes to: it hands every line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    """UTF-8 text with a byte order mark, so that spreadsheets read Kazakh letters."""
    writer: Any = csv.writer(_Line())
    yield "\ufeff" + writer.writerow([_words(column.heading) for column in columns])
    for row in rows:
        yield writer.writerow([_plain(value) for value in row])


def _plain(value: Value) -> str:
    """Numbers with a point, dates in ISO order, moments in the portal's time zone."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else _words(value)


def _words(value: Any) -> str:
    text = str(value)
    if isinstance(value, int) or not text.startswith(FORMULA_STARTS):
        return text
    return f"'{text}"


def _xlsx_response(
    name: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]]
) -> HttpResponseBase:
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115  # the response closes it
    try:
        write_xlsx(file, columns, rows)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX_TYPE)


def write_xlsx(file: IO[bytes], columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> None:
    """One worksheet: headings in bold, kept in sight; text stays text."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, {**options, "remove_timezone": True}) as workbook:
        sheet = workbook.add_worksheet()
        formats = _Formats(workbook)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width, formats.text if column.is_text else None)
            sheet.write_string(0, place, str(column.heading), formats.heading)
        for number, row in enumerate(rows, start=1):
            if number >= XLSX_ROWS:
                raise TooManyRows
            _write_row(sheet, number, row, formats)


class _Formats:
    def __init__(self, workbook: Any) -> None:
        self.heading = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.text = workbook.add_format({"num_format": TEXT_FORMAT})
        self.day = workbook.add_format({"num_format": "dd.mm.yyyy"})
        self.moment = workbook.add_format({"num_format": "dd.mm.yyyy hh:mm"})


def _write_row(sheet: Any, number: int, row: Sequence[Value], formats: _Formats) -> None:
    for place, value in enumerate(row):
        if value is None:
            continue
        if isinstance(value, datetime):
            sheet.write_datetime(number, place, timezone.localtime(value), formats.moment)
        elif isinstance(value, date):
            sheet.write_datetime(number, place, value, formats.day)
        elif is_exact_number(value):
            sheet.write_number(number, place, value)
        else:
            sheet.write_string(number, place, str(value))


def is_exact_number(value: Value) -> bool:
    """Whether a cell holds it as a number without losing a digit."""
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        return False
    return len(Decimal(value).normalize().as_tuple().digits) <= EXACT_DIGITS
