"""A notice from task body to committed row, as a ratio to bare WeasyPrint.

    .venv/bin/python -m benchmarks.notice [--runs 200]

The floor renders the same HTML with the same PDF variant and a reused
FontConfiguration and keeps nothing. Both run in turn in one process; the ratio is
that of the medians (aim: at most 1.2). Uses a database of its own.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

AIM = 1.2


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=200)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        _prepare(Path(folder))
        ours, floor = _measure(runs)
    ratio = statistics.median(ours) / statistics.median(floor)
    print(f"task body to committed row  {_row(ours)}")
    print(f"bare WeasyPrint             {_row(floor)}")
    print(f"ratio of medians            {ratio:.3f} (aim at most {AIM})")


def _prepare(folder: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["PORTAL_STATE_DIR"] = str(folder)
    os.environ["LOG_LEVEL"] = "WARNING"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def _measure(runs: int) -> tuple[list[float], list[float]]:
    from notices import rendering, tasks
    from tests.notices.letters import issue_letter

    def bare() -> None:
        rendering.write_pdf(html, rendering.OwnFilesOnly(qr))

    first = issue_letter()
    html, qr = rendering.letter_html(first), rendering.qr_svg(first)
    addressee = first.addressee
    ours: list[float] = []
    floor: list[float] = []
    for number in range(runs + 5):
        notice = issue_letter(addressee=addressee)
        pair: list[tuple[list[float], Callable[[], None]]] = [
            (ours, partial(tasks.render_notice, notice.pk)),
            (floor, bare),
        ]
        for times, work in pair if number % 2 else reversed(pair):
            took = _timed(work)
            if number >= 5:  # the first ones warm fonts and caches
                times.append(took)
    return ours, floor


def _timed(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _row(times: list[float]) -> str:
    ordered = sorted(times)
    p95 = ordered[int(len(ordered) * 0.95)]
    return f"median {statistics.median(times):6.1f} ms   p95 {p95:6.1f} ms   n {len(times)}"


if __name__ == "__main__":
    main()
