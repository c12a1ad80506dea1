"""Probes that ask a PostgreSQL about what the student's code left there, beside none of it.

The tables are the student's: a view may compute for ever, and a value be as large as it likes.
Here that meets the walls' limits.
"""

from __future__ import annotations

import json
from typing import Any

import psycopg

SECONDS = 5


def rows(names: Any, url: str, sql: str, parameters: list[Any]) -> list[list[Any]]:
    """Return what *sql* selects; nothing where there is no such table. Bytes come as hex."""
    try:
        with _asked(url) as server:
            found = server.execute(sql.encode(), parameters or None).fetchall()
    except psycopg.Error:
        return []
    return [[_plain(value) for value in row] for row in found]


def write(names: Any, url: str, sql: str, many: list[Any]) -> None:
    """Execute *sql* with each of many parameters."""
    with _asked(url) as server:
        for parameters in many:
            server.execute(sql.encode(), parameters)


def cells(names: Any, url: str, tables: str) -> list[list[str]]:
    """Return every cell of the tables that *tables* selects: its column, and its bytes as hex."""
    found = []
    with _asked(url) as server:
        for schema, table in server.execute(tables.encode()).fetchall():
            rows = server.execute(f'SELECT * FROM "{schema}"."{table}"'.encode())  # noqa: S608 (the database's own names)
            for row in rows:
                for column, value in zip(rows.description or (), row, strict=True):
                    found.append([f"{table}.{column.name}", _bytes(value).hex()])
    return found


def _asked(url: str) -> psycopg.Connection[Any]:
    limit = f"-c statement_timeout={SECONDS * 1000}"
    return psycopg.connect(url, autocommit=True, connect_timeout=SECONDS, options=limit)


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    is_plain = value is None or isinstance(value, str | int | float | list | dict)
    return value if is_plain else str(value)


def _bytes(value: Any) -> bytes:
    if isinstance(value, bytes):
        return value
    return (json.dumps(value) if isinstance(value, dict | list) else str(value)).encode()
