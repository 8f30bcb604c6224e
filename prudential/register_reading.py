"""Reads a register file all or nothing: canonical rows, or every error by row and column.

Rows are numbered as a spreadsheet numbers them: the headings are row 1.
"""

# Only names and paths of our own go into the SQL: headings are compared with the list first.
# ruff: noqa: S608

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from files.uploads import CSV
from prudential.columnar import columnar_engine, quoted
from prudential.register_columns import COLUMN_NAMES, REGISTER_COLUMNS, ROW_RULES
from prudential.register_sources import (
    SHOWN_VALUE,
    Fault,
    Source,
    UnusableSource,
    empty_rows,
    open_source,
)
from prudential.sheet_marks import MARKS

REJECTED_ROWS = {
    "MISSING COLUMNS": "too_few_cells",
    "TOO MANY COLUMNS": "too_many_cells",
    "UNQUOTED VALUE": "broken_quotes",
    "LINE SIZE OVER MAXIMUM": "row_too_long",
    "INVALID ENCODING": "not_utf8",
}
UNREADABLE = (duckdb.InvalidInputException, duckdb.DataError)
# Amounts rarely repeat: looking for a dictionary of them took a third of the writing.
CONTENT_FORMAT = (
    "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, DICTIONARY_SIZE_LIMIT 1000,"
    " PARQUET_VERSION v2"
)


@dataclass(frozen=True)
class RegisterReading:
    """Either ``content`` (Parquet) or ``faults`` (Parquet) is given, never both."""

    row_count: int
    content: Path | None = None
    faults: Path | None = None
    fault_counts: dict[str, int] = field(default_factory=dict)


def read_register_file(
    path: Path, folder: Path, *, cut_off_date: date, content_type: str = CSV
) -> RegisterReading:
    """Reads the file at ``path``, writing into ``folder``. Every cell is checked."""
    with columnar_engine(folder, path) as engine:
        try:
            source = open_source(engine, path, folder, content_type)
            return _Reader(engine, source, folder, cut_off_date).read()
        except UnusableSource as error:
            return _refused(engine, folder, 0, error.faults)
        except UNREADABLE:
            return _refused(engine, folder, 0, [Fault(None, "", "", "unreadable")])


