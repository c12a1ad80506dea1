"""What goes into `solutions.erasure` and what comes out: places, and what was removed there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

__all__ = ["Item", "Places", "Removed"]

Item = tuple[str, str]


class Places(TypedDict, total=False):
    """Where things are: `sqlite:///trips.db`, `postgresql://user:password@host/database`.

    Attributes:
        checkpoints: The checkpointer's database, encrypted or not.
        sessions: That of `SQLiteSession`s, `AdvancedSQLiteSession`s, `SQLAlchemySession`s.
        store: That of a `SqliteStore` or `PostgresStore`; vectors go with their items.
    """

    checkpoints: str
    sessions: str
    store: str


@dataclass(frozen=True)
class Removed:
    """What a call removed, and what it did not.

    Attributes:
        threads: The ids of the threads that are gone.
        sessions: The ids of the sessions that are gone.
        items: Each item of a store that is gone: its namespace, with dots, and its key.
        kept: Threads that were left alone: others share them, they wait for an answer, they
            were to be kept, or their checkpoints' ids do not tell how old they are.
        rows: How many rows went, by table.
        remains: Where bytes may still be that SQL does not reach.
    """

    threads: tuple[str, ...]
    sessions: tuple[str, ...]
    items: tuple[Item, ...]
    kept: tuple[str, ...]
    rows: dict[str, int]
    remains: tuple[str, ...]
