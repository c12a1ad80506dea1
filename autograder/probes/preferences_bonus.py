"""Probes for the bonus tasks of `6_preferences/preferences`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from inspect import iscoroutinefunction
from types import SimpleNamespace
from typing import Any

from langgraph.store.memory import InMemoryStore

Stored = dict[str, dict[str, str]]


class Watched(InMemoryStore):
    """A store that remembers under which namespaces somebody searched."""

    def __init__(self, **options: Any) -> None:
        """Take what `InMemoryStore` takes."""
        super().__init__(**options)
        self.searched: set[tuple[str, ...]] = set()

    def batch(self, ops: Any) -> Any:
        """Do as `InMemoryStore` does, and take notes."""
        operations = list(ops)
        found = (getattr(operation, "namespace_prefix", None) for operation in operations)
        self.searched |= {tuple(prefix) for prefix in found if prefix is not None}
        return super().batch(operations)


_latest: list[Watched] = []


def _filled(store: Watched, field: str, stored: Stored, beside: dict[str, str]) -> Watched:
    for owner, drafts in beside.items():
        store.put((owner, "drafts"), "a_draft", {"detected_from": "a draft", field: drafts})
    for owner, preferences in stored.items():
        for preference, text in preferences.items():
            value = {"detected_from": "an earlier turn", field: text}
            store.put((owner, "preferences"), preference, value)
    _latest[:] = [store]
    return store


def searched(names: Any) -> list[list[str]]:
    """Return the namespaces that were searched by the latest `find` or `active`."""
    return sorted(list(prefix) for store in _latest for prefix in store.searched)


def find(
    names: Any, stored: Stored, user: str, query: str, limit: int, beside: dict[str, str]
) -> Any:
    """Return what the student finds in a store that ranks by meaning.

    For each user in *beside* the store has a text that is no preference.
    """
    # Only who searches by meaning waits for the model.
    from workbook.embeddings import embed

    index: Any = {"dims": 256, "embed": embed, "fields": ["detected_from"]}
    store = _filled(Watched(index=index), "detected_from", stored, beside)
    return names.find_preferences(store, user, query, limit)


def active(names: Any, stored: Stored, user: str, now: str, beside: dict[str, str]) -> Any:
    """Return what the student calls active, given when each preference was detected.

    For each user in *beside* the store has an item of that moment that is no preference.
    """
    store = _filled(Watched(), "detected_at", stored, beside)
    return names.active_preferences(store, user, datetime.fromisoformat(now))


def hold(names: Any, user: str, path: str, key: str, ttl: int, text: str, age: int) -> str:
    """Put one message into the student's session as if *age* seconds ago."""
    session = names.open_preference_session(user, path, key, ttl)
    if not callable(getattr(session, "add_items", None)):
        return type(session).__name__
    with _clock(-age):
        _use(session, lambda: session.add_items([{"role": "user", "content": text}]))
    return ""


def recall(names: Any, user: str, path: str, key: str, ttl: int) -> list[str]:
    """Return the texts that the student's session gives back."""
    session = names.open_preference_session(user, path, key, ttl)
    items = _use(session, session.get_items)
    return [str(item.get("content", item)) for item in items]


def clear(names: Any, user: str, path: str, key: str, ttl: int) -> None:
    """Empty the student's session."""
    session = names.open_preference_session(user, path, key, ttl)
    _use(session, session.clear_session)


def _use(session: Any, work: Callable[[], Any]) -> Any:
    """Do one thing with a session; close it where its connection is bound to the loop."""

    async def use() -> Any:
        try:
            return await work()
        finally:
            close = getattr(session, "close", None)
            if iscoroutinefunction(close):
                await close()

    return asyncio.run(use())


@contextmanager
def _clock(shift: int) -> Iterator[None]:
    """Let the cipher believe that it is *shift* seconds later."""
    from cryptography import fernet as module

    fernet: Any = module
    real = fernet.time
    fernet.time = SimpleNamespace(time=lambda: real.time() + shift)
    try:
        yield
    finally:
        fernet.time = real
