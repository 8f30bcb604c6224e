"""Registers as workbooks and Parquet, and workbooks made to do harm."""

import io
import zipfile
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import duckdb
import xlsxwriter

from prudential.register_columns import COLUMN_NAMES
from tests.prudential.register_files import CUT_OFF, row

SHEET = "xl/worksheets/sheet1.xml"


def typed_row(**cells: Any) -> dict[str, Any]:
    """A good loan as a spreadsheet holds it: numbers, days and truth, identifiers as text."""
    typed = {name: Decimal(row()[name]) for name in row() if row()[name].replace(".", "").isdigit()}
    typed["counterparty_identifier"] = "012345678901"  # type: ignore[assignment]
    return {**row(), **typed, "cut_off_date": CUT_OFF, "on_balance_sheet": True, **cells}


def as_workbook(*rows: dict[str, Any], columns: tuple[str, ...] = COLUMN_NAMES) -> bytes:
    file = io.BytesIO()
    write_workbook(file, ([cells.get(name) for name in columns] for cells in rows), columns)
    return file.getvalue()


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


def changed(content: bytes, change: Callable[[dict[str, bytes]], Any]) -> bytes:
    """The archive with its parts changed, as a hand would change them."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    return zipped(parts)


def zipped(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def sheet_with(old: bytes, new: bytes, content: bytes | None = None) -> bytes:
    """A workbook of one good loan with ``old`` in its sheet replaced by ``new``."""

    def replace(parts: dict[str, bytes]) -> None:
        assert old in parts[SHEET]
        parts[SHEET] = parts[SHEET].replace(old, new)

    return changed(content or as_workbook(typed_row()), replace)


def as_parquet(folder: Path, select: str) -> bytes:
    path = folder / "made.parquet"
    with duckdb.connect() as engine:
        engine.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
    return path.read_bytes()


def loan_in_sql(**cells: str) -> str:
    """A good loan as SELECT, every cell an SQL expression."""
    good = {
        "loan_identifier": "'L-1'",
        "counterparty_identifier": "'012345678901'",
        "cut_off_date": f"DATE '{CUT_OFF}'",
        "currency": "'KZT'",
        "principal_balance": "100.00::DECIMAL(18,2)",
        "accrued_interest": "0.5::DOUBLE",
        "days_past_due": "0",
        "past_due_principal": "0.00",
        "past_due_interest": "0.00",
        "provision_amount": "0",
        "on_balance_sheet": "true",
        "chargeoff_date": "NULL::DATE",
        "risk_weight": "100",
    }
    return "SELECT " + ", ".join(f"{cell} AS {name}" for name, cell in (good | cells).items())


def day(text: str) -> date:
    return date.fromisoformat(text)
