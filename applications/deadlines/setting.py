"""Setting a time limit from a day on: what it changes is shown before it is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import Membership, Role
from applications.case_errors import NotAllowed
from applications.deadlines.due_dates import promise_recomputing
from applications.deadlines.limits import LimitsByDay
from applications.deadlines.of_cases import current_clocks
from applications.models import OPEN_STATES, Case, StageLimit
from norms.hash_chain import sha256_of
from norms.models import calendar_in_force


@dataclass(frozen=True)
class Change:
    """A case whose present stage would have another last day; None: none known."""

    number: str
    before: date | None
    after: date | None


def may_set(by: Membership | None) -> bool:
    return by is not None and by.role == Role.MINISTRY_OFFICER and by.ended_at is None


@transaction.atomic
def set_limit(row: StageLimit, *, by: Membership, on: date) -> StageLimit:
    """Write a new row. Raises NotAllowed, and ValidationError also for a day taken."""
    if not may_set(Membership.objects.active().filter(pk=by.pk).first()):
        raise NotAllowed("wrong_role")
    row.author = by
    row.full_clean()
    row.save()
    promise_recomputing(on=on)
    return row


def changes_by(row: StageLimit, *, on: date) -> list[Change]:
    """What the row, not written yet, would change for the open cases, by number."""
    rows, calendar = list(StageLimit.objects.all()), calendar_in_force()
    cases = list(_concerned(row))
    before = current_clocks(cases, on=on, calendar=calendar, limits=LimitsByDay(rows))
    after = current_clocks(cases, on=on, calendar=calendar, limits=LimitsByDay([*rows, row]))
    found = []
    for case in cases:
        was, will = before[case.pk], after[case.pk]
        if was is not None and will is not None and was.days != will.days:
            found.append(Change(str(case.number), was.due, will.due))
    return found


def _concerned(row: StageLimit) -> Iterable[Case]:
    still_open = Case.objects.filter(
        state__in=OPEN_STATES, first_submitted_at__date__gte=row.effective_from
    )
    return still_open.order_by("number")


def digest_of(changes: list[Change]) -> str:
    """What the person has seen: who confirms something else is shown it first."""
    return sha256_of([[change.number, str(change.before), str(change.after)] for change in changes])
