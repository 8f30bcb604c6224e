"""Questions to an accepted register: its sums, its buckets, the loans behind a figure."""

# Only constants, whole numbers and our own paths go into the SQL.
# ruff: noqa: S608

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from files.models import StoredFile
from norms.parameters import NormNotInForce, norm
from prudential.columnar import columnar_engine, local_path, quoted, working_folder
from prudential.mfo_ratios import PortfolioFigures

BALANCE = "(principal_balance + accrued_interest)"
PAST_DUE = "(past_due_principal + past_due_interest)"
AMOUNTS = (
    "principal_balance",
    "accrued_interest",
    "past_due_principal",
    "past_due_interest",
    "provision_amount",
)
ZERO = Decimal("0.00")
FIRST_ROW = 2
"""The number of the first loan's row in the uploaded file, below the headings."""
Ask = Callable[[str], list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Bucket:
    """Loans overdue from ``first_day`` to ``last_day`` days (None: no end)."""

    first_day: int
    last_day: int | None
    loans: int
    balance: Decimal


@dataclass(frozen=True)
class Portfolio:
    """A register's sums in tenge: what the share reads, and what explains it."""

    figures: PortfolioFigures
    loans: int
    loans_over: int
    written_off_over: Decimal
    """The part of MM90 already off the balance sheet."""
    provisions_over: Decimal
    buckets: tuple[Bucket, ...]


class Loan(NamedTuple):
    file_row: int
    loan_identifier: str
    counterparty_identifier: str
    currency: str
    balance: Decimal
    days_past_due: int
    past_due: Decimal
    provision_amount: Decimal
    on_balance_sheet: bool
    chargeoff_date: date | None


def measure_portfolio(content: StoredFile, *, on: date) -> Portfolio:
    """One scan of the register; loans count where they are overdue more than the threshold."""
    threshold = overdue_threshold(on)
    with _stored(content) as (ask, path):
        rows = ask(_by_bucket(threshold, path))
    total = _Totals(rows)
    over = _Totals([row for row in rows if row[0] > threshold])
    return Portfolio(
        figures=PortfolioFigures(over.balance, total.balance, over.past_due),
        loans=total.loans,
        loans_over=over.loans,
        written_off_over=over.written_off,
        provisions_over=over.provisions,
        buckets=tuple(_buckets(rows, threshold)),
    )


def overdue_threshold(on: date) -> int:
    """Days; before the norm's life its first value, so that the parts can still be shown."""
    try:
        found = norm("mfo/overdue_90_days", on=on)
    except NormNotInForce as error:
        found = norm("mfo/overdue_90_days", on=error.first_day)
    return int(found.required_value())


def loans_of(
    content: StoredFile, *, over_days: int | None, offset: int, limit: int
) -> tuple[int, list[Loan]]:
    """How many loans, and a page of them, largest balance first; ``over_days`` narrows."""
    where = "" if over_days is None else f"WHERE days_past_due > {int(over_days)}"
    page = (
        "SELECT file_row, loan_identifier, counterparty_identifier, currency,"
        f" {BALANCE}, days_past_due, {PAST_DUE}, provision_amount, on_balance_sheet,"
        f" chargeoff_date FROM register {where}"
        f" ORDER BY {BALANCE} DESC, file_row LIMIT {int(limit)} OFFSET {int(offset)}"
    )
    with _stored(content) as (ask, path):
        ask(_numbered(path))
        count = ask(f"SELECT count(*) FROM register {where}")[0][0]
        return count, [Loan(*row) for row in ask(page)]


def _bounds(threshold: int) -> list[tuple[int, int | None]]:
    """0, thirds up to the threshold, and beyond: 0 / 1–30 / 31–60 / 61–90 / 91 and more."""
    step = threshold // 3
    inner = [(1 + step * n, step * (n + 1)) for n in range(2)]
    return [(0, 0), *inner, (1 + 2 * step, threshold), (threshold + 1, None)]


def _by_bucket(threshold: int, path: str) -> str:
    """Sums by bucket in one scan: by day first, which costs the engine least.

    Each column is summed before columns are added to each other: two amounts added loan by
    loan no longer fit 64 bits and are slower to sum.
    """
    first_days = sorted((first for first, _last in _bounds(threshold)), reverse=True)
    bucket = " ".join(f"WHEN days_past_due >= {first} THEN {first}" for first in first_days)
    by_day = (
        "SELECT days_past_due, on_balance_sheet, count(*) AS loans,"
        f" {', '.join(f'sum({name}) AS {name}' for name in AMOUNTS)}"
        f" FROM read_parquet({path}) GROUP BY days_past_due, on_balance_sheet"
    )
    return (
        f"SELECT CASE {bucket} END AS bucket, sum(loans), sum({BALANCE}), sum({PAST_DUE}),"
        f" coalesce(sum({BALANCE}) FILTER (NOT on_balance_sheet), 0.00), sum(provision_amount)"
        f" FROM ({by_day}) GROUP BY bucket ORDER BY bucket"
    )


class _Totals:
    def __init__(self, rows: list[tuple[Any, ...]]) -> None:
        self.loans = sum(row[1] for row in rows)
        self.balance: Decimal = sum((row[2] for row in rows), ZERO)
        self.past_due: Decimal = sum((row[3] for row in rows), ZERO)
        self.written_off: Decimal = sum((row[4] for row in rows), ZERO)
        self.provisions: Decimal = sum((row[5] for row in rows), ZERO)


def _buckets(rows: list[tuple[Any, ...]], threshold: int) -> Iterator[Bucket]:
    found = {row[0]: row for row in rows}
    for first, last in _bounds(threshold):
        row = found.get(first, (first, 0, ZERO))
        yield Bucket(first, last, row[1], row[2])


def _numbered(path: str) -> str:
    """Makes the stored rows the view ``register``, each with its row in the uploaded file."""
    return (
        "CREATE VIEW register AS SELECT"
        " COLUMNS(lambda name: name NOT IN ('file_row', 'file_row_number')),"
        f" file_row_number + {FIRST_ROW} AS file_row"
        f" FROM read_parquet({path}, file_row_number = true)"
    )


@contextmanager
def _stored(content: StoredFile) -> Iterator[tuple[Ask, str]]:
    """A connection, and the path of the accepted rows as its literal."""
    with working_folder() as folder:
        path = local_path(content, folder)
        with columnar_engine(folder, path) as engine:
            yield lambda sql: engine.execute(sql).fetchall(), quoted(path)
