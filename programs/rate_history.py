"""A series of published rates as periods, with what we do not know between them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from programs.models.reference_rates import ReferenceRate
from programs.rate_chart import Stretch

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """``row`` holds from its first day to ``last_day`` (None: until a next row comes).

    ``unknown_from`` to ``unknown_to`` follows it: days without a known value, open-ended
    where no later row is known.
    """

    row: ReferenceRate
    last_day: date | None
    unknown_from: date | None = None
    unknown_to: date | None = None


@dataclass(frozen=True)
class Series:
    """One rate's whole history, newest period first."""

    kind: str
    currency: str
    term_bucket: str
    periods: tuple[Period, ...]

    @property
    def newest(self) -> ReferenceRate:
        return self.periods[0].row

    def stretches(self) -> list[Stretch]:
        """The same for a picture, oldest first: values, gaps and ends."""
        return [one for period in reversed(self.periods) for one in _stretches(period)]


def series_of(rows: Iterable[ReferenceRate]) -> list[Series]:
    """Rows sorted by series, newest first, as ``ReferenceRateQuerySet.history`` gives them."""
    return [
        Series(*names, periods=tuple(_periods(list(members))))
        for names, members in groupby(rows, key=_series)
    ]


def _stretches(period: Period) -> Iterable[Stretch]:
    row = period.row
    yield Stretch(row.effective_from, period.last_day, row.value_percent)
    if period.unknown_from:
        yield Stretch(period.unknown_from, period.unknown_to, None, is_unknown=True)


def _series(row: ReferenceRate) -> tuple[str, str, str]:
    return row.kind, row.currency, row.term_bucket


def _periods(newest_first: list[ReferenceRate]) -> Iterable[Period]:
    following: ReferenceRate | None = None
    for row in newest_first:
        yield _period(row, following)
        following = row


def _period(row: ReferenceRate, following: ReferenceRate | None) -> Period:
    eve = following.effective_from - DAY if following else None
    known = row.known_until
    if row.ends_series or known is None or (eve is not None and known >= eve):
        return Period(row=row, last_day=eve)
    return Period(row=row, last_day=known, unknown_from=known + DAY, unknown_to=eve)
