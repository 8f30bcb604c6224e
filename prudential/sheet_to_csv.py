"""``python -m prudential.sheet_to_csv WORKBOOK CSV IDENTIFIERS COUNTS``: a process of its own.

Writes the cells of the only sheet and prints rows with the rules they break as JSON.
A workbook made to swell, or a sheet of seventeen milliard cells, ends this process and
no other. Knows nothing of the portal: it starts in a tenth of a second.
"""

import csv
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from python_calamine import CalamineError, CalamineWorkbook

from prudential.sheet_marks import FORMULA, NO_RESULT, NUMBER

MEMORY_BYTES = 1200 * 1024 * 1024
CPU_SECONDS = 300
MOST_TOLD = 1000
BLOCK = 4 * 1024 * 1024
LONGEST_CELL = 65536
SHEETS = re.compile(r"xl/worksheets/[^/]+[.]xml", re.IGNORECASE)
FORMULA_CELL = re.compile(
    rb'<c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>\s*<f\b'
    rb"(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(<v>[^<])?"
)
Faults = list[tuple[int | None, str]]
Marks = dict[int, dict[int, str]]


def main(source: str, target: str, identifiers: str, counts: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    writer = SheetWriter(set(identifiers.split(",")), set(counts.split(",")))
    print(json.dumps(writer.convert(Path(source), Path(target))))  # noqa: T201


class SheetWriter:
    """Cells as text: numbers as they are stored, days as 2026-03-31, marks before the rest."""

    def __init__(self, identifiers: set[str], counts: set[str]) -> None:
        self.identifiers = identifiers
        self.counts = counts
        self.faults: Faults = []

    def convert(self, source: Path, target: Path) -> Faults:
        try:
            marks = formula_cells(source)
            with CalamineWorkbook.from_path(source) as workbook:
                if len(workbook.sheet_names) != 1:
                    return [(None, "several_sheets")]
                sheet = workbook.get_sheet_by_index(0)
                first_column = (sheet.start or (0, 0))[1]
                with target.open("w", encoding="utf-8", newline="") as file:
                    self._write(sheet.iter_rows(), first_column, marks, csv.writer(file))
        except (CalamineError, zipfile.BadZipFile, UnicodeError):
            return [(None, "unreadable_workbook")]
        return self.faults[:MOST_TOLD]

    def _write(self, rows: Iterable[list[Any]], first_column: int, marks: Marks, csv: Any) -> None:
        listed = iter(rows)
        names = [str(cell).strip() for cell in next(listed, [])]
        while names and not names[-1]:
            names.pop()
        csv.writerow(names)
        changes = self._changes(names)
        empty: list[int] = []
        for number, row in enumerate(listed, start=2):
            if number in marks:
                _mark(row, first_column, marks[number])
            if not any(cell != "" for cell in row):
                empty.append(number)
                continue
            self.faults += [(between, "empty_row") for between in empty]
            empty.clear()
            if any(cell != "" for cell in row[len(names) :]):
                self.faults.append((number, "too_many_cells"))
            for column, change in changes:
                if type(row[column]) is not str:
                    row[column] = change(row[column])
            csv.writerow(row[: len(names)])

    def _changes(self, names: list[str]) -> list[tuple[int, Any]]:
        """Only these columns hold what a number's own text would not say."""
        marked = [(n, _marked_number) for n, name in enumerate(names) if name in self.identifiers]
        return marked + [(n, _whole) for n, name in enumerate(names) if name in self.counts]


def _marked_number(cell: Any) -> str:
    return NUMBER + str(_whole(cell))


def _whole(cell: Any) -> Any:
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _mark(row: list[Any], first_column: int, marks: dict[int, str]) -> None:
    for column, mark in marks.items():
        if 0 <= column - first_column < len(row):
            row[column - first_column] = mark + str(row[column - first_column])


def formula_cells(source: Path) -> Marks:
    """Cells with a formula, by row and column: with a stored result, or without one."""
    found: Marks = {}
    with zipfile.ZipFile(source) as archive:
        for name in filter(SHEETS.fullmatch, archive.namelist()):
            with archive.open(name) as part:
                for column, row, result in chain.from_iterable(map(_formulas, _blocks(part))):
                    mark = FORMULA if result else NO_RESULT
                    found.setdefault(int(row), {})[_number(column)] = mark
    return found


def _formulas(block: bytes) -> list[tuple[bytes, bytes, bytes]]:
    return FORMULA_CELL.findall(block) if b"<f" in block else []


def _blocks(part: BinaryIO | Any) -> Iterator[bytes]:
    """Blocks that overlap by one cell, so that none is cut in two."""
    tail = b""
    while block := part.read(BLOCK):
        yield tail + block
        tail = (tail + block)[-LONGEST_CELL:]


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


if __name__ == "__main__":
    main(*sys.argv[1:])
