"""The dated values that checks compare with, each read once for as many cases as ask."""

from datetime import date

from applications.checks import facts as known
from applications.checks.finding import Source
from applications.commitments import committed
from applications.frozen_reference import Reference, look_up, rate_of
from applications.models import (
    GoodsListEdition,
    OrderEdition,
    SubsidyBudget,
)
from norms.hash_chain import sha256_of
from norms.parameters import NormNotInForce, norm
from programs.interest_subsidy import ReferenceKind, reference_kind, term_bucket
from programs.subsidy_calculation import TERM_NORM


class DatedValues:
    """As the portal knows them now; an instance lives as long as one page or one batch."""

    def __init__(self) -> None:
        self._lists: dict[date, known.GoodsList | None] = {}
        self._editions: dict[date, known.Edition | None] = {}
        self._rates: dict[tuple[str, str, date], known.KnownReference | None] = {}
        self._budgets: dict[int, known.Budget | None] = {}

    def goods_list(self, on: date) -> known.GoodsList | None:
        if on not in self._lists:
            self._lists[on] = _goods_list(on)
        return self._lists[on]

    def edition(self, on: date) -> known.Edition | None:
        if on not in self._editions:
            row = OrderEdition.objects.in_force(on).first()
            self._editions[on] = edition_facts(row) if row else None
        return self._editions[on]

    def published(
        self, currency: str, term_months: int, *, on: date
    ) -> known.KnownReference | None:
        is_cirr = reference_kind(currency) == ReferenceKind.CIRR
        key = (currency, str(term_bucket(term_months)) if is_cirr else "", on)
        if key not in self._rates:
            self._rates[key] = reference_facts(look_up(currency, term_months, on=on))
        return self._rates[key]

    def budget(self, year: int) -> known.Budget | None:
        if year not in self._budgets:
            self._budgets[year] = _budget(year)
        return self._budgets[year]


def edition_facts(row: OrderEdition) -> known.Edition:
    return known.Edition(row.act, row.effective_from, row.source, row.verified)


def reference_facts(reference: Reference) -> known.KnownReference | None:
    """A frozen or found reference as the checks know it, None where there is none."""
    rate = rate_of(reference)
    if rate is None:
        return None
    return known.KnownReference(
        str(rate.kind), rate.value_percent, rate.source, rate.effective_from
    )


def maximum_term(on: date) -> known.TermNorm | None:
    try:
        found = norm(TERM_NORM, on=on)
    except NormNotInForce:
        return None
    if found.value is None:
        return None
    entry = found.entry
    source = Source(
        sure=entry.source.value,
        act=f"№ {entry.act.number}",
        act_date=entry.act.adopted_on.isoformat(),
        paragraph=entry.paragraph or "",
        annex=entry.annex or "",
        effective_from=entry.effective_from.isoformat(),
        verified=entry.verified,
    )
    return known.TermNorm(int(found.value), source)


def _goods_list(on: date) -> known.GoodsList | None:
    edition = GoodsListEdition.objects.started(on).first()
    if edition is None:
        return None
    prefixes = frozenset(edition.entries.values_list("hs_prefix", flat=True))
    return known.GoodsList(
        title=edition.title,
        effective_from=edition.effective_from,
        source=edition.source,
        is_sample=edition.is_sample,
        prefixes=prefixes,
        sha256=sha256_of(sorted(prefixes)),
    )


def _budget(year: int) -> known.Budget | None:
    row = SubsidyBudget.objects.filter(year=year).first()
    if row is None:
        return None
    taken, uncounted = committed(year, row.currency)
    return known.Budget(year, row.amount, row.currency, row.source, taken, uncounted)
