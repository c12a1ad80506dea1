"""The values that `3_memory_store/persistent_store` has a store keep, and words about them."""

from __future__ import annotations

import json
from typing import Any

from autograder.checks.postgres_common import rows
from autograder.contract import Student

__all__ = ["FOREIGN", "draw_values", "found", "in_table", "told", "why"]

FOREIGN = "a text in letters of many languages"
ROW = "SELECT value FROM store WHERE prefix = '{0}.memories' AND key = '{1}'"


def draw_values(student: Student) -> dict[str, Any]:
    """Return what is to be kept: by a name for each, a description that a probe builds from."""
    draw = student.random
    moment = [
        "datetime",
        f"2026-0{draw.randint(1, 9)}-1{draw.randint(0, 9)}T09:30:00.{draw.randint(100000, 999999)}"
        f"+0{draw.randint(1, 9)}:00",
    ]
    pair = ["tuple", [["int", "1"], ["str", "Größe 🚆"]]]
    cities = ["set", sorted([["str", "Oslo"], ["str", f"Rome-{draw.randrange(99)}"]], key=repr)]
    raw = ["bytes", bytes([0, 255, 128, draw.randrange(256)]).hex()]
    tags = ("$set", "__type__", "__set__", "type", "tuple", "datetime")
    like_tags = sorted([tag, ["list", [["str", "set"], ["int", "1"]]]] for tag in tags)
    mixed = sorted(
        [["when", ["list", [moment, ["NoneType", "None"]]]], ["who", pair], ["where", cities]]
    )
    return {
        "a dict of None, True and a list": [
            "dict",
            [["a", ["NoneType", "None"]], ["b", ["bool", "True"]], ["c", ["list", []]]],
        ],
        "a datetime": ["dict", [["at", moment]]],
        "a tuple": ["dict", [["pair", pair]]],
        "a set": ["dict", [["cities", cities]]],
        "an empty set": ["set", []],
        "bytes": ["dict", [["raw", raw]]],
        "a number beyond 64 bits": ["dict", [["n", ["int", str(2**70 + draw.randrange(99))]]]],
        FOREIGN: ["dict", [["text", ["str", f"Tromsø, {draw.randrange(99)}. März 東京 🚆"]]]],
        "the float 1e16": ["dict", [["x", ["float", "1e+16"]]]],
        "nan": ["dict", [["x", ["float", "nan"]]]],
        "None alone": ["NoneType", "None"],
        "a datetime alone": moment,
        "a text that looks like a date": [
            "dict",
            [["text", ["str", "2026-03-01T09:30:00+00:00"]]],
        ],
        "a list of pairs": ["list", [["list", [["str", "set"], ["list", [["int", "1"]]]]]]],
        "a set of tuples": ["set", [["tuple", [["int", "1"], raw]]]],
        "a dict with keys like tags": ["dict", like_tags],
        "all of it, nested": ["list", [["dict", mixed], ["tuple", [["dict", mixed]]]]],
    }


def found(student: Student, url: str, user: str, key: str) -> list[Any]:
    """Return the values of the rows that a key of a user's has, as the database gives them."""
    sql = ROW.format(user, key)
    if url.startswith("sqlite:"):
        kept = student.rows(url.rpartition("/")[2], sql)
    else:
        kept = rows(student, url, sql)
    return [value for (value,) in kept]


def in_table(student: Student, url: str, user: str, key: str) -> Any:
    """Return what the row of a key holds, read as JSON; an empty dict where none is."""
    values = found(student, url, user, key) or [{}]
    return values[0] if isinstance(values[0], dict) else json.loads(values[0])


def told(described: Any) -> str:
    """Return a description, or the error in its place, as feedback shows it."""
    if isinstance(described, str):
        return described
    kind, content = described
    if kind in ("list", "tuple", "set"):
        return f"{kind}({', '.join(map(told, content))})"
    if kind == "dict":
        return "{" + ", ".join(f"{key}: {told(one)}" for key, one in content) + "}"
    if kind == "str":
        return repr(content)
    return f"{kind} {content if len(content) < 80 else f'{content[:20]}…'}"


def why(value: Any, back: Any) -> str:
    """Say what to think of where *back* came in place of *value*."""
    if isinstance(back, str):
        return "does `recall` undo exactly what `keep` did, for this one too?"
    if value[0] == "dict" and back[0] != "dict":
        return "how does `recall` tell a dict of yours from a dict of the caller's?"
    return "which types became another on the way through JSON, and what could remind `recall`?"
