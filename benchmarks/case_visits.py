"""A process of ``benchmarks.cases``: one portal of so many cases, visited turn by turn.

    python -m benchmarks.case_visits 100000      turns are asked for on the standard input
    python -m benchmarks.case_visits csv:7       one export, by the membership 7

It answers each line with one line of JSON. Requests go through the whole WSGI
application in this process, signed in.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Works = dict[str, Callable[[int], str]]


def main() -> None:
    answers, sys.stdout = sys.stdout, sys.stderr
    _set_up()
    asked = sys.argv[1]
    if ":" in asked:
        print(json.dumps(_export(asked)), file=answers, flush=True)
        return
    agent, seeded = _seeded(int(asked))
    print(json.dumps({"seeded": seeded, "agent": agent.pk}), file=answers, flush=True)
    visitor = Visitor(agent)
    for line in sys.stdin:
        print(json.dumps(visitor.turn(int(line))), file=answers, flush=True)


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.conf import settings

    django.setup()
    settings.ROOT_URLCONF = "benchmarks.case_floor"
    # One connection throughout, so that the database's process is the one measured.
    settings.DATABASES["default"]["CONN_MAX_AGE"] = None
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )


def _seeded(many: int) -> tuple[Any, float]:
    from django.core.management import call_command

    from benchmarks.case_seed import seed

    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    agent = seed(many)
    return agent, time.perf_counter() - started


class Visitor:
    """An officer's browser; a turn visits every address once."""

    def __init__(self, agent: Any) -> None:
        from django.core.wsgi import get_wsgi_application
        from django.db import connection

        self.application, self.cookie = get_wsgi_application(), _cookie(agent)
        self.works = _works()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self.backend = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def turn(self, number: int) -> dict[str, list[float]]:
        """By work: milliseconds by the wall; of processors, here and in the database."""
        return {name: self._visit(address(number)) for name, address in self.works.items()}

    def _visit(self, address: str) -> list[float]:
        from django.test import RequestFactory

        environ = RequestFactory(HTTP_COOKIE=self.cookie, SERVER_NAME="127.0.0.1").get(address)
        status: list[Any] = []
        before = self._spent()
        answer = self.application(environ.environ, _noted_in(status))
        body = b"".join(answer)
        answer.close()
        after = self._spent()
        if status != ["200 OK"] or not body:
            raise RuntimeError(f"{address}: {status}")
        return [(late - early) * 1000 for early, late in zip(before, after, strict=True)]

    def _spent(self) -> tuple[float, float]:
        """Seconds so far. The connection is kept, so the database's process is the same."""
        database = int(self.backend.read_text().split()[0]) / 1e9
        return time.perf_counter(), time.process_time() + database


def _noted_in(status: list[Any]) -> Any:
    """What a server is to WSGI: here it keeps the status and nothing else."""
    return lambda code, *_rest: status.append(code)


def _works() -> Works:
    """The address of a turn, by what is measured."""
    from applications.models import Case

    keys = list(Case.objects.order_by("submitted_at").values_list("pk", flat=True))
    some = keys[:: max(1, len(keys) // 500)]
    queue = "/ru/applications/queue/"
    return {
        "floor": lambda turn: "/floor/",
        "list": lambda turn: queue,
        "list, page 9": lambda turn: f"{queue}?page=9",
        "list, searched": lambda turn: f"{queue}?q=agro+{turn}&state=all",
        "list, by sum": lambda turn: f"{queue}?state=all&sort=-amount",
        "list, by exporter": lambda turn: f"{queue}?state=all&sort=organisation",
        "list, filtered": lambda turn: f"{queue}?country=MN&currency=EUR",
        "case": lambda turn: f"/ru/applications/{some[turn * 7 % len(some)]}/review/",
    }


def _cookie(agent: Any) -> str:
    from django.test import Client

    client = Client()
    client.force_login(agent.user, backend="accounts.backends.PortalBackend")
    return client.cookies.output(header="", sep=";").strip()


def _export(wanted: str) -> dict[str, Any]:
    """All cases, in the officers' language of the portal; as much as the process ever had."""
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
        size = sum(len(part) for part in response)
    return {"seconds": time.perf_counter() - started, "bytes": size, "peak": _peak_mib()}


def _peak_mib() -> float:
    status = Path("/proc/self/status").read_text()
    kibibytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(kibibytes) / 1024


if __name__ == "__main__":
    main()
