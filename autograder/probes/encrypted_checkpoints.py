"""Probes for `4_protection/encrypted_checkpoints`."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, TypedDict

from langchain_core.messages import HumanMessage
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.graph import START, StateGraph

# A class that no allow-list names; HTTPStatus(404) runs no harm.
STRANGER = HTTPStatus.NOT_FOUND


class Trip(TypedDict):
    """What the saver's graph works on."""

    note: str


class Rotating:
    """A serializer made of the student's two functions."""

    def __init__(self, names: Any, keys: dict[str, bytes], current: str) -> None:
        self.names, self.keys, self.current = names, keys, current

    def dumps_typed(self, obj: Any) -> Any:
        """Lock a value."""
        return self.names.lock(obj, self.keys, self.current)

    def loads_typed(self, data: Any) -> Any:
        """Unlock a row."""
        return self.names.unlock(data, self.keys)


def lock(names: Any, kind: str, word: str, keys: dict[str, str], current: str) -> Any:
    """Lock a value of a kind; return the row as text, or what was returned instead."""
    return _plain_row(names.lock(_value(kind, word), _bytes(keys), current))


def unlock(names: Any, row: list[str], keys: dict[str, str]) -> list[Any]:
    """Unlock a row; return how it ended: `value`, type, text or `refused`, classes, message."""
    tag, blob = row
    try:
        value = names.unlock((tag, bytes.fromhex(blob)), _bytes(keys))
    except NotImplementedError:
        raise
    except Exception as error:
        return ["refused", [kind.__name__ for kind in type(error).__mro__], str(error)]
    return ["value", type(value).__name__, repr(value)]


def expected(names: Any, kind: str, word: str) -> list[Any]:
    """Return what unlocking a value of a kind should end in."""
    value = _value(kind, word)
    return ["value", type(value).__name__, repr(value)]


def note(
    names: Any, file: str, note: str, keys: dict[str, str], current: str
) -> dict[str, Any] | None:
    """Take a turn through a saver with the student's rows; without a note only read."""
    with closing(sqlite3.connect(file, check_same_thread=False)) as connection:
        saver = SqliteSaver(connection, serde=Rotating(names, _bytes(keys), current))
        builder = StateGraph(Trip).add_node("note", lambda state: state).add_edge(START, "note")
        graph: Any = builder.compile(saver)
        config = {"configurable": {"thread_id": "trip-7"}}
        if note:
            graph.invoke({"note": note}, config)
        return dict(graph.get_state(config).values)


def keep(names: Any, url: str, thread_id: str, trip: dict[str, Any], key: str) -> None:
    """Keep fields of a trip; the key comes as text."""
    names.keep(url, thread_id, trip, bytes.fromhex(key))


def recall(names: Any, url: str, thread_id: str, key: str) -> Any:
    """Recall the fields of a trip."""
    return names.recall(url, thread_id, bytes.fromhex(key))


def recall_stranger(names: Any, url: str, thread_id: str, key: str) -> str:
    """Keep an object whose class nobody allowed; return of which type it comes back."""
    names.keep(url, thread_id, {"status": STRANGER}, bytes.fromhex(key))
    return type(names.recall(url, thread_id, bytes.fromhex(key))["status"]).__name__


def _bytes(keys: Mapping[str, str]) -> dict[str, bytes]:
    return {name: bytes.fromhex(key) for name, key in keys.items()}


def _value(kind: str, word: str) -> Any:
    return {
        "a dict": {"note": word, "days": 6, "price": 99.5, "window": True, "card": None},
        "a message": HumanMessage(word, id="m-1"),
        "a time": datetime(2026, 5, 4, 12, 30, tzinfo=UTC),
        "a set": {word},
        "a text": word,
        "bytes": word.encode(),
        "nothing": None,
        "a stranger": STRANGER,
    }[kind]


def _plain_row(row: Any) -> Any:
    pair = isinstance(row, (tuple, list)) and len(row) == 2
    if pair and isinstance(row[0], str) and isinstance(row[1], (bytes, bytearray)):
        return [row[0], bytes(row[1]).hex()]
    if isinstance(row, (tuple, list)):
        return f"a {type(row).__name__} of {', '.join(type(part).__name__ for part in row)}"
    return type(row).__name__
