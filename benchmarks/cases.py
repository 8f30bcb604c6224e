"""Lists and pages of cases among 1,000 and 100,000: throughput, its growth, exports' memory.

    .venv/bin/python -m benchmarks.cases [--sizes 1000 100000] [--runs 200]

Each size has a PostgreSQL and a Redis of its own. Requests go through the whole WSGI
application in this process, signed in; list, case page and floor take turns. The floor
is ``benchmarks.case_floor``: the same middleware and session, one query for the same 25
rows, a minimal template. A ratio is that of the medians (aim: at least 0.3 of the floor's
throughput). p95 at the largest size is set against p95 at the smallest (aim: at most 1.3).
Exports run in processes of their own; the peak is theirs (aim: at most 200 MiB).
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

THROUGHPUT_AIM, GROWTH_AIM, PEAK_AIM = 0.3, 1.3, 200
WARM = 10
Times = dict[str, list[float]]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--export", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.export:
        print(json.dumps(_export(given.export)))
    elif given.measure:
        print(json.dumps(_measured(given.measure, given.runs)))
    else:
        _report([_in_own_services(size, given.runs) for size in given.sizes], given.sizes)


def _in_own_services(size: int, runs: int) -> dict[str, Any]:
    from tests.services.__main__ import installed_settings, throwaway_folder
    from tests.services.postgresql import throwaway_postgresql
    from tests.services.redis_server import throwaway_redis

    arguments = ["--measure", str(size), "--runs", str(runs)]
    with throwaway_folder() as folder, throwaway_postgresql() as url, throwaway_redis() as redis:
        env = {**os.environ, **installed_settings(url, redis.url, folder), "LOG_LEVEL": "WARNING"}
        (folder / "shared").mkdir()
        return _own_process(arguments, env)


def _own_process(arguments: list[str], env: dict[str, str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.cases", *arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=env)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.conf import settings

    django.setup()
    settings.ROOT_URLCONF = "benchmarks.case_floor"
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )


def _measured(size: int, runs: int) -> dict[str, Any]:
    _set_up()
    from django.core.management import call_command

    from benchmarks.case_seed import seed

    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    agent = seed(size)
    seeded = time.perf_counter() - started
    times = _times(_works(agent), runs)
    exports = {
        kind: _own_process(["--export", f"{kind}:{agent.pk}"], dict(os.environ))
        for kind in ("csv", "xlsx")
    }
    return {"seeded": seeded, "times": times, "exports": exports}


def _works(agent: Any) -> dict[str, Callable[[int], str]]:
    """The address of a run's turn, by what is measured."""
    from applications.models import Case

    every = Case.objects.exclude(state="draft").order_by("pk").values_list("pk", flat=True)
    keys = list(every)
    step = max(1, len(keys) // 500)
    some = keys[::step]
    return {
        "floor": lambda turn: "/floor/",
        "list": lambda turn: "/ru/applications/queue/",
        "list, page 9": lambda turn: "/ru/applications/queue/?page=9",
        "list, searched": lambda turn: f"/ru/applications/queue/?q=agro+{turn}&state=all",
        "list, by sum": lambda turn: "/ru/applications/queue/?state=all&sort=-amount",
        "list, filtered": lambda turn: "/ru/applications/queue/?country=MN&currency=EUR",
        "case": lambda turn: f"/ru/applications/{some[turn % len(some)]}/review/",
    } | {"cookie": lambda turn: _cookie(agent)}


def _cookie(agent: Any) -> str:
    from django.test import Client

    client = Client()
    client.force_login(agent.user, backend="accounts.backends.PortalBackend")
    return client.cookies.output(header="", sep=";").strip()


def _times(works: dict[str, Callable[[int], str]], runs: int) -> Times:
    from django.core.wsgi import get_wsgi_application

    application, cookie = get_wsgi_application(), works.pop("cookie")(0)
    times: Times = {name: [] for name in works}
    for turn in range(runs + WARM):
        for name, address in works.items():
            took = _visit(application, address(turn), cookie)
            if turn >= WARM:
                times[name].append(took)
    return times


def _visit(application: Any, address: str, cookie: str) -> float:
    from django.test import RequestFactory

    environ = RequestFactory(HTTP_COOKIE=cookie, SERVER_NAME="127.0.0.1").get(address).environ
    status: list[str] = []
    started = time.perf_counter()
    answer = application(environ, lambda code, *_rest: status.append(code))
    body = b"".join(answer)
    answer.close()
    took = (time.perf_counter() - started) * 1000
    if status != ["200 OK"] or not body:
        raise RuntimeError(f"{address}: {status}")
    return took


def _export(wanted: str) -> dict[str, Any]:
    """All cases, in the officers' language of the portal; as much as the process ever had."""
    _set_up()
    from django.http import QueryDict
    from django.utils import timezone, translation

    from accounts.models import Membership
    from applications.case_filters import CaseFilters
    from applications.list_exports import export_cases
    from applications.models import ExportedList
    from applications.review_queue import queue
    from files.tables import TableFormat

    kind, pk = wanted.split(":")
    by = Membership.objects.select_related("organisation", "user").get(pk=pk)
    started = time.perf_counter()
    with translation.override("ru"):
        filters = CaseFilters(QueryDict("state=all"), membership=by)
        response = export_cases(
            TableFormat(kind),
            queue(by, filters),
            which=ExportedList.CASES,
            filters={},
            by=by,
            at=timezone.now(),
        )
        size = sum(len(part) for part in response)  # type: ignore[attr-defined]
    return {"seconds": time.perf_counter() - started, "bytes": size, "peak": _peak_mib()}


def _peak_mib() -> float:
    status = Path("/proc/self/status").read_text()
    kibibytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(kibibytes) / 1024


def _p95(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20)[-1]


def _report(found: list[dict[str, Any]], sizes: list[int]) -> None:
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    smallest = found[0]["times"]
    for size, result in zip(sizes, found, strict=True):
        print(f"{size:,} cases, seeded in {result['seeded']:.0f} s")
        floor = statistics.median(result["times"]["floor"])
        for name, taken in result["times"].items():
            middle, late = statistics.median(taken), _p95(taken)
            print(
                f"  {name:16} median {middle:6.1f} ms  throughput {floor / middle:5.2f} of the"
                f" floor  p95 {late:6.1f} ms  {late / _p95(smallest[name]):5.2f} of the smallest"
            )
        for kind, export in result["exports"].items():
            print(
                f"  {kind:5} {export['seconds']:5.1f} s  {export['bytes'] / 1024**2:6.1f} MiB"
                f"  peak {export['peak']:4.0f} MiB"
            )
    print(
        f"aims: throughput at least {THROUGHPUT_AIM}, p95 at most {GROWTH_AIM},"
        f" peak at most {PEAK_AIM} MiB"
    )


if __name__ == "__main__":
    main()
