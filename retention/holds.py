"""Cases that are kept whatever their period: by an officer's word or a proposed reopening.

An appeal whose outcome is not noted holds a case too (``retention.due``).
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Membership
from applications.models import Case
from retention.models import LegalHold
from retention.periods import is_ministry


def unheld(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Without those that somebody holds, and those proposed for reopening."""
    standing = LegalHold.objects.filter(lifted_at=None).values("case")
    return cases.filter(reopening_proposed_at=None).exclude(pk__in=standing)


@transaction.atomic
def hold_case(case_id: int, *, reason: str, by: Membership, at: datetime) -> LegalHold:
    """Keep a case; a second click finds the hold that stands. Raises PermissionDenied."""
    case = _lock(case_id, by)
    values: dict[str, Any] = {"reason": reason.strip(), "set_by": by, "set_at": at}
    hold, _new = LegalHold.objects.get_or_create(case=case, lifted_at=None, defaults=values)
    return hold


@transaction.atomic
def lift_hold(case_id: int, *, by: Membership, at: datetime) -> None:
    """Let the period count again. Raises PermissionDenied."""
    case = _lock(case_id, by)
    LegalHold.objects.filter(case=case, lifted_at=None).update(lifted_by=by, lifted_at=at)


def _lock(case_id: int, by: Membership) -> Case:
    current = Membership.objects.active().filter(pk=by.pk).first()
    if not is_ministry(current):
        raise PermissionDenied
    return Case.objects.select_for_update().get(pk=case_id)
