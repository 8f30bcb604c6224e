"""Rates as pages show them: a series with its picture, a proposal's rows before and after."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from languages.amounts import format_date
from languages.text import current_language
from programs.models import ProposedRate, RateProposal, ReferenceRate
from programs.models.reference_rates import PublishedRate
from programs.rate_chart import StepChart, step_chart
from programs.rate_history import Period, Series, series_of
from programs.reference_rates import published_rates

OTHERS = tuple(name for name in PublishedRate.VALUE_NAMES if name != "value_percent")


@dataclass(frozen=True)
class ShownPeriod:
    """``corrected`` are the rows that it stands for now, the latest first."""

    period: Period
    corrected: tuple[ReferenceRate, ...]


@dataclass(frozen=True)
class ShownSeries:
    series: Series
    chart: StepChart | None
    periods: tuple[ShownPeriod, ...]
    title: str


class ShownChange(NamedTuple):
    """A field of a corrected row before and after, in words."""

    label: object
    old: str
    new: str


@dataclass(frozen=True)
class ShownRate:
    """``before`` is the row that counts on the first day now, the corrected one where
    there is one; None where nothing is known. ``changes`` are those beside the value."""

    rate: ProposedRate
    title: str
    before: ReferenceRate | None
    changes: tuple[ShownChange, ...]


def shown_series(*, today: date) -> list[ShownSeries]:
    """Two queries: the rows that count, and those that corrections replaced."""
    replaced = {row.pk: row for row in ReferenceRate.objects.exclude(superseded_at=None).history()}
    return [_shown(one, replaced, today) for one in series_of(published_rates())]


def _shown(one: Series, replaced: dict[int, ReferenceRate], today: date) -> ShownSeries:
    return ShownSeries(
        series=one,
        chart=step_chart(one.stretches(), today=today),
        periods=tuple(ShownPeriod(p, tuple(_replaced_by(p.row, replaced))) for p in one.periods),
        title=title_of(one.newest),
    )


def _replaced_by(row: ReferenceRate, replaced: dict[int, ReferenceRate]) -> Iterable[ReferenceRate]:
    wrong = replaced.get(row.supersedes_id or 0)
    while wrong is not None:
        yield wrong
        wrong = replaced.get(wrong.supersedes_id or 0)


def title_of(rate: PublishedRate) -> str:
    """The name of a series; a CIRR's currency and repayment term with it."""
    parts = [str(rate.get_kind_display())]
    if rate.term_bucket:
        parts += [rate.currency, str(rate.get_term_bucket_display())]
    return ", ".join(parts)


def shown_rates(proposal: RateProposal) -> list[ShownRate]:
    """Every proposed rate with what it would follow or correct; two queries."""
    rates = list(proposal.rates.select_related("corrects"))
    stored = series_rows(ReferenceRate.objects.current().order_by("effective_from"))
    return [
        ShownRate(
            rate=rate,
            title=title_of(rate),
            before=rate.corrects or _counting(stored[rate.series], rate.effective_from),
            changes=tuple(_changes(rate.corrects, rate)) if rate.corrects else (),
        )
        for rate in rates
    ]


def series_rows(rows: Iterable[ReferenceRate]) -> dict[tuple[str, str, str], list[ReferenceRate]]:
    found: dict[tuple[str, str, str], list[ReferenceRate]] = defaultdict(list)
    for row in rows:
        found[row.series].append(row)
    return found


def _counting(rows: list[ReferenceRate], on: date) -> ReferenceRate | None:
    begun = [row for row in rows if row.effective_from <= on]
    return begun[-1] if begun else None


def _changes(old: ReferenceRate, new: ProposedRate) -> Iterable[ShownChange]:
    for name in (*PublishedRate.SERIES_NAMES, "effective_from", *OTHERS):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            label = ProposedRate._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            yield ShownChange(label, _words(old, name), _words(new, name))


def _words(rate: PublishedRate, name: str) -> str:
    value = getattr(rate, name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return format_date(value, current_language(), "short")
    shown = getattr(rate, f"get_{name}_display", None)
    return str(shown()) if shown else str(value or "")
