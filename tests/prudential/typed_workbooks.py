"""Workbooks of typed cells, as a spreadsheet writes them."""

from collections.abc import Iterable
from datetime import date
from typing import IO, Any

import xlsxwriter


def write_workbook(
    file: IO[bytes], rows: Iterable[Iterable[Any]], columns: tuple[str, ...]
) -> None:
    """The headings and the rows as a spreadsheet types them; a row of nothing is a row too."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        day_format = workbook.add_format({"num_format": 14})
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, columns)
        for number, row in enumerate(rows, start=1):
            sheet.set_row(number, 16)
            for place, cell in enumerate(row):
                if cell is not None and cell != "":
                    sheet.write(number, place, cell, *[day_format] * isinstance(cell, date))
