"""A session whose key is to change: what lies in its file, and how it is asked about."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from autograder.contract import Student
from autograder.probes import encrypted_session as probes

__all__ = ["FRESH", "HOUR", "Case", "Items", "item", "key", "planted"]

HOUR, POPPED = 3600, 3
FRESH = 3  # so many of the items, the last, are a minute old
ROWS = """SELECT id, message_data, message_data ->> '$.payload' FROM agent_messages
          WHERE session_id = ? ORDER BY id"""
Items = list[dict[str, Any]]


@dataclass
class Case:
    """A session in a file, before its key is changed."""

    student: Student
    file: str
    items: Items
    expired: int  # so many of the items, the first ones
    tokens: list[str]
    popped: list[str]  # the tokens of items that were taken away before
    old: str
    new: str

    @property
    def path(self) -> str:
        """Where the file is."""
        return str(self.student.folder / self.file)

    def rotate(self, *more: Any, kill_at: int = 0, old: str = "", new: str = "") -> Any:
        """Call the student's `rotate`; return what came and when transactions began."""
        keys = (old or self.old, new or self.new)
        return self.student.run(probes.rotate, self.path, kill_at, "user-alice", *keys, *more)

    def add(self, key: str, *items: dict[str, Any]) -> None:
        """Add items, with that key, now."""
        ages = [0] * len(items)
        self.tokens += self._aside(probes.hold, "user-alice", key, items, ages)
        self.items += items

    def read(self, key: str, ttl: int | None = HOUR, who: str = "user-alice") -> Any:
        """Return what a session opened with a key gives back."""
        return self._aside(probes.read, who, key, ttl)

    def _aside(self, probe: Any, *arguments: Any) -> Any:
        return self.student.aside(probe, self.path, *arguments)

    def rows(self, who: str = "user-alice") -> list[tuple[Any, ...]]:
        """Return a session's rows: id, envelope, token."""
        return self.student.rows(self.file, ROWS, who)

    def copy(self, name: str) -> Case:
        """Return the same case in another file."""
        self.student.copy(self.file, name)
        return replace(self, file=name, items=[*self.items], tokens=[*self.tokens])


def planted(student: Student, name: str) -> Case:
    """Return a session of a dozen items, some of them older than an hour, beside another one."""
    draw = student.random
    old, new = key(draw), key(draw)
    path, expired = str(student.folder / name), draw.randint(2, 4)
    items = [item(draw, number) for number in range(draw.randint(10, 14))]
    ages = [2 * HOUR + draw.randrange(1000) - number for number in range(expired)]
    ages += [HOUR // 2 - 10 * number for number in range(len(items) - expired - FRESH)]
    ages += [60 - number for number in range(FRESH)]
    student.aside(probes.hold, path, "user-bob", old, items[:5], [60] * 5)
    more = [item(draw, number) for number in range(POPPED)]
    given = (path, "user-alice", old, items + more, [*ages, *[0] * POPPED], POPPED)
    tokens = student.aside(probes.hold, *given)
    return Case(student, name, items, expired, tokens[:-POPPED], tokens[-POPPED:], old, new)


def key(draw: Random) -> str:
    """Return a key as `Fernet.generate_key` makes one."""
    return urlsafe_b64encode(draw.randbytes(32)).decode()


def item(draw: Random, number: int) -> dict[str, Any]:
    """Return an item, short or long; its kind and its words go by the number."""
    text = f"Größe {number} " + "🚆" * draw.randrange(200)
    kinds: Items = [
        {"role": "user", "content": text},
        {
            "type": "function_call",
            "call_id": f"call_{number}",
            "name": "fare",
            "arguments": "{}",
        },
        {"role": "assistant", "content": [{"type": "output_text", "text": text}]},
    ]
    return kinds[number % 3]
