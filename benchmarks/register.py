"""Registers from parsing to committed row, and recomputation, as ratios to bare DuckDB.

    .venv/bin/python -m benchmarks.register [--rows 100000 1000000 5000000] [--runs 3]

The import reads and checks every cell, writes the stored register and commits its row.
Its floor is the fastest plain read-and-sum of the same CSV by DuckDB with declared
DECIMAL types, a fresh connection, as many threads. The recomputation opens the stored
register and writes a run with its results; its floor sums the stored register, warm.
Import and floors run in turn in processes of their own, so the peak is the import's;
the ratios are those of the medians. Uses databases of its own.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.register_files import CUT_OFF, write_register

IMPORT_AIM, RECOMPUTE_AIM, PEAK_AIM = 6, 1.5, 1.5
AMOUNTS = (
    "principal_balance",
    "accrued_interest",
    "past_due_principal",
    "past_due_interest",
    "provision_amount",
)
WARM_RUNS = 7


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000, 5_000_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(_measured(given.measure)))
        return
    print(f"load before {os.getloadavg()[0]:.1f}")
    print(_line("rows", "upload", "import", "floor", "ratio", "sums", "floor", "ratio", "peak"))
    for rows in given.rows:
        print(_line(*_row(rows, given.runs)), flush=True)
    print(f"aims: ratios at most {IMPORT_AIM} and {RECOMPUTE_AIM}, peak at most {PEAK_AIM} GiB")
    print(f"load after {os.getloadavg()[0]:.1f}")


def _row(rows: int, runs: int) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        csv = write_register(Path(folder) / "register.csv", rows)
        found = [_in_own_process(csv) for _run in range(runs)]
    middle = {name: statistics.median(run[name] for run in found) for name in found[0]}
    return [
        f"{rows:,}",
        f"{middle['upload']:.2f} s",
        f"{middle['import']:.2f} s",
        f"{middle['import_floor']:.2f} s",
        f"{middle['import'] / middle['import_floor']:.1f}",
        f"{middle['sums']:.3f} s",
        f"{middle['sums_floor']:.3f} s",
        f"{middle['sums'] / middle['sums_floor']:.2f}",
        f"{max(run['peak'] for run in found):.2f} GiB",
    ]


def _line(*cells: str) -> str:
    return "".join(f"{cell:>11}" for cell in cells)


def _in_own_process(csv: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.register", "--measure", str(csv)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _measured(csv: Path) -> dict[str, float]:
    """The import first, while the process is fresh: its peak is the import's own."""
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        from prudential.columnar import local_path

        found: dict[str, float] = {}
        register, found["upload"], found["import"] = import_once(csv)
        found["peak"] = peak_gib()
        floors = [timed(partial(_sum_csv, csv, types)) for types in _types() for _run in range(2)]
        found["import_floor"] = min(floors)
        assert register.content is not None, register.error_counts
        found |= _sums(register.pk, local_path(register.content, csv.parent))
    return found


def import_once(path: Path) -> tuple[Any, float, float]:
    """The register, and seconds of the upload's checks and storing, and of the import."""
    from django.core.files.uploadedfile import UploadedFile

    from accounts.models import OrganisationKind
    from prudential.registers import import_register, read_register
    from tests.people import make_organisation

    organisation = make_organisation(OrganisationKind.MFO)
    started = time.perf_counter()
    with path.open("rb") as file:
        upload = UploadedFile(file, name=path.name, size=path.stat().st_size)
        receipt = import_register(upload, cut_off_date=CUT_OFF, organisation=organisation)
    stored = time.perf_counter()
    register = read_register(receipt.register.pk)
    return register, stored - started, time.perf_counter() - stored


def _sums(register_id: int, content: Path) -> dict[str, float]:
    from django.db import transaction

    from prudential.ratio_runs import compute_register_run

    def ours() -> None:
        with transaction.atomic():
            compute_register_run(register_id)
            transaction.set_rollback(True)

    def floor() -> None:
        _sum(f"read_parquet('{content}')")

    pairs = [(timed(ours), timed(floor)) for _run in range(WARM_RUNS)][1:]
    return {
        "sums": statistics.median(pair[0] for pair in pairs),
        "sums_floor": statistics.median(pair[1] for pair in pairs),
    }


def _types() -> list[dict[str, str]]:
    """The columns as the portal types them, and only the summed ones typed."""
    from prudential.register_columns import REGISTER_COLUMNS

    typed = {column.name: column.type for column in REGISTER_COLUMNS}
    return [typed, {name: typed[name] if name in AMOUNTS else "VARCHAR" for name in typed}]


def _sum_csv(csv: Path, columns: dict[str, str]) -> None:
    _sum(f"read_csv('{csv}', header = true, auto_detect = false, delim = ',', columns = {columns})")


def _sum(source: str) -> None:
    import duckdb

    from prudential.columnar import THREADS

    sums = ", ".join(f"sum({name})" for name in AMOUNTS)
    with duckdb.connect(config={"threads": THREADS}) as engine:
        engine.execute(f"SELECT {sums} FROM {source}").fetchall()  # noqa: S608


def prepare(folder: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["PORTAL_STATE_DIR"] = str(folder)
    os.environ["LOG_LEVEL"] = "WARNING"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def peak_gib() -> float:
    """The most this process has had in memory; the import starts no other."""
    status = Path("/proc/self/status").read_text()
    kibibytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(kibibytes) / 1024**2


if __name__ == "__main__":
    main()
