"""How long each class is kept: the rows in force, and a new row from a day on."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Role, User
from retention.models import (
    BY_ITSELF,
    CONFIRMED_BY_TWO,
    RetentionClass,
    RetentionPeriod,
)

COUNTED_FROM: dict[str, str | Promise] = {
    RetentionClass.DRAFTS: _("the last change of the draft"),
    RetentionClass.WITHDRAWN: _("the withdrawal"),
    RetentionClass.REFUSED: _("the decision"),
    RetentionClass.APPROVED: _("the decision"),
    RetentionClass.DOCUMENTS: _("the decision or the withdrawal"),
    RetentionClass.VIEWS: _("the day of the record"),
    RetentionClass.SESSIONS: _("the last use"),
    RetentionClass.INVITATIONS: _("the day it was taken, withdrawn or ran out"),
    RetentionClass.ACCOUNTS: _("the last signing in"),
}
WHAT_GOES: dict[str, str | Promise] = {
    RetentionClass.DRAFTS: _("The whole draft with its documents."),
    RetentionClass.WITHDRAWN: _(
        "Names, addresses, numbers of contracts, all texts, documents and letters. Number,"
        " amounts, days and the chain of events stay."
    ),
    RetentionClass.REFUSED: _(
        "Names, addresses, numbers of contracts, all texts, documents and letters. Number,"
        " amounts, days and the chain of events stay."
    ),
    RetentionClass.APPROVED: _(
        "Names, addresses, numbers of contracts, all texts, documents and letters. Number,"
        " amounts, days and the chain of events stay."
    ),
    RetentionClass.DOCUMENTS: _("Contents and names of the documents. Their SHA-256 stays."),
    RetentionClass.VIEWS: _(
        "Who opened what, and what was looked for. Who took a list away, and when, stays."
    ),
    RetentionClass.SESSIONS: _("Device, address and the session itself."),
    RetentionClass.INVITATIONS: _("The invited address."),
    RetentionClass.ACCOUNTS: _(
        "Name, e-mail, password and second step. The person's number stays in histories."
    ),
}


@dataclass(frozen=True)
class Kept:
    """One class for readers; ``months`` is None where no time is known."""

    code: str
    name: str | Promise
    months: int | None
    counted_from: str | Promise
    what_goes: str | Promise
    confirmations: int
    row: RetentionPeriod | None


def kept_on(on: date) -> list[Kept]:
    """Every class as of a day, in their own order."""
    rows = {row.retention_class: row for row in RetentionPeriod.objects.started(on)}
    return [_kept(each, rows.get(each.value)) for each in RetentionClass]


def _kept(each: RetentionClass, row: RetentionPeriod | None) -> Kept:
    return Kept(
        code=each.value,
        name=each.label,
        months=row.months if row else None,
        counted_from=COUNTED_FROM[each],
        what_goes=WHAT_GOES[each],
        confirmations=0 if each in BY_ITSELF else 2 if each in CONFIRMED_BY_TWO else 1,
        row=row,
    )


def periods_in_force(on: date) -> dict[str, RetentionPeriod]:
    """The rows by class; a class whose time is not known has none."""
    return {row.retention_class: row for row in RetentionPeriod.objects.in_force(on)}


def may_set(user: User, membership: Membership | None) -> bool:
    """System administrators and the ministry's officers."""
    return user.is_active and (user.is_superuser or is_ministry(membership))


def is_ministry(membership: Membership | None) -> bool:
    return (
        membership is not None
        and membership.ended_at is None
        and membership.role == Role.MINISTRY_OFFICER
    )


@transaction.atomic
def set_period(
    *,
    retention_class: str,
    effective_from: date,
    months: int | None,
    source: str,
    verified: bool,
    by: User,
    acting: Membership | None,
) -> RetentionPeriod:
    """A row from a day on; no months: kept, no time known. Raises ValidationError."""
    if not may_set(by, acting):
        raise PermissionDenied
    row = RetentionPeriod(
        retention_class=retention_class,
        effective_from=effective_from,
        months=months,
        source=source,
        verified=verified,
        author=by,
    )
    row.full_clean()
    row.save()
    return row
