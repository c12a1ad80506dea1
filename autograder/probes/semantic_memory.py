"""Probes for `3_memory_store/semantic_memory`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from langgraph.store.memory import InMemoryStore

from workbook.embeddings import embed
from workbook.sqlite import allow_extensions

INDEX: Any = {"dims": 256, "embed": embed, "fields": ["text"], "text_fields": ["text"]}


@contextmanager
def _opened(path: str) -> Iterator[Any]:
    """Open the store in a file, or one in memory where the path is empty."""
    if not path:
        yield InMemoryStore(index=INDEX)
        return
    allow_extensions()
    # Only now do both imports give a module that loads extensions.
    import sqlite3

    from langgraph.store.sqlite import SqliteStore

    options: dict[str, Any] = {"check_same_thread": False, "isolation_level": None}
    with closing(sqlite3.connect(path, **options)) as connection:
        yield SqliteStore(connection, index=INDEX)


def _fill(store: Any, stored: list[Any]) -> None:
    """Put items; each is its namespace's labels, its text, and whether it has a vector."""
    for number, (labels, text, indexed) in enumerate(stored):
        key = f"note-{number:03}"
        store.put(tuple(labels), key, {"text": text}, index=None if indexed else False)


def recall(names: Any, path: str, stored: list[Any], asked: list[Any]) -> list[Any]:
    """Fill a store, then ask the student's `recall`: user, query, limit; return the answers."""
    with _opened(path) as store:
        _fill(store, stored)
        return [names.recall(store, *each) for each in asked]


def recall_once(names: Any, stored: list[Any], user: str, query: str, limit: int) -> Any:
    """Fill a store in memory, ask once, and return whatever came."""
    with _opened("") as store:
        _fill(store, stored)
        return names.recall(store, user, query, limit)


def remember(names: Any, path: str, stored: list[Any], said: list[Any]) -> list[Any]:
    """Fill a store, then let the student remember: user, text; return keys, and what is there."""
    with _opened(path) as store:
        _fill(store, stored)
        keys = [names.remember_without_duplicates(store, *each) for each in said]
        return [keys, _items(store)]


def remember_once(names: Any, path: str, user: str, text: str) -> Any:
    """Let the student remember, and return whatever came, and what is there."""
    with _opened(path) as store:
        came = names.remember_without_duplicates(store, user, text)
        return [came if isinstance(came, str) else repr(came)[:60], _items(store)]


def forget(names: Any, path: str, user: str, text: str) -> None:
    """Delete the memories of a user that have exactly this text."""
    with _opened(path) as store:
        for item in store.search((user, "memories"), filter={"text": text}):
            store.delete(item.namespace, item.key)


def scores(names: Any, path: str, user: str, texts: list[str]) -> list[float | None]:
    """Return for each text how near the user's nearest memory is."""
    with _opened(path) as store:
        found = [store.search((user, "memories"), query=text, limit=1) for text in texts]
        return [each[0].score if each else None for each in found]


def _items(store: Any) -> list[Any]:
    found = store.search((), limit=1000)
    return sorted([[*item.namespace], item.key, item.value] for item in found)
