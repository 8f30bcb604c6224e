"""The list of grounds of refusal and the hearing, set by the ministry as dated rows."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Membership, Role
from applications.models import HearingSetting, RefusalGround


def may_set(membership: Membership | None) -> bool:
    """The ministry's officers alone."""
    return (
        membership is not None
        and membership.ended_at is None
        and membership.role == Role.MINISTRY_OFFICER
    )


@transaction.atomic
def add_ground(
    *, code: str, effective_from: date, by: Membership | None, **words: Any
) -> RefusalGround:
    """A ground's words from a day; without Kazakh words the ground ends on that day.

    The checks that suggest it stay those of its earlier rows. Raises ValidationError,
    for a day that has a row already too.
    """
    _require_ministry(by)
    before = RefusalGround.objects.filter(code=code).order_by("-effective_from").first()
    row = RefusalGround(code=code, effective_from=effective_from, author=by, **words)
    row.suggested_by = before.suggested_by if before else []
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def set_hearing(
    *,
    effective_from: date,
    working_days: int | None,
    source: str,
    verified: bool,
    by: Membership | None,
) -> HearingSetting:
    """Working days to answer from a day; None ends the hearing. Raises ValidationError."""
    _require_ministry(by)
    row = HearingSetting(
        effective_from=effective_from,
        working_days=working_days,
        source=source,
        verified=verified,
        author=by,
    )
    row.full_clean()
    row.save()
    return row


def _require_ministry(by: Membership | None) -> None:
    if not may_set(by):
        raise PermissionDenied
