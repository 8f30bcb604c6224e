"""Business acts on reference rates: proposed by one person, decided on by a second.

By hand or from a file, new or a correction, a rate counts only once it is approved;
until then it stands in a table that no calculation reads. Stored rows are never edited:
an approved correction is a new row beside the wrong one, with the reason; the wrong one
stays, marked as superseded. Cases keep the rate they relied on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypedDict

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Role
from programs import rate_errors as errors
from programs.models import (
    ProposalState,
    ProposedRate,
    RateProposal,
    RateUpload,
    ReferenceRate,
)

DAY_AWAITS = _("A value of this series from this day awaits a second person already.")
DAY_TAKEN = _("This series already has a row from this day.")


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


@dataclass(frozen=True)
class Line:
    """A rate to propose; ``corrects`` is the stored row in whose place it would stand."""

    values: RateValues
    corrects: ReferenceRate | None = None


@transaction.atomic
def propose_rates(
    lines: Sequence[Line], *, by: Membership, reason: str = "", upload: RateUpload | None = None
) -> RateProposal:
    """Put rates before a second person, all of them or none.

    Raises ValidationError by field (a day that is taken or awaits a decision included),
    ReasonNeeded for a correction without one, RateAlreadySuperseded, NothingToPropose. An
    upload that was proposed before gives its proposal again.
    """
    _check_administrator(by)
    if upload is not None and (made := _proposed_before(upload, by)):
        return made
    if not lines:
        raise errors.NothingToPropose
    corrected = _locked_rows(line.corrects for line in lines)
    if corrected and not reason.strip():
        raise errors.ReasonNeeded
    proposal = RateProposal.objects.create(proposed_by=by, reason=reason.strip(), upload=upload)
    for ordinal, line in enumerate(lines, start=1):
        _write_line(proposal, ordinal, line, set(corrected))
    return proposal


@transaction.atomic
def approve_rates(proposal_id: int, *, by: Membership) -> RateProposal:
    """As a second person let the proposed rates count, each from its day on.

    Raises SecondPersonNeeded, ProposalClosed, and where the stored rows changed since
    the proposal RateAlreadySuperseded or DayTaken; then nothing is stored.
    """
    proposal = _open_before_second(proposal_id, by)
    rates = list(proposal.rates.select_related("corrects"))
    _supersede(_locked_rows(rate.corrects for rate in rates))
    for rate in rates:
        _store(rate, proposal)
    proposal.mark_approved(by)
    return _closed(proposal)


@transaction.atomic
def reject_rates(proposal_id: int, *, by: Membership, reason: str) -> RateProposal:
    """As a second person turn the proposal down, with the reason."""
    proposal = _open_before_second(proposal_id, by)
    proposal.mark_rejected(by, reason)
    return _closed(proposal)


@transaction.atomic
def withdraw_rates(proposal_id: int, *, by: Membership) -> RateProposal:
    """The proposer takes the proposal back; it stays to be read."""
    proposal = _locked(proposal_id)
    _check_administrator(by)
    if not _same_person(proposal, by):
        raise errors.NotTheProposer
    _check_open(proposal)
    proposal.mark_withdrawn(by)
    return _closed(proposal)


def may_enter_rates(membership: Membership | None) -> bool:
    return (
        membership is not None
        and membership.role == Role.PROGRAMME_ADMIN
        and membership.ended_at is None
        and membership.user.is_active
    )


def may_decide(proposal: RateProposal, membership: Membership | None) -> bool:
    """For pages: is this membership a second person before an open proposal?"""
    if membership is None or not may_enter_rates(membership):
        return False
    return proposal.state == ProposalState.PROPOSED and not _same_person(proposal, membership)


def may_withdraw(proposal: RateProposal, membership: Membership) -> bool:
    """For pages: is it one's own and still open?"""
    return proposal.state == ProposalState.PROPOSED and _same_person(proposal, membership)


def has_second_person(membership: Membership) -> bool:
    """Whether anybody else could decide on what this membership proposes."""
    others = Membership.objects.active().filter(role=Role.PROGRAMME_ADMIN)
    return others.exclude(user=membership.user_id).exists()


def _check_administrator(by: Membership) -> None:
    if not may_enter_rates(by):
        raise errors.RateEntryNotAllowed


def _same_person(proposal: RateProposal, by: Membership) -> bool:
    return proposal.proposed_by.user_id == by.user_id


def _check_open(proposal: RateProposal) -> None:
    if proposal.state != ProposalState.PROPOSED:
        raise errors.ProposalClosed


def _locked(proposal_id: int) -> RateProposal:
    rows = RateProposal.objects.select_for_update(of=("self",)).select_related("proposed_by")
    return rows.get(pk=proposal_id)


def _open_before_second(proposal_id: int, by: Membership) -> RateProposal:
    proposal = _locked(proposal_id)
    _check_administrator(by)
    if _same_person(proposal, by):
        raise errors.SecondPersonNeeded
    _check_open(proposal)
    return proposal


def _proposed_before(upload: RateUpload, by: Membership) -> RateProposal | None:
    """Of two confirmations of one upload the second waits here and finds the first's."""
    RateUpload.objects.select_for_update(of=("self",)).get(
        pk=upload.pk, uploaded_by__user=by.user_id
    )
    return RateProposal.objects.filter(upload=upload).first()


def _locked_rows(rows: Iterable[ReferenceRate | None]) -> dict[int, ReferenceRate]:
    """The stored rows to be corrected, locked in one order. Raises RateAlreadySuperseded."""
    wanted = [row.pk for row in rows if row is not None]
    locked = ReferenceRate.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    found = {row.pk: row for row in locked}
    if any(row.superseded_at is not None for row in found.values()):
        raise errors.RateAlreadySuperseded
    return found


def _write_line(proposal: RateProposal, ordinal: int, line: Line, corrected: set[int]) -> None:
    rate = ProposedRate(proposal=proposal, ordinal=ordinal, corrects=line.corrects, **line.values)
    rate.full_clean()
    if _rows_of_day(rate).exclude(pk__in=corrected).exists():
        raise ValidationError({"effective_from": DAY_TAKEN})
    try:
        with transaction.atomic():
            rate.save()
    except IntegrityError:  # proposed by another person since it was looked up
        raise ValidationError({"effective_from": DAY_AWAITS}) from None


def _rows_of_day(rate: ProposedRate) -> QuerySet[ReferenceRate]:
    series = Q(kind=rate.kind, currency=rate.currency, term_bucket=rate.term_bucket)
    return ReferenceRate.objects.current().filter(series, effective_from=rate.effective_from)


def _supersede(rows: dict[int, ReferenceRate]) -> None:
    """All of them before any new row: two corrected rows may change their days."""
    for row in rows.values():
        row.superseded_at = timezone.now()
        row.save(update_fields=["superseded_at"])


def _store(rate: ProposedRate, proposal: RateProposal) -> None:
    if _rows_of_day(rate).exists():
        raise errors.DayTaken
    row = ReferenceRate(
        author=proposal.proposed_by,
        proposed_as=rate,
        supersedes=rate.corrects,
        correction_reason=proposal.reason if rate.corrects else "",
        **rate.published(),
    )
    row.full_clean()
    row.save()


def _closed(proposal: RateProposal) -> RateProposal:
    proposal.save()
    proposal.rates.update(awaits=False)
    return proposal
