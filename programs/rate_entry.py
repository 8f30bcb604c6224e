"""Entering reference rates: rows are added, never edited.

A correction writes a new row beside the wrong one, with the reason; the wrong one
stays, marked as superseded. Cases keep the rate they relied on.
"""

from datetime import date
from decimal import Decimal
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, Role
from programs.models import ReferenceRate


class RateEntryNotAllowed(Exception):
    """Only a programme administrator enters rates."""


class RateAlreadySuperseded(Exception):
    """The row was corrected before: correct its successor."""


class RateValues(TypedDict):
    """``value_percent`` None ends the series; ``known_until`` None: until the next row."""

    kind: str
    currency: str
    term_bucket: str
    value_percent: Decimal | None
    decided: date | None
    decision: str
    effective_from: date
    known_until: date | None
    source: str
    verified: bool


@transaction.atomic
def add_rate(*, by: Membership, **values: Unpack[RateValues]) -> ReferenceRate:
    """A new row of a series. Raises ValidationError by field, also for a day taken."""
    _check_administrator(by)
    return _write(ReferenceRate(author=by, **values))


@transaction.atomic
def correct_rate(
    rate_id: int, *, by: Membership, reason: str, **values: Unpack[RateValues]
) -> ReferenceRate:
    """Put a new row in the place of a wrong one. Raises RateAlreadySuperseded."""
    _check_administrator(by)
    wrong = ReferenceRate.objects.select_for_update().get(pk=rate_id)
    if wrong.superseded_at is not None:
        raise RateAlreadySuperseded
    wrong.superseded_at = timezone.now()
    wrong.save(update_fields=["superseded_at"])
    right = ReferenceRate(author=by, supersedes=wrong, correction_reason=reason, **values)
    return _write(right)


def may_enter_rates(membership: Membership | None) -> bool:
    return (
        membership is not None
        and membership.role == Role.PROGRAMME_ADMIN
        and membership.ended_at is None
    )


def _check_administrator(by: Membership) -> None:
    if not may_enter_rates(by):
        raise RateEntryNotAllowed


def _write(rate: ReferenceRate) -> ReferenceRate:
    rate.full_clean()
    rate.save()
    return rate
