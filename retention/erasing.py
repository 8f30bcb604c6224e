"""Find what is due, let people confirm it, erase it: each thing in a transaction of its own.

Killed half-way, nothing is half done: what was erased is marked done in the same
transaction, the rest waits for the next run, and a content given up but still in the
storage is purged then.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.erasure import erase_account, erase_invitations, erase_sessions
from accounts.models import Membership
from applications import erasure
from applications.erasure import ErasureBasis
from applications.models import Case
from files.erasure import purge
from retention.due import Due, all_due, still_due
from retention.models import BY_ITSELF, CONFIRMED_BY_TWO, Erasure, RetentionClass
from retention.months import months_after
from retention.periods import is_ministry, periods_in_force


class SamePerson(PermissionDenied):
    """The second confirmation is another person's."""

    explanation = _("You have confirmed this one. A second officer of the ministry confirms it.")


@dataclass(frozen=True)
class Done:
    """What a run did: things erased, rows that went by themselves, contents deleted."""

    erased: int
    by_themselves: int
    purged: int


def note_due(*, on: date, at: datetime) -> int:
    """Write down what is newly due and drop what no longer is; how many rows are new."""
    due = {(one.retention_class, one.subject_id): one for one in all_due(on)}
    waiting = {(row.retention_class, row.subject_id): row for row in open_erasures()}
    for key, row in waiting.items():
        if key not in due:
            Erasure.objects.filter(pk=row.pk, done_at=None).update(dropped_at=at)
    new = [_row(one, at) for key, one in due.items() if key not in waiting]
    Erasure.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _row(due: Due, at: datetime) -> Erasure:
    return Erasure(
        retention_class=due.retention_class,
        subject_id=due.subject_id,
        label=due.label,
        counted_from=due.counted_from,
        due_on=due.due_on,
        period=due.period,
        found_at=at,
    )


def open_erasures() -> QuerySet[Erasure]:
    return Erasure.objects.filter(dropped_at=None, done_at=None)


@transaction.atomic
def confirm(erasure_id: int, *, by: Membership, at: datetime) -> Erasure:
    """An officer of the ministry confirms; a decided case needs a second one.

    A second click of the first changes nothing where one is enough. Raises SamePerson,
    PermissionDenied, Erasure.DoesNotExist.
    """
    current = Membership.objects.active().filter(pk=by.pk).first()
    if current is None or not is_ministry(current):
        raise PermissionDenied
    row = open_erasures().select_for_update(of=("self",)).get(pk=erasure_id)
    if row.confirmed_by is None:
        row.confirmed_by, row.confirmed_at = current, at
    elif row.needs_two and row.seconded_by is None:
        if row.confirmed_by.user_id == current.user_id:
            raise SamePerson
        row.seconded_by, row.seconded_at = current, at
    row.save()
    return row


def erase_what_is_due(*, on: date, at: datetime) -> Done:
    """Note what is due, erase what was confirmed, and what goes by itself. Safe to repeat."""
    note_due(on=on, at=at)
    enough = Q(retention_class__in=CONFIRMED_BY_TWO, seconded_by__isnull=False) | ~Q(
        retention_class__in=CONFIRMED_BY_TWO
    )
    confirmed = open_erasures().filter(enough, confirmed_by__isnull=False)
    keys = list(confirmed.order_by(F("due_on"), "pk").values_list("pk", flat=True))
    erased = sum(carry_out(pk, on=on, at=at) for pk in keys)
    return Done(erased, _erase_by_themselves(on), purge(at=at))


@transaction.atomic
def carry_out(erasure_id: int, *, on: date, at: datetime) -> bool:
    """Erase one confirmed thing, if it is still due; False where it is not."""
    row = Erasure.objects.select_for_update(of=("self",)).get(pk=erasure_id)
    if row.done_at is not None or row.dropped_at is not None or not row.is_confirmed:
        return False
    _lock_subject(row)
    due = still_due(row.retention_class, row.subject_id, on=on)
    if due is None:
        row.dropped_at = at
        row.save(update_fields=["dropped_at"])
        return False
    _erase(row, due, at)
    row.done_at = at
    row.save(update_fields=["done_at"])
    return True


def _lock_subject(row: Erasure) -> None:
    """Nobody reopens, holds or submits the case between the question and the erasure."""
    if row.retention_class != RetentionClass.ACCOUNTS:
        Case.objects.select_for_update().filter(pk=row.subject_id).first()


def _erase(row: Erasure, due: Due, at: datetime) -> None:
    if row.retention_class == RetentionClass.DRAFTS:
        erasure.erase_draft(row.subject_id, at=at)
    elif row.retention_class == RetentionClass.ACCOUNTS:
        erase_account(row.subject_id, at=at)
    else:
        whole = row.retention_class != RetentionClass.DOCUMENTS
        act = erasure.erase_case if whole else erasure.erase_documents
        act(row.subject_id, basis=_basis(due), by=_who(row), at=at)


def _who(row: Erasure) -> Membership:
    """The last to confirm acts in the case's history."""
    who = row.seconded_by or row.confirmed_by
    assert who is not None  # noqa: S101  is_confirmed
    return who


def _basis(due: Due) -> ErasureBasis:
    return ErasureBasis(
        retention_class=due.retention_class,
        period_from=due.period.effective_from,
        counted_from=due.counted_from,
        due_on=due.due_on,
    )


BULK: dict[str, Callable[..., int]] = {
    RetentionClass.VIEWS: erasure.forget_views,
    RetentionClass.SESSIONS: erase_sessions,
    RetentionClass.INVITATIONS: erase_invitations,
}


def _erase_by_themselves(on: date) -> int:
    periods = periods_in_force(on)
    count = 0
    for name in BY_ITSELF:
        if name in periods:
            first_kept = months_after(on, -(periods[name].months or 0))
            count += BULK[name](before=_beginning_of(first_kept))
    return count


def _beginning_of(day: date) -> datetime:
    """The first moment of a legal day."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(settings.TIME_ZONE))
