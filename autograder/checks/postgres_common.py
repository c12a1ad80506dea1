"""What checks ask a PostgreSQL server about the student's code."""

from __future__ import annotations

import time
from typing import Any

import psycopg

from workbook import services

__all__ = ["as_superuser", "open_connections"]

OTHERS = (
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid != pg_backend_pid()"
)
SECONDS = 2  # for a connection that was closed to be gone on the server, too


def open_connections(url: str) -> int:
    """Count the connections of others to a database, once the closed ones had time to go."""
    deadline = time.monotonic() + SECONDS
    with psycopg.connect(url, autocommit=True) as server:
        while (left := _others(server)) and time.monotonic() < deadline:
            time.sleep(0.02)
    return left


def as_superuser(url: str) -> str:
    """Return the URL of the same database for the account that `services.postgres` gives."""
    return f"{services.postgres().rpartition('/')[0]}/{url.rpartition('/')[2]}"


def _others(server: psycopg.Connection[Any]) -> int:
    row = server.execute(OTHERS).fetchone()
    return int(row[0]) if row else 0
