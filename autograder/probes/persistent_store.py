"""Probes for `3_memory_store/persistent_store`."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from decimal import Decimal
from enum import IntEnum
from typing import Any, NamedTuple

import psycopg

MAKE: dict[str, Any] = {
    "NoneType": lambda text: None,
    "bool": lambda text: text == "True",
    "int": int,
    "float": float,
    "str": str,
    "bytes": bytes.fromhex,
    "datetime": datetime.fromisoformat,
}
SEVERAL: dict[str, Any] = {"list": list, "tuple": tuple, "set": set}


class Stop(NamedTuple):
    """A tuple, and more than that."""

    city: str
    nights: int


class Gate(IntEnum):
    """A number with a name."""

    SEVEN = 7


# Of types that nobody was asked to keep.
ODD: dict[str, Any] = {
    "complex": 2j,
    "Decimal": Decimal("1.50"),
    "range": range(3),
    "frozenset": frozenset({1}),
}
# Of subclasses of what is kept, which would come back as the class that they extend.
SUBCLASSES: dict[str, Any] = {"named tuple": Stop("Lisbon", 2), "IntEnum": Gate.SEVEN}


def describe(value: Any) -> list[Any]:
    """Return the names of a value's types, and its contents, as plain data."""
    kind = type(value).__name__
    if kind in SEVERAL:
        each = [describe(one) for one in value]
        return [kind, sorted(each, key=repr) if kind == "set" else each]
    if kind == "dict":
        return [kind, sorted([str(key), describe(one)] for key, one in value.items())]
    if kind in ("bytes", "datetime"):
        return [kind, value.hex() if kind == "bytes" else value.isoformat()]
    return [kind, value if kind == "str" else repr(value)]


def build(description: list[Any]) -> Any:
    """Return the value that a description tells of."""
    kind, content = description
    if kind in SEVERAL:
        return SEVERAL[kind](build(one) for one in content)
    if kind == "dict":
        return {key: build(one) for key, one in content}
    return MAKE[kind](content)


def keep_all(names: Any, url: str, user_id: str, described: dict[str, Any]) -> None:
    """Keep each of the values told of, under its name."""
    for key, description in described.items():
        names.keep(url, user_id, key, build(description))


def recall_all(names: Any, url: str, user_id: str, keys: list[str]) -> dict[str, Any]:
    """Return what comes back for each key, described; an error as a text."""
    answers: dict[str, Any] = {}
    for key in keys:
        try:
            answers[key] = describe(names.recall(url, user_id, key))
        except Exception as error:
            answers[key] = f"{type(error).__name__}: {str(error).splitlines()[:1]}"
    return answers


def keep_odd(
    names: Any, url: str, user_id: str, key: str, subclasses: bool = False
) -> dict[str, list[str]]:
    """Try to keep values of other types; return the classes of what each attempt raised."""
    raised = {}
    for kind, value in (SUBCLASSES if subclasses else ODD).items():
        try:
            names.keep(url, user_id, key, {"odd": [value]})
            raised[kind] = ["nothing"]
        except Exception as error:
            raised[kind] = [each.__name__ for each in type(error).__mro__]
    return raised


def beside(names: Any, url: str, user: str) -> None:
    """Put something of a user's into the store that is no note."""
    with names.opened(url) as store:
        store.put((user, "trips"), "trip-7", {"text": "to Lisbon"})


def let_pass(names: Any, url: str, keys: list[str]) -> None:
    """Let time pass for some rows: put the moment at which they expire an hour back."""
    if url.startswith("postgresql:"):
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(
                "UPDATE store SET expires_at = now() - interval '1 hour' WHERE key = ANY(%s)",
                [keys],
            )
        return
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file, file:
        file.executemany(
            "UPDATE store SET expires_at = datetime('now', '-1 hour') WHERE key = ?",
            [(key,) for key in keys],
        )
