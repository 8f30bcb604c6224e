"""What a proposal of rates would change, before anybody approves it.

This room knows the rates, not the cases that rely on them. A room above fills
``effect_on_cases`` in when it starts; its answer holds plain figures only.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple, Protocol

from programs.models import RateProposal, ReferenceRate
from programs.models.reference_rates import PublishedRate
from programs.reference_rates import RateBook


class Outcome(NamedTuple):
    """Rates in percent a year, the whole subsidy in the financing's currency.

    All None where the reference is not known; ``subsidy`` also where the figures give no
    schedule.
    """

    reference: Decimal | None = None
    subsidised: Decimal | None = None
    borrower: Decimal | None = None
    subsidy: Decimal | None = None


@dataclass(frozen=True)
class CaseChange:
    """One financing before and after. ``number`` is empty for a draft, which has none.

    ``on`` is the day whose reference rate is meant. Neither answers nor names are here:
    who keeps the rates is no reader of cases.
    """

    number: str
    state: str
    state_label: str
    currency: str
    on: date
    before: Outcome
    after: Outcome


@dataclass(frozen=True)
class Effect:
    """``more_cases`` and ``more_drafts`` change too and are not listed.

    ``kept`` open cases rely on a known rate that a proposed one contradicts: they keep it.
    """

    cases: Sequence[CaseChange] = field(default=())
    drafts: Sequence[CaseChange] = field(default=())
    more_cases: int = 0
    more_drafts: int = 0
    kept: int = 0


@dataclass(frozen=True)
class Books:
    """The rates that count now and those that would; both known on ``today`` and later."""

    before: RateBook
    after: RateBook
    proposed: Sequence[PublishedRate]
    today: date


class EffectOnCases(Protocol):
    def __call__(self, books: Books) -> Effect: ...


_registered: list[EffectOnCases] = []


def register_effect(report: EffectOnCases) -> None:
    """Called once by the room that knows the cases; a second call takes the first's place."""
    _registered[:] = [report]


def effect_of(proposal: RateProposal, *, today: date) -> Effect:
    """What approving would change; empty where no room of cases is installed."""
    if not _registered:
        return Effect()
    return _registered[0](books_of(proposal, today=today))


def books_of(proposal: RateProposal, *, today: date) -> Books:
    """The stored rates, and the same with the proposal's in place of those it corrects."""
    stored = list(ReferenceRate.objects.current())
    proposed = list(proposal.rates.all())
    corrected = {rate.corrects_id for rate in proposed}
    kept = [row for row in stored if row.pk not in corrected]
    return Books(RateBook(stored), RateBook([*kept, *proposed]), proposed, today)
