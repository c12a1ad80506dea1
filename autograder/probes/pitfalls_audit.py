"""Checkpoint files with planted faults, and with what looks like one and is none.

Written and held open beside none of the student's code.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from contextlib import ExitStack
from random import Random
from typing import Any, TypedDict

from langgraph.checkpoint.base import empty_checkpoint
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.graph import START, StateGraph

FAULTS = ("nobody", "shared", "bulky", "secret", "address")

_held = ExitStack()


class Trip(TypedDict):
    """What a planted thread is about; a zero byte comes before the text, as it may."""

    raw: bytes
    said: str
    days: int


class Planter:
    """Writes threads with `SqliteSaver`, as a program would."""

    def __init__(self, saver: SqliteSaver, draw: Random, largest: int) -> None:
        self.saver, self.draw, self.largest = saver, draw, largest
        builder = StateGraph(Trip).add_node("ride", lambda state: {"days": 1})
        self.graph = builder.add_edge(START, "ride").compile(saver)

    def name(self) -> str:
        """Return the id of a thread that nobody has."""
        return f"trip-{self.draw.randrange(10**9)}"

    def key(self, length: int = 12) -> str:
        """Return what looks like a key."""
        return "sk-" + "".join(self.draw.choices(string.ascii_lowercase, k=length))

    def ride(
        self, thread_id: str, said: str = "Lisbon", mode: Any = "sync", **about: Any
    ) -> str:
        """Take a turn; *about* goes into the metadata. Return the thread's id."""
        config: Any = {"configurable": {"thread_id": thread_id}, "metadata": about}
        begun: Any = {"raw": b"\0", "said": said}
        self.graph.invoke(begun, config, durability=mode)
        return thread_id

    def weigh(self, thread_id: str, *sizes: int) -> str:
        """Add checkpoints of exactly so many bytes, a thousand or more. Return the thread's id."""
        config: Any = {"configurable": {"thread_id": thread_id, "checkpoint_ns": ""}}
        for step, size in enumerate(sizes):
            checkpoint, said = empty_checkpoint(), "z" * 500
            checkpoint["channel_values"] = {"said": said}
            _, blob = self.saver.serde.dumps_typed(checkpoint)
            checkpoint["channel_values"] = {"said": said + "z" * (size - len(blob))}
            about: Any = {"source": "update", "step": step, "parents": {}}
            config = self.saver.put(config, checkpoint, about, {})
        return thread_id

    def sound(self) -> None:
        """Plant what an audit must not find."""
        for thread_id in ("trip-canone", "Nonesuch", self.name()):
            self.ride(thread_id, user_id="user-7", kept="for 7@days")
        for user in ({"user_id": "user-8"}, {}, {"user_id": "user-8"}):
            self.ride("two-of-one", **user)
        for _ in range(2):
            self.ride(self.name(), "x" * (self.largest + 9), "exit", user_id="user-7")
        long = self.name()
        for _ in range(4):
            self.ride(long, "y" * (self.largest // 5))
        exact = f"exactly-largest-{self.draw.randrange(10**6)}"
        self.weigh(exact, 1000, self.largest, self.largest + 1, self.largest)
        self.ride(self.name(), f"{self.key(5)} or {self.key(5).upper()}")
        self.ride(self.name(), "Write to tours@lisbon.example")

    def nobody(self) -> Iterator[tuple[str, str]]:
        """Plant threads of nobody's."""
        for thread_id in ("None", "", f"chat-{self.draw.randrange(99)}-None"):
            yield self.ride(thread_id, user_id="user-7"), f"the id {thread_id!r}"

    def shared(self) -> Iterator[tuple[str, str]]:
        """Plant a thread of two users', and one that a third turn shares."""
        for users in (("user-7", "user-8"), ("user-8", None, "user-7")):
            thread_id = self.name()
            for user in users:
                self.ride(thread_id, **({"user_id": user} if user else {}))
            yield thread_id, f"turns of {' and '.join(filter(None, users))}"

    def bulky(self) -> Iterator[tuple[str, str]]:
        """Plant a thread that carries something big, one that once did, and one that just does."""
        yield self.ride(self.name(), "x" * (self.largest + 9)), "a big value"
        once = self.ride(self.name(), "x" * (self.largest + 9))
        yield self.ride(once, "small again"), "a big value in earlier checkpoints"
        two = self.weigh(self.name(), self.largest + 1, self.largest + 1)
        yield two, "two checkpoints, each a byte too long"

    def secret(self) -> Iterator[tuple[str, str]]:
        """Plant keys in each place where one may lie."""
        # A run that is saved at its end leaves no writes.
        yield self.ride(self.name(), f"key: {self.key()}", "exit"), "a key in a checkpoint"
        early = self.ride(self.name(), self.key(), "exit")
        yield self.ride(early, "forget it", "exit"), "a key in an earlier checkpoint"
        yield self.ride(self.name(), api_key=self.key()), "a key in the metadata"
        pending = self.ride(self.name())
        config: Any = {"configurable": {"thread_id": pending, "checkpoint_ns": ""}}
        latest: Any = self.saver.get_tuple(config)
        self.saver.put_writes(latest.config, [("said", self.key())], "task-7")
        yield pending, "a key in the writes alone"

    def address(self) -> Iterator[tuple[str, str]]:
        """Plant e-mail addresses in metadata."""
        yield self.ride(self.name(), user_email="ana.b@x.example"), "an address as user_email"
        yield self.ride(self.name(), user_id="bea@x.example"), "an address as user_id"
        once = self.ride(self.name(), note="or cem@mail.example")
        yield self.ride(once), "an address in the metadata of an earlier turn"


def plant(
    names: Any, path: str, seed: int, largest: int, faults: list[str]
) -> dict[str, dict[str, str]]:
    """Write a file with these faults; it stays open, as by its program, until `let_go`.

    Returns for each fault the ids of its threads and how they have it.
    """
    saver = _held.enter_context(SqliteSaver.from_conn_string(path))
    planter = Planter(saver, Random(seed), largest)
    planter.sound()
    return {
        fault: dict(getattr(planter, fault)()) if fault in faults else {} for fault in FAULTS
    }


def let_go(names: Any) -> None:
    """Close what was written."""
    _held.close()
