"""Seeded portfolio registers of any size, written as the CSV a reporter uploads.

    .venv/bin/python -m benchmarks.register_files 1000000 register.csv [--seed 1]

The same rows, seed and day give the same bytes. About 4 % of the balance is overdue
more than 90 days, every fiftieth such loan is written off, every thirtieth loan is in
dollars or euros. DuckDB writes row by row, so five million rows take little memory.
"""

# Only whole numbers, a day and our own path go into the SQL.
# ruff: noqa: S608

import argparse
from datetime import date
from pathlib import Path

import duckdb

CUT_OFF = date(2026, 3, 31)
# Primes: each column walks its own cycle through the rows, alike on every machine.
DRAW = "((i * {factor} + {seed} * 7919 + i // 1009 * 31) % {modulus})"


def write_register(path: Path, rows: int, *, seed: int = 1, cut_off: date = CUT_OFF) -> Path:
    """``rows`` faultless loans at ``path``, with headings."""
    with duckdb.connect(config={"threads": 1, "memory_limit": "300MB"}) as engine:
        engine.execute(
            f"COPY ({_loans(rows, seed, cut_off)}) TO '{path}' (FORMAT csv, HEADER true)"
        )
    return path


def _loans(rows: int, seed: int, cut_off: date) -> str:
    day = f"DATE '{cut_off.isoformat()}'"
    written_off = "(days > 90 AND i % 50 = 0)"
    return f"""
        SELECT 'L-' || lpad(i::VARCHAR, 9, '0') AS loan_identifier,
            lpad(borrower::VARCHAR, 12, '0') AS counterparty_identifier,
            {day} AS cut_off_date,
            CASE WHEN i % 30 > 0 THEN 'KZT' WHEN i % 60 = 0 THEN 'USD' ELSE 'EUR' END AS currency,
            principal AS principal_balance,
            interest AS accrued_interest,
            days AS days_past_due,
            CASE WHEN days > 90 THEN principal WHEN days > 0 THEN
                (principal / 4)::DECIMAL(20, 2) ELSE 0.00 END AS past_due_principal,
            CASE WHEN days > 0 THEN interest ELSE 0.00 END AS past_due_interest,
            CASE WHEN days > 90 THEN (principal / 2)::DECIMAL(20, 2)
                ELSE (principal / 100)::DECIMAL(20, 2) END AS provision_amount,
            NOT {written_off} AS on_balance_sheet,
            CASE WHEN {written_off} THEN {day} - (days % 60)::INTEGER END AS chargeoff_date,
            CASE WHEN i % 7 = 0 THEN 50 WHEN i % 11 = 0 THEN 150 ELSE 100 END AS risk_weight
        FROM ({_drawn(rows, seed)})"""


def _drawn(rows: int, seed: int) -> str:
    """The figures the columns are made of, in whole tiyn and days."""

    def draw(factor: int, modulus: int) -> str:
        return DRAW.format(factor=factor, seed=seed, modulus=modulus)

    return f"""
        SELECT i, 10000000000 + {draw(48271, 89_999_999_977)} AS borrower,
            ({draw(7_654_321, 99_999_989)} / 100.0)::DECIMAL(20, 2) AS principal,
            ({draw(69_621, 999_983)} / 100.0)::DECIMAL(20, 2) AS interest,
            CASE WHEN {draw(16807, 100)} < 88 THEN 0
                WHEN {draw(16807, 100)} < 96 THEN 1 + {draw(40014, 90)}
                ELSE 91 + {draw(40692, 700)} END AS days
        FROM range(1, {rows} + 1) AS numbered(i)"""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", type=int)
    parser.add_argument("path", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    write_register(given.path, given.rows, seed=given.seed)


if __name__ == "__main__":
    main()