class _Reader:
    """One file in one connection: checks it, then writes what the checks left."""

    def __init__(
        self,
        engine: duckdb.DuckDBPyConnection,
        source: Source,
        folder: Path,
        cut_off_date: date,
    ) -> None:
        self.engine = engine
        self.source = source
        self.folder = folder
        self.parameters = {"cut_off_date": cut_off_date}

    def read(self) -> RegisterReading:
        """One pass where nothing is wrong: the first fault ends it, and another lists them all."""
        try:
            content = self._written()
        except UNREADABLE:
            return self._refused()
        rows, distinct = self._counted(content)
        if rows == 0 or distinct < rows or self._broken_rows():
            return self._refused()
        return RegisterReading(rows, content=content)

    def _refused(self) -> RegisterReading:
        rows = self._row_count()
        if broken := self._broken_rows():
            return _refused(self.engine, self.folder, rows, broken)
        if rows == 0:
            return _refused(self.engine, self.folder, 0, [Fault(None, "", "", "no_rows")])
        return self._refused_by_cell(rows)

    def _typed(self) -> str:
        typed = ", ".join(f"{column.name} := {column.typed}" for column in REGISTER_COLUMNS)
        return f"SELECT *, struct_pack({typed}) AS t FROM {self.source.sql}"

    def _row_count(self) -> int:
        """Rows that divide into columns; every cell is read, so that every broken row is noted."""
        cells = ", ".join(f"count({name})" for name in COLUMN_NAMES)
        # All of the result: the engine notes broken rows when the query has ended.
        counted = self.engine.execute(f"SELECT count(*), {cells} FROM {self.source.sql}").fetchall()
        return int(counted[0][0])

    def _counted(self, content: Path) -> tuple[int, int]:
        """Rows written, and distinct loans among them."""
        return self.engine.execute(
            "SELECT count(*), count(DISTINCT hash(loan_identifier))"
            f" FROM read_parquet({quoted(content)})"
        ).fetchall()[0]

    def _broken_rows(self) -> list[Fault]:
        """Rows that do not divide into the columns, and empty lines between rows."""
        if self.source.text is None:
            return []
        broken = [
            Fault(
                line, "", (text or "").strip()[:SHOWN_VALUE], REJECTED_ROWS.get(kind, "unreadable")
            )
            for line, kind, text in self._rejected_rows()
        ]
        return broken + [Fault(line, "", "", "empty_row") for line in empty_rows(self.source.text)]

    def _rejected_rows(self) -> list[tuple[int, str, str | None]]:
        """What the engine could not divide; it makes its table with the first such row."""
        tables = self.engine.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        if ("reject_errors",) not in tables:
            return []
        return self.engine.execute(
            "SELECT DISTINCT line, error_type, csv_line FROM reject_errors ORDER BY line"
        ).fetchall()

    def _written(self) -> Path:
        """The canonical rows as Parquet, in the file's order; raises at the first faulty one."""
        path = self.folder / "content.parquet"
        tests = [f"({column.good})" for column in REGISTER_COLUMNS]
        tests += [f"({rule.breaks}) IS NOT TRUE" for rule in ROW_RULES]
        *others, last = (f"t.{name}" for name in COLUMN_NAMES)
        # The test rides on a column: as a filter it would have every cell converted twice.
        tested = f"CASE WHEN {' AND '.join(tests)} THEN {last} ELSE error('faulty') END"
        sql = (
            f"COPY (SELECT {', '.join(others)}, {tested} AS {COLUMN_NAMES[-1]}"
            f" FROM ({self._typed()})) TO {quoted(path)} ({CONTENT_FORMAT})"
        )
        self.engine.execute(sql, _used(sql, self.parameters)).fetchall()
        return path

    def _refused_by_cell(self, rows: int) -> RegisterReading:
        path = self.folder / "faults.parquet"
        sql = f"COPY ({self._faults()}) TO {quoted(path)} (FORMAT parquet, COMPRESSION zstd)"
        self.engine.execute(sql, _used(sql, self.parameters))
        return _refusal(self.engine, path, rows)

    def _faults(self) -> str:
        cells = [_told(column.name, f"({column.faults})") for column in REGISTER_COLUMNS]
        cells += [
            _told(rule.column, f"CASE WHEN {rule.breaks} THEN '{rule.name}' END")
            for rule in ROW_RULES
        ]
        again = "CASE WHEN occurrence > 1 THEN 'loan_twice' END"
        cells.append(_told("loan_identifier", again))
        numbered = f"SELECT *, row_number() OVER () + 1 AS file_row FROM ({self._typed()})"
        counted = (
            "SELECT *, CASE WHEN loan_identifier IS NULL THEN 1 ELSE row_number() OVER"
            f" (PARTITION BY loan_identifier ORDER BY file_row) END AS occurrence FROM ({numbered})"
        )
        listed = f"SELECT file_row, unnest([{', '.join(cells)}]) AS cell FROM ({counted})"
        return (
            "SELECT file_row::BIGINT AS file_row, cell.name AS name,"
            f" left(cell.value, {SHOWN_VALUE}) AS value, cell.rule AS rule FROM ({listed})"
            " WHERE cell.rule IS NOT NULL ORDER BY file_row, name, rule"
        )


def _told(column: str, rule: str) -> str:
    return f"{{name: '{column}', value: ltrim({column}, '{MARKS}'), rule: {rule}}}"


def _used(sql: str, parameters: dict[str, date]) -> dict[str, date]:
    return {name: value for name, value in parameters.items() if f"${name}" in sql}


def _refused(
    engine: duckdb.DuckDBPyConnection, folder: Path, rows: int, faults: list[Fault]
) -> RegisterReading:
    path = folder / "faults.parquet"
    engine.execute(
        "CREATE TEMP TABLE faults (file_row BIGINT, name VARCHAR, value VARCHAR, rule VARCHAR)"
    )
    listed = [[fault.row, fault.column, fault.value, fault.rule] for fault in faults]
    engine.executemany("INSERT INTO faults VALUES (?, ?, ?, ?)", listed)
    engine.execute(f"COPY faults TO {quoted(path)} (FORMAT parquet)")
    return _refusal(engine, path, rows)


def _refusal(engine: duckdb.DuckDBPyConnection, path: Path, rows: int) -> RegisterReading:
    counted = engine.execute(
        f"SELECT rule, count(*) FROM read_parquet({quoted(path)}) GROUP BY rule ORDER BY rule"
    ).fetchall()
    return RegisterReading(rows, faults=path, fault_counts=dict(counted))
