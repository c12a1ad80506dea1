"""Reference for `3_memory_store/persistent_store`: any value kept, and notes that expire.

Each `# cell:` comment names the notebook cell it answers. What the stores themselves do was
seen with langgraph-checkpoint-sqlite 3.1.2 and langgraph-checkpoint-postgres 3.2.0.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from langgraph.store.base import TTLConfig
from langgraph.store.memory import InMemoryStore
from langgraph.store.postgres import PostgresStore
from langgraph.store.sqlite import SqliteStore

__all__ = ["active", "decode", "encode", "forget_expired", "keep", "note", "opened", "recall"]


@contextmanager
def opened(url: str, ttl: TTLConfig | None = None) -> Iterator[Any]:
    """Open the store that *url* names, with PostgreSQL's tables there already."""
    if url.startswith("postgresql:"):
        with PostgresStore.from_conn_string(url, ttl=ttl) as on_server:
            yield on_server
    elif url.startswith("sqlite:"):
        path = url.removeprefix("sqlite:///")
        with SqliteStore.from_conn_string(path, ttl=ttl) as in_file:
            yield in_file
    else:
        yield InMemoryStore()


# cell: keep
def encode(value: Any) -> list[Any]:
    """Return a value as a pair that JSON carries unchanged: the name of its type, its content.

    Every value becomes such a pair, dicts too, so none can be taken for another's encoding.

    Raises:
        TypeError: It, or something in it, is of a type that is not kept, as a dict's key that
            is no text.
    """
    kind = type(value).__name__
    content: Any = value
    if kind == "str":
        # In pieces: PostgreSQL's jsonb refuses a text with a zero byte.
        content = value.split("\0")
    elif kind in ("int", "float"):
        # As text: SQLite's encoder ends at 64 bits and makes null of nan, PostgreSQL hands
        # 1e16 back as an int. In base 16: Python stops at 4,300 decimal digits of an int.
        content = hex(value) if kind == "int" else repr(value)
    elif kind == "bytes":
        content = value.hex()
    elif kind == "datetime":
        content = value.isoformat()
    elif kind in ("list", "tuple", "set"):
        content = [encode(each) for each in value]
    elif kind == "dict" and all(type(key) is str for key in value):
        content = [[encode(key), encode(each)] for key, each in value.items()]
    elif kind not in ("NoneType", "bool"):
        raise TypeError(f"a value of type {kind} is not kept, or not with such keys")
    return [kind, content]


def decode(stored: list[Any]) -> Any:
    """Return the value that `encode` made a pair of; runs nothing that the pair names."""
    kind, content = stored
    if kind in ("list", "tuple", "set"):
        return {"list": list, "tuple": tuple, "set": set}[kind](map(decode, content))
    if kind == "dict":
        return {decode(key): decode(each) for key, each in content}
    read = {"bytes": bytes.fromhex, "datetime": datetime.fromisoformat}
    read |= {"int": lambda digits: int(digits, 16), "float": float, "str": "\0".join}
    return read[kind](content) if kind in read else content


def keep(url: str, user_id: str, key: str, value: Any) -> None:
    """Keep a value for a user, in place of what was kept under the key.

    Raises:
        TypeError: See `encode`; then nothing is stored.
    """
    stored = {"kept": encode(value)}
    with opened(url) as store:
        store.put((user_id, "memories"), key, stored)


def recall(url: str, user_id: str, key: str) -> Any:
    """Return what was kept, equal and of the same types.

    Raises:
        KeyError: Nothing was kept for this user under the key.
    """
    with opened(url) as store:
        item = store.get((user_id, "memories"), key)
    if item is None:
        raise KeyError(key)
    return decode(item.value["kept"])


# cell: expiry
def note(url: str, user_id: str, key: str, text: str, minutes: float | None) -> None:
    """Keep a text that expires after some minutes, or never if they are None."""
    with opened(url) as store:
        store.put((user_id, "notes"), key, {"text": text}, ttl=minutes)


def active(url: str, user_id: str) -> dict[str, str]:
    """Return the texts of a user's notes that have not expired, by their keys."""
    # A read that extends would give notes more time, on PostgreSQL in whole minutes.
    with opened(url, {"refresh_on_read": False}) as store:
        store.sweep_ttl()  # SqliteStore 3.1.2 takes `omit_expired` and ignores it
        found = store.search((user_id, "notes"), limit=100_000)
    return {item.key: item.value["text"] for item in found}


def forget_expired(url: str) -> int:
    """Delete the expired rows, everybody's; return how many."""
    with opened(url) as store:
        return int(store.sweep_ttl())
