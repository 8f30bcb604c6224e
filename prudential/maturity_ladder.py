"""Maturity ladders of banks: the notes to annexes 7, 9 and 10 of № 358.

Each financial position stands at its earliest callable term; assets and contingent
liabilities net of special provisions. Row 1 takes highly liquid assets and demand
obligations; rows 1–5 are cumulative; row 7 is row 5 plus row 6. The bounds of rows 2–6
are a dated setting that is not verified against the act.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from norms.parameters import norm
from norms.schema import NormValue
from prudential.country_ratings import TENGE, CurrencyGroup, currency_group

LADDER_VERSION = "bank.maturity_ladder/1"
LADDER_NORMS = ("bank/maturity_buckets",)

ROW_ON_DEMAND, LAST_CUMULATIVE_ROW, ROW_LATEST, ROW_TOTAL = 1, 5, 6, 7


class Annex(StrEnum):
    ALL_CURRENCIES = "7"
    FOREIGN_CURRENCY = "9"
    TENGE = "10"


class PositionKind(StrEnum):
    ASSET = "asset"
    LIABILITY = "liability"
    CONTINGENT = "contingent"


@dataclass(frozen=True)
class Position:
    """One position in tenge; ``earliest_callable`` may be None for row 1 alone."""

    kind: PositionKind
    currency: str
    amount: Decimal
    earliest_callable: date | None = None
    special_provision: Decimal = Decimal(0)
    is_liquid_or_on_demand: bool = False
    is_financial: bool = True
    country_rating: str | None = None

    @property
    def net(self) -> Decimal:
        """What the ladder takes: liabilities have no provision deducted."""
        if self.kind is PositionKind.LIABILITY:
            return self.amount
        return self.amount - self.special_provision


class PositionFault(StrEnum):
    NO_TERM = "no_term"
    IMPOSSIBLE_AMOUNT = "impossible_amount"
    PROVISION_ABOVE_AMOUNT = "provision_above_amount"


class InvalidPosition(ValueError):
    """A position that has no place in a ladder, by its number in the file (from 1)."""

    def __init__(self, number: int, fault: PositionFault) -> None:
        super().__init__(f"position {number}: {fault}")
        self.number = number
        self.fault = fault


@dataclass(frozen=True)
class LadderRow:
    row: int
    assets: Decimal
    liabilities: Decimal
    contingent: Decimal


@dataclass(frozen=True)
class Reconciliation:
    """A column's total against the balance sheet (notes to the annexes).

    The balance sheet less row 7 must equal what the note names (``explained``).
    """

    name: str
    balance_sheet: Decimal
    row_total: Decimal
    explained: Decimal

    @property
    def difference(self) -> Decimal:
        return self.balance_sheet - self.row_total - self.explained

    @property
    def holds(self) -> bool:
        return self.difference == 0


@dataclass(frozen=True)
class BalanceSheet:
    """Totals of the balance sheet in tenge, liabilities with special provisions."""

    assets: Decimal
    liabilities: Decimal


@dataclass
class LadderTotals:
    """Sums from which a ladder follows, whatever engine made them.

    ``by_row`` holds net financial amounts of the annex's currencies by own row, not yet
    cumulative. The rest is what the reconciliations name.
    """

    by_row: dict[tuple[int, PositionKind], Decimal] = field(default_factory=dict)
    not_in_ladder: dict[PositionKind, Decimal] = field(default_factory=dict)
    """Net non-financial positions, and every position of the other currency side."""
    special_provisions: Decimal = Decimal(0)

    def add(self, row: int, kind: PositionKind, amount: Decimal) -> None:
        self.by_row[row, kind] = self.by_row.get((row, kind), Decimal(0)) + amount

    def add_outside(self, kind: PositionKind, amount: Decimal) -> None:
        self.not_in_ladder[kind] = self.not_in_ladder.get(kind, Decimal(0)) + amount


@dataclass(frozen=True)
class MaturityLadder:
    formula_version: str
    annex: Annex
    rows: tuple[LadderRow, ...]
    by_currency_group: Mapping[CurrencyGroup, tuple[LadderRow, ...]]
    """Annex 9 alone: its rows for each group of foreign currencies."""
    reconciliations: tuple[Reconciliation, ...]
    norm: NormValue


def maturity_ladder(
    annex: Annex,
    positions: Iterable[Position],
    *,
    on: date,
    balance_sheet: BalanceSheet | None = None,
) -> MaturityLadder:
    """The ladder of an annex as of a day.

    Without a balance sheet, the one that the positions themselves add up to is taken.
    Raises InvalidPosition, UnknownRating and NormNotInForce.
    """
    buckets = norm("bank/maturity_buckets", on=on)
    book = tuple(positions)
    for number, position in enumerate(book, start=1):
        _check(number, position)
    totals = ladder_totals(annex, book, buckets)
    balance_sheet = balance_sheet or implied_balance_sheet(book)
    rows = ladder_rows(totals.by_row)
    return MaturityLadder(
        formula_version=LADDER_VERSION,
        annex=annex,
        rows=rows,
        by_currency_group=_rows_by_group(annex, book, buckets),
        reconciliations=reconciliations(rows[-1], totals, balance_sheet),
        norm=buckets,
    )


def belongs(annex: Annex, currency: str) -> bool:
    """Whether a currency is on the annex's side."""
    if annex is Annex.ALL_CURRENCIES:
        return True
    return (currency == TENGE) is (annex is Annex.TENGE)


