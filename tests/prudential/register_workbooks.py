"""Registers as workbooks and Parquet, and workbooks made to do harm."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from prudential.register_columns import COLUMN_NAMES
from tests.prudential.register_files import CUT_OFF, row
from tests.prudential.typed_workbooks import write_workbook

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
