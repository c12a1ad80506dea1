"""What checks ask a PostgreSQL server about the student's code."""

from __future__ import annotations

import time
from typing import Any

import psycopg

from autograder.contract import Student
from autograder.probes import postgres_rows as probes
from workbook import services

__all__ = ["as_superuser", "open_connections", "rows"]

OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
SECONDS = 2  # for a connection that was closed to be gone on the server, too


def rows(student: Student, url: str, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """Return what *sql* selects in a student's database; a missing table has no rows.

    Bytes come as hex, and moments as text.
    """
    found = student.aside(probes.rows, url, sql, list(parameters))
    return [tuple(row) for row in found]


def open_connections(url: str) -> int:
    """Count the connections to a database, once the closed ones had time to go."""
    deadline, name = time.monotonic() + SECONDS, url.rpartition("/")[2]
    # Asked elsewhere: in a database of theirs, these names may mean something else.
    with psycopg.connect(services.postgres(), autocommit=True) as server:
        while (left := _others(server, name)) and time.monotonic() < deadline:
            time.sleep(0.02)
    return left


def as_superuser(url: str) -> str:
    """Return the URL of the same database for the account that `services.postgres` gives."""
    return f"{services.postgres().rpartition('/')[0]}/{url.rpartition('/')[2]}"


def _others(server: psycopg.Connection[Any], name: str) -> int:
    row = server.execute(OTHERS, [name]).fetchone()
    return int(row[0]) if row else 0