def own_row(position: Position, buckets: NormValue) -> int:
    """The row a position stands in, before cumulating: 1 to 6.

    A term that has passed counts as the nearest one.
    """
    if position.is_liquid_or_on_demand or position.earliest_callable is None:
        return ROW_ON_DEMAND
    days = (position.earliest_callable - buckets.on).days
    row = buckets.bracket_for(Decimal(days))
    if row is None:
        raise ValueError(f"{buckets.name} names no row on {buckets.on}")
    return int(row)


def ladder_totals(annex: Annex, positions: Iterable[Position], buckets: NormValue) -> LadderTotals:
    totals = LadderTotals()
    for position in positions:
        if position.kind is not PositionKind.LIABILITY:
            totals.special_provisions += position.special_provision
        if position.is_financial and belongs(annex, position.currency):
            totals.add(own_row(position, buckets), position.kind, position.net)
        else:
            totals.add_outside(position.kind, position.net)
    return totals


def ladder_rows(by_row: Mapping[tuple[int, PositionKind], Decimal]) -> tuple[LadderRow, ...]:
    """Rows 1–5 cumulative, row 6 as it is, row 7 = row 5 + row 6."""
    columns = [_column(by_row, kind) for kind in PositionKind]
    return tuple(
        LadderRow(row, *amounts) for row, *amounts in zip(range(1, 8), *columns, strict=True)
    )


def _column(
    by_row: Mapping[tuple[int, PositionKind], Decimal], kind: PositionKind
) -> list[Decimal]:
    own = [by_row.get((row, kind), Decimal(0)) for row in range(1, ROW_TOTAL)]
    cumulative = [sum(own[: row + 1], Decimal(0)) for row in range(LAST_CUMULATIVE_ROW)]
    return [*cumulative, own[-1], cumulative[-1] + own[-1]]


def _rows_by_group(
    annex: Annex, book: Iterable[Position], buckets: NormValue
) -> Mapping[CurrencyGroup, tuple[LadderRow, ...]]:
    if annex is not Annex.FOREIGN_CURRENCY:
        return {}
    members: dict[CurrencyGroup, list[Position]] = {group: [] for group in CurrencyGroup}
    for position in book:
        if position.currency != TENGE:
            group = currency_group(position.currency, position.country_rating)
            members[group].append(position)
    return {
        group: ladder_rows(ladder_totals(annex, positions, buckets).by_row)
        for group, positions in members.items()
    }


def implied_balance_sheet(positions: Iterable[Position]) -> BalanceSheet:
    """The balance sheet of a book that leaves nothing out."""
    assets = liabilities = Decimal(0)
    for position in positions:
        if position.kind is PositionKind.ASSET:
            assets += position.net
        if position.kind is PositionKind.LIABILITY:
            liabilities += position.net
        else:
            liabilities += position.special_provision
    return BalanceSheet(assets, liabilities)


def reconciliations(
    total: LadderRow, totals: LadderTotals, balance_sheet: BalanceSheet
) -> tuple[Reconciliation, ...]:
    """The two columns that the notes compare with the balance sheet.

    What remains of the assets is non-financial or on the other currency side; of the
    liabilities likewise, with the special provisions.
    """
    outside = totals.not_in_ladder
    other_assets = outside.get(PositionKind.ASSET, Decimal(0))
    other_liabilities = outside.get(PositionKind.LIABILITY, Decimal(0))
    explained = totals.special_provisions + other_liabilities
    return (
        Reconciliation("assets", balance_sheet.assets, total.assets, other_assets),
        Reconciliation("liabilities", balance_sheet.liabilities, total.liabilities, explained),
    )


def _check(number: int, position: Position) -> None:
    amounts = (position.amount, position.special_provision)
    if not all(amount.is_finite() and amount >= 0 for amount in amounts):
        raise InvalidPosition(number, PositionFault.IMPOSSIBLE_AMOUNT)
    if position.special_provision > position.amount:
        raise InvalidPosition(number, PositionFault.PROVISION_ABOVE_AMOUNT)
    has_term = position.is_liquid_or_on_demand or position.earliest_callable is not None
    if position.is_financial and not has_term:
        raise InvalidPosition(number, PositionFault.NO_TERM)
