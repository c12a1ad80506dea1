"""Write every row of a database anew under the current key, and see which keys are in use.

A new turn writes under the current key by itself. What it leaves alone is old checkpoints and,
on PostgreSQL, each field that does not change: one row for each version of it. So a key is
retired in three steps: make another one current, `renew`, and when `keys_in_use` no longer
counts the old one, remove it. Backups made before still need it.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing

import psycopg

from solutions.ciphers import RotatingSerializer

__all__ = ["keys_in_use", "renew"]

# By table: the column with the encrypted bytes.
SQLITE = {"checkpoints": "checkpoint", "writes": "value"}
POSTGRES = {"checkpoint_blobs": "blob", "checkpoint_writes": "blob"}


def renew(place: str, serializer: RotatingSerializer) -> int:
    """Write each row of another key anew, all or none; return how many there were.

    Turns may go on meanwhile: on SQLite they wait, on PostgreSQL rows are locked one by one.

    Args:
        place: The path of an SQLite file, or a `postgresql://` URL.
        serializer: Has the old keys and the new, which is its current one.

    Raises:
        Refused: A row is in clear, changed, or of a key that is not there. Nothing was done.
    """
    work = _on_postgres if place.startswith("postgresql:") else _on_sqlite
    return work(place, serializer)


def keys_in_use(place: str) -> dict[str, int]:
    """Return how many rows there are of each key; rows in clear under the name `""`."""
    if place.startswith("postgresql:"):
        with psycopg.connect(place) as server:
            tags = [
                str(tag)
                for table in POSTGRES
                for (tag,) in server.execute(f"SELECT type FROM {table}".encode())  # noqa: S608 (names above)
                if tag != "empty"
            ]
    else:
        with closing(sqlite3.connect(place)) as file:
            tags = [
                str(tag)
                for table in SQLITE
                for (tag,) in file.execute(f"SELECT type FROM {table}")  # noqa: S608 (names above)
            ]
    return dict(Counter(tag.partition("+")[2] for tag in tags))


def _on_sqlite(path: str, serializer: RotatingSerializer) -> int:
    done = 0
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        # A writer's place from the start: nobody else writes between reading and writing.
        file.execute("BEGIN IMMEDIATE")
        for table, column in SQLITE.items():
            rows = file.execute(f"SELECT rowid, type, {column} FROM {table}").fetchall()  # noqa: S608 (names above)
            for rowid, *row in rows:
                new = serializer.renew((row[0], row[1]))
                if new[0] != row[0]:
                    set_ = f"UPDATE {table} SET type = ?, {column} = ? WHERE rowid = ?"  # noqa: S608 (names above)
                    done += file.execute(set_, [*new, rowid]).rowcount
        file.execute("COMMIT")
    return done


def _on_postgres(url: str, serializer: RotatingSerializer) -> int:
    done = 0
    with psycopg.connect(url) as server:
        for table, column in POSTGRES.items():
            select = (
                f"SELECT ctid, type, {column} FROM {table} "  # noqa: S608 (names above)
                "WHERE type != 'empty' AND split_part(type, '+', 2) != %s FOR UPDATE"
            )
            update = f"UPDATE {table} SET type = %s, {column} = %s WHERE ctid = %s"  # noqa: S608 (names above)
            # A named cursor brings rows in parts: a database is larger than memory.
            with server.cursor("rows_to_renew") as rows:
                rows.execute(select.encode(), [serializer.current])
                for place, *row in rows:
                    new = serializer.renew((row[0], row[1]))
                    done += server.execute(update.encode(), [*new, place]).rowcount
    return done
