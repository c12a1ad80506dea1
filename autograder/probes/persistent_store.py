"""Probes for `3_memory_store/persistent_store`."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Any, NamedTuple

import psycopg

MAKE: dict[str, Any] = {
    "NoneType": lambda text: None,
    "bool": lambda text: text == "True",
    "int": lambda digits: int(digits, 0),
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


class City(StrEnum):
    """A text with a name."""

    OSLO = "Oslo"


ODD: dict[str, dict[str, Any]] = {
    # Nobody was asked to keep these.
    "types": {
        "complex": 2j,
        "Decimal": Decimal("1.50"),
        "range": range(3),
        "frozenset": frozenset({1}),
    },
    # They would come back as the class that they extend.
    "subclasses": {"named tuple": Stop("Lisbon", 2), "IntEnum": Gate.SEVEN},
    # JSON would make texts of these, or refuse them.
    "keys": {
        "an int": {"a": 1, 7: 2},
        "None": {None: 1},
        "a tuple": {(1, 2): 1},
        "bytes": {b"a": 1},
        "a StrEnum": {City.OSLO: 1},
    },
}


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
    if kind == "int" and abs(value) >= 2**1000:
        return [kind, hex(value)]  # decimal digits end at 4,300
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


def keep_odd(names: Any, url: str, user_id: str, key: str, which: str) -> dict[str, list[str]]:
    """Try to keep what `ODD` has of a kind; return the classes of what each attempt raised."""
    raised = {}
    for kind, value in ODD[which].items():
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


def multiply(names: Any, url: str, user: str, key: str, many: int) -> None:
    """Copy a note's row, each with a number of its own at the end of its key.

    Each copy was changed at another moment, so that pages of them have an order.
    """
    like = {"prefix": f"{user}.notes", "key": key, "many": many}
    if url.startswith("postgresql:"):
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(
                "INSERT INTO store (prefix, key, value, updated_at) SELECT prefix, key || n, "
                "replace(value::text, key, key || n)::jsonb, now() - n * interval '1 second' "
                "FROM store, generate_series(1, %(many)s) AS n "
                "WHERE prefix = %(prefix)s AND key = %(key)s",
                like,
            )
        return
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file, file:
        file.execute(
            "WITH RECURSIVE numbers(n) AS "
            "(SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :many) "
            "INSERT INTO store (prefix, key, value, updated_at) SELECT prefix, key || n, "
            "CAST(replace(CAST(value AS TEXT), key, key || n) AS BLOB), "
            "datetime('now', '-' || n || ' seconds') FROM store, numbers "
            "WHERE prefix = :prefix AND key = :key",
            like,
        )


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
