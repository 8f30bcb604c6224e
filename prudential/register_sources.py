"""Where a register's cells come from: CSV, a workbook's sheet or Parquet, as text for the rules.

What the whole file lacks is told before any cell is looked at.
"""

# Only names and paths of our own go into the SQL: headings are compared with the list first.
# ruff: noqa: S608

import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from files.uploads import CSV, PARQUET, XLSX
from prudential.columnar import quoted
from prudential.register_columns import COLUMN_NAMES, IDENTIFIERS
from prudential.register_sheets import sheet_as_csv

SEPARATORS = ",;\t"
LONGEST_HEADING = 65536
LONGEST_ROW = 1_000_000
SHOWN_VALUE = 200
MOST_ROWS = 20_000_000
NESTED = ("[", "STRUCT", "MAP", "UNION", "BLOB", "VARIANT", "GEOMETRY", "BIT")


@dataclass(frozen=True)
class Fault:
    """One error: row and column may be unknown (None, empty) where the whole file is meant."""

    row: int | None
    column: str
    value: str
    rule: str


class UnusableSource(Exception):
    """The file as a whole is no register; ``faults`` say why."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__(len(self.faults))


@dataclass(frozen=True)
class Source:
    """``sql`` stands after FROM and gives every column as text or NULL."""

    sql: str
    text: Path | None = None
    """The uploaded text, whose lines may fail to divide into cells."""


@dataclass(frozen=True)
class Headings:
    separator: str
    names: tuple[str, ...]


def open_source(
    engine: duckdb.DuckDBPyConnection, path: Path, folder: Path, content_type: str
) -> Source:
    """The cells of the file at ``path``. Raises UnusableSource."""
    if content_type == PARQUET:
        return _parquet_source(engine, path)
    if content_type == XLSX:
        return Source(_csv_sql(_converted(path, folder)))
    assert content_type == CSV, content_type  # noqa: S101 — the allowance of registers
    return Source(_csv_sql(path), text=path)


def _converted(path: Path, folder: Path) -> Path:
    sheet = sheet_as_csv(path, folder)
    if sheet.faulty_rows:
        raise UnusableSource(Fault(row, "", "", rule) for row, rule in sheet.faulty_rows)
    return sheet.path


def _csv_sql(path: Path) -> str:
    headings = read_headings(path)
    _check_headings(headings.names)
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in headings.names)
    return (
        f"read_csv({quoted(path)}, auto_detect = false, header = true,"
        f" delim = '{headings.separator}', quote = '\"', escape = '\"',"
        f" columns = {{{columns}}}, strict_mode = true, null_padding = false,"
        f" store_rejects = true, rejects_limit = 0, max_line_size = {LONGEST_ROW})"
    )


def _parquet_source(engine: duckdb.DuckDBPyConnection, path: Path) -> Source:
    """Typed columns as text; an identifier that is a number has lost its zeros already."""
    file = f"read_parquet({quoted(path)})"
    try:
        types = {row[0]: str(row[1]) for row in engine.execute(f"DESCRIBE FROM {file}").fetchall()}
        rows = engine.execute(f"SELECT count(*) FROM {file}").fetchall()[0][0]
    except duckdb.Error:
        raise UnusableSource([Fault(None, "", "", "unreadable")]) from None
    _check_headings(tuple(types))
    if rows > MOST_ROWS:
        raise UnusableSource([Fault(None, "", str(rows), "too_many_rows")])
    if faults := list(_type_faults(types)):
        raise UnusableSource(faults)
    cells = ", ".join(f"{name}::VARCHAR AS {name}" for name in COLUMN_NAMES)
    return Source(f"(SELECT {cells} FROM {file})")


def _type_faults(types: dict[str, str]) -> Iterable[Fault]:
    for name, kind in types.items():
        if any(sign in kind for sign in NESTED):
            yield Fault(None, name, kind[:SHOWN_VALUE], "column_type")
        elif name in IDENTIFIERS and kind != "VARCHAR":
            yield Fault(None, name, kind, "identifier_is_number")


def _check_headings(names: tuple[str, ...]) -> None:
    if faults := list(_heading_faults(names)):
        raise UnusableSource(faults)


def read_headings(path: Path) -> Headings:
    """The first line, split at whichever separator is there most often."""
    with path.open("rb") as file:
        line = file.readline(LONGEST_HEADING).decode("utf-8-sig", errors="replace")
    separator = max(SEPARATORS, key=line.count)
    cells = next(csv.reader(io.StringIO(line), delimiter=separator), [])
    return Headings(separator, tuple(cell.strip() for cell in cells))


def _heading_faults(names: tuple[str, ...]) -> Iterable[Fault]:
    counts = Counter(names)
    for name in COLUMN_NAMES:
        if name not in counts:
            yield Fault(1, name, "", "column_missing")
    for name, count in counts.items():
        if name not in COLUMN_NAMES:
            yield Fault(1, name[:SHOWN_VALUE], "", "column_unknown")
        elif count > 1:
            yield Fault(1, name, str(count), "column_twice")


def empty_rows(path: Path) -> list[int]:
    """Numbers of empty lines that stand between rows; a file's empty end does no harm."""
    with path.open("rb") as file:
        if not _has_empty_line(file):
            return []
        file.seek(0)
        found, last = [], 0
        for number, line in enumerate(file, start=1):
            if line.strip(b"\r\n"):
                last = number
            else:
                found.append(number)
    return [number for number in found if number < last]


def _has_empty_line(file: io.BufferedReader) -> bool:
    tail = b""
    while chunk := file.read(1024 * 1024):
        block = tail + chunk
        if b"\n\n" in block or b"\n\r\n" in block:
            return True
        tail = block[-2:]
    return False
