"""Terms and finder with 200 revisions, as a ratio to one indexed SELECT of the same rows.

    .venv/bin/python -m benchmarks.terms [--revisions 200] [--runs 100]

The floor is one SELECT of a revision's rows by its key through a bare cursor, which
builds no objects. The works are what a request does before its template, in a process
that has read the revision before, and beside them a first request, which has not. The
same SELECT into the same objects by the library is printed too. They take turns in one
process; the ratio is that of the medians (aim: at most 3). Uses a database of its own,
or with DATABASE_URL an empty one that is given.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

AIM = 3
FIRST_DAY = date(2021, 7, 29)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--revisions", type=int, default=200)
    parser.add_argument("--runs", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _prepare(Path(folder))
        rows = _fill(options.revisions)
        print(f"{options.revisions} revisions, {rows} rows")
        _report(_measure(_works(options.revisions), options.runs))


def _prepare(folder: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["PORTAL_STATE_DIR"] = str(folder)
    os.environ["LOG_LEVEL"] = "WARNING"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_catalogue", verbosity=0)


def _fill(revisions: int) -> int:
    """Copies of the source's revision, one a week; how many rows there are in all."""
    from django.utils import timezone

    from programs.models import Revision, RevisionState, TermsRow

    source = list(TermsRow.objects.all())
    base = Revision.objects.get()
    for number in range(1, revisions):
        day = FIRST_DAY + timedelta(weeks=number)
        base = Revision.objects.create(
            number=20 + number,
            decision=f"№ {number}",
            decided=day,
            effective_from=day,
            state=RevisionState.APPROVED,
            approved_at=timezone.now(),
            base=base,
        )
        for row in source:
            row.pk, row.revision = None, base
        TermsRow.objects.bulk_create(source)
    return TermsRow.objects.count()


def _works(revisions: int) -> dict[str, Callable[[], object]]:
    from django.db import connection

    from programs.finding.judgement import Wish, find
    from programs.models import Revision, TermsRow
    from programs.revision_rows import forget_rows
    from programs.terms_in_force import terms_in_force

    day = FIRST_DAY + timedelta(weeks=revisions // 2, days=3)
    revision = Revision.objects.in_force(day)
    assert revision is not None
    wish = Wish(
        channel="direct", purpose="fixed_assets", amount=Decimal(50_000_000), term_months=60
    )

    def floor() -> object:
        with connection.cursor() as cursor:
            table = TermsRow._meta.db_table
            cursor.execute(f"SELECT * FROM {table} WHERE revision_id = %s", [revision.pk])  # noqa: S608
            return cursor.fetchall()

    def objects() -> object:
        rows = TermsRow.objects.filter(revision_id=revision.pk).order_by()
        return list(rows.select_related("programme"))

    def first_request() -> object:
        forget_rows()
        return terms_in_force(day)

    def finder() -> object:
        terms = terms_in_force(day)
        assert terms.revision is not None
        begun = terms.revision.effective_from
        assert begun is not None
        return find(terms.rows, wish, on=day, effective_from=begun)

    return {
        "one indexed SELECT": floor,
        "the same into objects": objects,
        "first request": first_request,
        "all terms on a day": lambda: terms_in_force(day),
        "one channel's terms": lambda: terms_in_force(day, channel="direct"),
        "finder": finder,
    }


def _measure(works: dict[str, Callable[[], object]], runs: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in works}
    for number in range(runs + 5):
        for name, work in works.items():
            started = time.perf_counter()
            work()
            took = (time.perf_counter() - started) * 1000
            if number >= 5:  # the first ones warm caches
                times[name].append(took)
    return times


def _report(times: dict[str, list[float]]) -> None:
    floor = statistics.median(times["one indexed SELECT"])
    for name, taken in times.items():
        median = statistics.median(taken)
        print(f"{name:22} median {median:7.2f} ms   ratio {median / floor:5.2f}")
    print(f"aim: at most {AIM}")


if __name__ == "__main__":
    main()
