"""Which reference rate a subsidy is measured by on a day, and what is published.

Order № 389-НҚ of 30.09.2022: tenge by half the National Bank's base rate, roubles by
half the Bank of Russia's key rate, other currencies by the CIRR of the repayment term.
The share that counts is a norm. A rate we do not know is named, never guessed.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from norms.parameters import NormNotInForce, norm
from programs.interest_subsidy import ReferenceKind, reference_kind, term_bucket
from programs.models import RateSeries, ReferenceRate
from programs.models.reference_rates import PublishedRate

HUNDRED = Decimal(100)
SERIES = {
    ReferenceKind.HALF_BASE_RATE: RateSeries.BASE_RATE,
    ReferenceKind.HALF_KEY_RATE: RateSeries.KEY_RATE,
    ReferenceKind.CIRR: RateSeries.CIRR,
}
SHARE_NORMS = {
    ReferenceKind.HALF_BASE_RATE: "subsidy/reference_share_base_rate",
    ReferenceKind.HALF_KEY_RATE: "subsidy/reference_share_key_rate",
    ReferenceKind.CIRR: "subsidy/reference_share_cirr",
}


class NotKnownReason(StrEnum):
    NO_ROW = "no_row"
    """Nothing is published, or our sources begin later."""
    SERIES_ENDED = "series_ended"
    """The rate was discontinued."""
    NOT_KNOWN_AFTER = "not_known_after"
    """The last value we know is known to hold only until an earlier day."""
    SHARE_NOT_IN_FORCE = "share_not_in_force"
    """The order did not say on that day which share of the rate counts."""


@dataclass(frozen=True)
class ReferenceRateInForce:
    """The rate on a day: ``published_percent``, and ``value_percent``, the share of it
    that the subsidy is measured by. Both in percent a year. ``verified``: somebody has
    compared the value with the publication."""

    kind: ReferenceKind
    value_percent: Decimal
    published_percent: Decimal
    source: str
    effective_from: date
    verified: bool = False


@dataclass(frozen=True)
class ReferenceRateNotKnown:
    """No rate for the subsidy is known on that day, and why."""

    kind: ReferenceKind
    currency: str
    term_bucket: str
    on: date
    reason: NotKnownReason


def rate_in_force(
    currency: str, term_months: int, *, on: date
) -> ReferenceRateInForce | ReferenceRateNotKnown:
    """The reference rate for a financing in ``currency`` (ISO 4217) on the day ``on``.

    ``term_months`` picks the CIRR's repayment term and does not matter otherwise.
    """
    asked = _asked(currency, term_months)
    series = ReferenceRate.objects.filter(
        kind=SERIES[asked.kind], currency=currency, term_bucket=asked.term_bucket
    )
    return _answer(asked, series.started(on).first(), on)


class RateBook:
    """Rates by series in memory: the same answers as ``rate_in_force``, without queries.

    Its rows may be others than those stored, such as the stored ones with a proposal's.
    """

    def __init__(self, rows: Iterable[PublishedRate]) -> None:
        self._series: dict[tuple[str, str, str], list[PublishedRate]] = defaultdict(list)
        for row in sorted(rows, key=lambda one: one.effective_from):
            self._series[row.series].append(row)

    def rate(
        self, currency: str, term_months: int, *, on: date
    ) -> ReferenceRateInForce | ReferenceRateNotKnown:
        """The reference rate for a financing on the day ``on``, by these rows."""
        asked = _asked(currency, term_months)
        rows = self._series[SERIES[asked.kind].value, currency, asked.term_bucket]
        begun = [row for row in rows if row.effective_from <= on]
        return _answer(asked, begun[-1] if begun else None, on)


class _Asked(NamedTuple):
    kind: ReferenceKind
    currency: str
    term_bucket: str


def _asked(currency: str, term_months: int) -> _Asked:
    kind = reference_kind(currency)
    bucket = term_bucket(term_months).value if kind == ReferenceKind.CIRR else ""
    return _Asked(kind, currency, bucket)


def _answer(
    asked: _Asked, row: PublishedRate | None, on: date
) -> ReferenceRateInForce | ReferenceRateNotKnown:
    reason, share = _why_not_known(row, on), _share(asked.kind, on)
    if row is None or row.value_percent is None or reason or share is None:
        reason = reason or NotKnownReason.SHARE_NOT_IN_FORCE
        return ReferenceRateNotKnown(*asked, on=on, reason=reason)
    return ReferenceRateInForce(
        kind=asked.kind,
        value_percent=row.value_percent * share / HUNDRED,
        published_percent=row.value_percent,
        source=row.source,
        effective_from=row.effective_from,
        verified=row.verified,
    )


def _why_not_known(row: PublishedRate | None, on: date) -> NotKnownReason | None:
    if row is None:
        return NotKnownReason.NO_ROW
    if row.ends_series:
        return NotKnownReason.SERIES_ENDED
    if row.known_until and on > row.known_until:
        return NotKnownReason.NOT_KNOWN_AFTER
    return None


def _share(kind: ReferenceKind, on: date) -> Decimal | None:
    try:
        return norm(SHARE_NORMS[kind], on=on).value
    except NormNotInForce:
        return None


def published_rates(
    *, kind: str = "", currency: str = "", on: date | None = None
) -> list[ReferenceRate]:
    """Published rows by series, newest first; with ``on`` only what is known on that day."""
    rows = ReferenceRate.objects.current()
    if on is not None:
        rows = rows.in_force(on)
    if kind:
        rows = rows.filter(kind=kind)
    if currency:
        rows = rows.filter(currency=currency)
    return list(rows.history())
