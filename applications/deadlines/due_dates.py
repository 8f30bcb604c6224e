"""The due date kept on each case, so that lists can filter and sort by it.

Written by every act; written anew where the calendar or the limits have changed since.
"""

from collections.abc import Iterator
from datetime import date

import holidays
from django.db import transaction

from applications.deadlines.of_cases import current_clocks
from applications.models import OPEN_STATES, Case, StageLimit
from norms.hash_chain import sha256_of
from norms.models import calendar_in_force, calendar_overrides
from norms.working_days import WorkingCalendar
from notices import outbox

CASES_AT_ONCE = 200
RECOMPUTE = "applications.tasks.recompute_due_dates"


def keep_due_date(case: Case, *, on: date) -> None:
    """After an act of the day ``on``; the caller holds the lock on the case's row."""
    _write([case], on=on)


def recompute_due_dates(*, on: date) -> int:
    """All open cases, a batch a transaction: how many have another due date now."""
    still_open = Case.objects.filter(state__in=OPEN_STATES).order_by("pk")
    keys = list(still_open.values_list("pk", flat=True))
    calendar = calendar_in_force()
    batches = (keys[n : n + CASES_AT_ONCE] for n in range(0, len(keys), CASES_AT_ONCE))
    return sum(_recompute(batch, calendar, on) for batch in batches)


@transaction.atomic
def _recompute(keys: list[int], calendar: WorkingCalendar, on: date) -> int:
    cases = Case.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    return _write(list(cases), on=on, calendar=calendar)


def _write(cases: list[Case], *, on: date, calendar: WorkingCalendar | None = None) -> int:
    changed = list(_changed(cases, on, calendar))
    for case in changed:
        Case.objects.filter(pk=case.pk).update(due_on=case.due_on)
    return len(changed)


def _changed(cases: list[Case], on: date, calendar: WorkingCalendar | None) -> Iterator[Case]:
    clocks = current_clocks(cases, on=on, calendar=calendar)
    for case in cases:
        clock = clocks[case.pk]
        due = clock.due if clock else None
        if case.due_on != due:
            case.due_on = due
            yield case


def promise_recomputing(*, on: date) -> None:
    """Once a day, and once more for every other calendar or set of limits of that day."""
    key = f"due-dates:{on.isoformat()}:{_basis()[:16]}"
    outbox.promise(RECOMPUTE, {"key": key}, key=key)


def _basis() -> str:
    """A digest of everything that due dates rest on beside the cases' own events."""
    days = sorted((day.isoformat(), worked) for day, worked in calendar_overrides().items())
    rows = StageLimit.objects.order_by("pk").values_list("pk", "stage", "working_days")
    return sha256_of([holidays.__version__, days, [list(row) for row in rows]])
