"""Lists and pages of cases among 1,000 and 100,000: throughput, its growth, exports' memory.

    .venv/bin/python -m benchmarks.cases [--sizes 1000 100000] [--runs 60]

Each size has a process, a PostgreSQL and a Redis of its own; sizes and addresses take
turns, so that whatever else the machine does falls on all of them. The floor is
``benchmarks.case_floor``: the same middleware and session, one query for the same 25
rows, a minimal template. A share is the floor's median over the page's (aim: at least
0.3), by the wall and by processors' time, the database's included. p95 at the largest size
is set against p95 at the smallest (aim: at most 1.3). Exports run in processes of their
own at the largest size; the peak is theirs (aim: at most 200 MiB).
"""

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

SHARE_AIM, GROWTH_AIM, PEAK_AIM = 0.3, 1.3, 200
WARM = 5
Times = dict[str, list[list[float]]]


class Portal:
    """One size's process, asked line by line."""

    def __init__(self, size: int, env: dict[str, str]) -> None:
        self.size, self.env = size, env
        self.process = subprocess.Popen(
            _command(str(size)),
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.times: Times = {}

    def answer(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        return dict(json.loads(self.process.stdout.readline()))

    def take_turn(self, number: int) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{number}\n")
        self.process.stdin.flush()
        for name, taken in self.answer().items():
            if number >= WARM:
                self.times.setdefault(name, []).append(taken)

    def export(self, kind: str, agent: int) -> dict[str, Any]:
        command = _command(f"{kind}:{agent}")
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=self.env)
        return dict(json.loads(done.stdout))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--runs", type=int, default=60)
    given = parser.parse_args()
    with contextlib.ExitStack() as stack:
        portals = [stack.enter_context(_portal(size)) for size in given.sizes]
        started = [portal.answer() for portal in portals]
        for portal, begun in zip(portals, started, strict=True):
            print(f"{portal.size:,} cases, seeded in {begun['seeded']:.0f} s", flush=True)
        for number in range(given.runs + WARM):
            for portal in portals:
                portal.take_turn(number)
        _report(portals)
        for kind in ("csv", "xlsx"):
            _report_export(kind, portals[-1].export(kind, started[-1]["agent"]))


@contextlib.contextmanager
def _portal(size: int) -> Iterator[Portal]:
    from tests.services.__main__ import installed_settings, throwaway_folder
    from tests.services.postgresql import throwaway_postgresql
    from tests.services.redis_server import throwaway_redis

    with throwaway_folder() as folder, throwaway_postgresql() as url, throwaway_redis() as redis:
        env = {**os.environ, **installed_settings(url, redis.url, folder), "LOG_LEVEL": "WARNING"}
        (folder / "shared").mkdir()
        portal = Portal(size, env)
        try:
            yield portal
        finally:
            portal.process.terminate()
            portal.process.wait()


def _command(asked: str) -> list[str]:
    return [sys.executable, "-W", "ignore", "-m", "benchmarks.case_visits", asked]


def _report(portals: list[Portal]) -> None:
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print("median and p95 in ms, share of the floor's throughput, p95 by that of the smallest")
    for portal in portals:
        print(f"{portal.size:,} cases")
        for name in portal.times:
            wall, spent = (_figures(name, portal, portals[0], place) for place in (0, 1))
            print(f"  {name:18} wall {wall}   processors {spent}")
    print(f"aims: share at least {SHARE_AIM}, p95 at most {GROWTH_AIM} times")


def _figures(name: str, portal: Portal, smallest: Portal, place: int) -> str:
    middle, late = _median(portal, name, place), _p95(portal, name, place)
    share, growth = _median(portal, "floor", place) / middle, late / _p95(smallest, name, place)
    return f"{middle:6.1f} {late:6.1f}  share {share:4.2f}  growth {growth:4.2f}"


def _median(portal: Portal, name: str, place: int) -> float:
    return statistics.median(taken[place] for taken in portal.times[name])


def _p95(portal: Portal, name: str, place: int) -> float:
    return statistics.quantiles((taken[place] for taken in portal.times[name]), n=20)[-1]


def _report_export(kind: str, export: dict[str, Any]) -> None:
    print(
        f"export {kind:5} {export['seconds']:5.1f} s  {export['bytes'] / 1024**2:6.1f} MiB"
        f"  peak {export['peak']:4.0f} MiB (aim at most {PEAK_AIM})",
        flush=True,
    )


if __name__ == "__main__":
    main()
