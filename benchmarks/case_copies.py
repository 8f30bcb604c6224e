"""The benchmark's first cases copied within PostgreSQL, so that 100,000 take seconds.

A copy has an exporter, number, buyer, contract, sum and moment of its own and the words
to find it by. Its answers, findings and events repeat the original's, hashes included:
a check of its chain would fail, and no measured page makes one.
"""

from typing import Any

# Keys of the copies: the original's plus so much for each copy before.
STRIDE = 20_000
SERIAL = "right(old.number, 6)::int"
NEW_SERIAL = f"({SERIAL} + copy * 1000)"
NEW_NUMBER = f"left(old.number, 8) || lpad({NEW_SERIAL}::text, 6, '0')"
EARLIER = "copy * interval '15 minutes'"


def multiply(times: int) -> None:
    """Exporters, cases and histories, until there are ``times`` as many."""
    from django.db import connection, transaction

    from accounts.models import Organisation
    from applications.models import Case, CaseEvent, CheckRun, Submission

    with transaction.atomic(), connection.cursor() as cursor:
        # Copies point to copies: the keys need no checking, row by row.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL work_mem = '256MB'")
        for model, changed in (
            (Case, _case()),
            (Submission, {"case_id": _moved("case_id")}),
            (CheckRun, {"submission_id": _moved("submission_id")}),
            (CaseEvent, {"case_id": _moved("case_id")}),
        ):
            cursor.execute(_insert(model, changed), [times - 1])
        exporters = _insert(Organisation, _organisation()) + " AND old.kind = 'exporter'"
        cursor.execute(exporters, [times - 1])


def _moved(column: str) -> str:
    return f"old.{column} + copy * {STRIDE}"


def _organisation() -> dict[str, str]:
    number = "lpad((old.business_number::bigint + copy * 1000000)::text, 12, '0')"
    return {
        "business_number": number,
        "name_kk": "old.name_kk || ' ' || copy",
        "name_ru": "old.name_ru || ' ' || copy",
    }


def _case() -> dict[str, str]:
    earlier = ("first_submitted_at", "submitted_at", "concluded_at", "decided_at")
    return {
        "number": NEW_NUMBER,
        "organisation_id": _moved("organisation_id"),
        "buyer_name": _renumbered("buyer_name", " {} LLC"),
        "contract_number": _renumbered("contract_number", "EX-{}/17"),
        "contract_key": "old.contract_key || '|' || copy",
        "financing_amount": "old.financing_amount + copy * 1000",
        "search_text": _search_text(),
        **{column: f"old.{column} - {EARLIER}" for column in earlier},
    }


def _renumbered(column: str, pattern: str, text: str = "") -> str:
    before, after = pattern.split("{}")
    return (
        f"replace({text or 'old.' + column}, '{before}' || {SERIAL} || '{after}',"
        f" '{before}' || {NEW_SERIAL} || '{after}')"
    )


def _search_text() -> str:
    squeezed = "lower(replace({}, '-', ''))"
    numbered = (
        f"replace(old.search_text, {squeezed.format('old.number')}, {squeezed.format(NEW_NUMBER)})"
    )
    named = _renumbered("", " {} llc", numbered)
    return _renumbered("", "ex{}17", named)


def _insert(model: Any, changed: dict[str, str]) -> str:
    columns = [field.column for field in model._meta.concrete_fields if not field.generated]
    told = {"id": _moved("id"), **changed}
    values = ", ".join(told.get(column, f"old.{column}") for column in columns)
    table = model._meta.db_table
    chosen = f"SELECT {values} FROM {table} AS old"  # noqa: S608 - all of it stands in this file
    copied = f"CROSS JOIN generate_series(1, %s) AS copy WHERE old.id < {STRIDE}"
    return f"INSERT INTO {table} ({', '.join(columns)}) {chosen} {copied}"
