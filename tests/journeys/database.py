"""A look into a running portal's database from outside, and time that passes there."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

from tests.services.live_portal import LivePortal


def rows_of(portal: LivePortal, query: str) -> list[tuple[Any, ...]]:
    """What a query without arguments brings."""
    if portal.mode == "installed":
        with psycopg.connect(portal.env["DATABASE_URL"]) as connection:
            return connection.execute(query.encode()).fetchall()
    with closing(_sqlite(portal)) as database:
        return database.execute(query).fetchall()


def _sqlite(portal: LivePortal) -> sqlite3.Connection:
    path = portal.state_dir / "portal.sqlite3"
    return sqlite3.connect(path, timeout=20, isolation_level=None)


def value_of(portal: LivePortal, query: str) -> Any:
    ((value,),) = rows_of(portal, query)
    return value


def let_time_pass(portal: LivePortal, minutes: int) -> None:
    """Jobs not yet done were promised and sent so much earlier: the sweep's patience is over."""
    then = (datetime.now(UTC) - timedelta(minutes=minutes)).replace(tzinfo=None).isoformat(" ")
    update = (
        f"UPDATE notices_outboxjob SET created_at = '{then}', "  # noqa: S608
        f"sent_at = CASE WHEN sent_at IS NULL THEN NULL ELSE '{then}' END "
        "WHERE done_at IS NULL"
    )
    if portal.mode == "installed":
        with psycopg.connect(portal.env["DATABASE_URL"]) as connection:
            connection.execute(update.replace(f"'{then}'", f"'{then}+00'::timestamptz").encode())
    else:
        with closing(_sqlite(portal)) as database:
            database.execute(update)


def end_all_sessions(portal: LivePortal) -> None:
    """Everybody is signed out, as when sessions have run out."""
    end = "DELETE FROM django_session"
    if portal.mode == "installed":
        with psycopg.connect(portal.env["DATABASE_URL"]) as connection:
            connection.execute(end)
    else:
        with closing(_sqlite(portal)) as database:
            database.execute(end)
