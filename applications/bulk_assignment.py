"""Several chosen cases given to one officer: each in a transaction of its own, each answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from applications.case_errors import AlreadyTheirs, CaseMovedOn, CaseRefusal, NotAllowed, WrongState
from applications.case_workflow import assign_case, reassign_case
from applications.models import Case, EventKind
from applications.permissions import Act, state_permits

MOST = 200
DONE = _("Assigned")
DONE_BEFORE = _("Assigned already")


@dataclass(frozen=True)
class Answer:
    """What became of one chosen case; ``words`` say it, or why it was not done."""

    case: Case
    is_done: bool
    words: str | Promise


def chosen_cases(keys: Iterable[int], membership: Membership) -> QuerySet[Case]:
    """Of the first ``MOST`` keys the visible cases, by number; ``seen`` counts their events."""
    first = list(dict.fromkeys(keys))[:MOST]
    visible = Case.objects.visible_to(membership).filter(pk__in=first)
    related = visible.select_related("organisation", "reviewer__user")
    return related.annotate(seen=Count("events")).order_by("pk")


def needs_reasons(case: Case) -> bool:
    """Somebody reviews it already: another officer is chosen with a reason."""
    return state_permits(Act.REASSIGN, case)


def assign_each(
    seen: dict[int, int], *, to: int, reasons: str, by: Membership, at: datetime, batch: str
) -> list[Answer]:
    """Give each case to ``to``, unless something happened since ``seen`` of its events.

    Done again, what was done before is said to be, and nothing happens twice.
    """
    cases = chosen_cases(seen, by)
    return [
        _assign(case, seen[case.pk], to=to, reasons=reasons, by=by, at=at, batch=batch)
        for case in cases
    ]


def _assign(
    case: Case, seen: int, *, to: int, reasons: str, by: Membership, at: datetime, batch: str
) -> Answer:
    act = reassign_case if needs_reasons(case) else assign_case
    try:
        after = act(case.pk, to=to, reasons=reasons, by=by, at=at, seen=seen, batch=batch)
    except NotAllowed as refusal:
        return Answer(case, False, refusal.explanation)
    except (AlreadyTheirs, CaseMovedOn, WrongState) as refusal:
        if _was_given(case, to, by):
            return Answer(case, True, DONE_BEFORE)
        return Answer(case, False, refusal.explanation)
    except CaseRefusal as refusal:
        return Answer(case, False, refusal.explanation)
    return Answer(after, True, DONE)


def _was_given(case: Case, to: int, by: Membership) -> bool:
    """The last event is this very act of the same person."""
    last = case.events.order_by("-ordinal").first()
    if last is None or last.kind not in (EventKind.ASSIGNED, EventKind.REASSIGNED):
        return False
    meant = last.details.get("meant_for", last.details.get("to"))
    return last.membership_id == by.pk and meant == to
