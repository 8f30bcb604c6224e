"""A workbook of loans from parsing to committed row, as a ratio to python-calamine's plain read.

    .venv/bin/python -m benchmarks.register_sheets [--rows 200000] [--runs 3]

The floor opens the same file and lists every row, nothing else. Each run is a process
of its own; the ratio is that of the medians (aim: at most 3). The peak adds up what the
importing process and its converter had at most. Uses databases of its own.
"""

import argparse
import csv
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from benchmarks.register import import_once, peak_gib, prepare, timed
from benchmarks.register_files import write_register

AIM = 3
NUMBERS = ("principal_balance", "accrued_interest", "days_past_due", "past_due_principal",
           "past_due_interest", "provision_amount", "risk_weight")  # fmt: skip
DAYS = ("cut_off_date", "chargeoff_date")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(_measured(given.measure)))
        return
    print(f"load before {os.getloadavg()[0]:.1f}")
    _report(given.rows, _runs(given.rows, given.runs))
    print(f"load after {os.getloadavg()[0]:.1f}")


def _report(rows: int, found: list[dict[str, float]]) -> None:
    ours, floor = (statistics.median(run[name] for run in found) for name in ("import", "floor"))
    print(f"{rows:,} rows")
    print(f"parsing to committed row  {ours:6.2f} s")
    print(f"python-calamine alone     {floor:6.2f} s")
    print(f"ratio of medians          {ours / floor:6.2f} (aim at most {AIM})")
    print(f"peak                      {max(run['peak'] for run in found):6.2f} GiB")


def _runs(rows: int, runs: int) -> list[dict[str, float]]:
    with tempfile.TemporaryDirectory() as folder:
        workbook = _write(Path(folder), rows)
        command = [sys.executable, "-m", "benchmarks.register_sheets", "--measure", str(workbook)]
        return [
            json.loads(
                subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.splitlines()[-1]
            )
            for _run in range(runs)
        ]


def _measured(workbook: Path) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        _register, _upload, took = import_once(workbook)
        converter = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024**2
        peak = peak_gib() + converter
        return {"import": took, "peak": peak, "floor": timed(lambda: _read(workbook))}


def _read(workbook: Path) -> None:
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(workbook) as book:
        for _row in book.get_sheet_by_index(0).iter_rows():
            pass


def _write(folder: Path, rows: int) -> Path:
    from tests.prudential.typed_workbooks import write_workbook

    source = write_register(folder / "register.csv", rows)
    target = folder / "register.xlsx"
    with source.open(newline="") as text, target.open("wb") as file:
        listed = csv.DictReader(text)
        write_workbook(file, _typed(listed), tuple(listed.fieldnames or ()))
    return target


def _typed(rows: Iterable[dict[str, str]]) -> Iterator[list[str | float | bool | date | None]]:
    for row in rows:
        yield [_cell(name, text) for name, text in row.items()]


def _cell(name: str, text: str) -> str | float | bool | date | None:
    if text == "":
        return None
    if name in NUMBERS:
        return float(text)
    if name in DAYS:
        return date.fromisoformat(text)
    return text == "true" if name == "on_balance_sheet" else text


if __name__ == "__main__":
    main()
