"""Measure any saver, session or store: bytes as a conversation grows, and times as ratios.

Bytes are exact and may be asserted. Times depend on the machine and on its neighbours: what is
compared runs in turn, A B A B, and what counts is the ratio of the fastest runs.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from workbook.floor import floor
from workbook.growth import Law, fit, human
from workbook.look import Table
from workbook.measured_savers import SAVERS, encrypted, saver
from workbook.measured_sessions import SESSIONS, STORES, session, store
from workbook.places import Place, await_, memory_bytes, sqlite_bytes
from workbook.pools import CountingPool
from workbook.talks import Chat, DeltaMessages, Log, Memories, page

__all__ = [
    "SAVERS",
    "SESSIONS",
    "STORES",
    "Chat",
    "CountingPool",
    "DeltaMessages",
    "Law",
    "Log",
    "Memories",
    "Place",
    "Race",
    "await_",
    "encrypted",
    "fit",
    "floor",
    "grow",
    "human",
    "memory_bytes",
    "open_chat",
    "open_log",
    "open_memories",
    "page",
    "race",
    "saver",
    "session",
    "sqlite_bytes",
    "store",
    "table",
]


@contextmanager
def open_chat(
    name: str, serde: Any = None, synchronous: str = "FULL", **chat: Any
) -> Iterator[Chat]:
    """Open a saver of `SAVERS` and begin a `Chat` on it."""
    with saver(name, serde, synchronous) as place:
        yield Chat(place, **chat)


@contextmanager
def open_log(name: str, key: str | None = None, size: int = 1000) -> Iterator[Log]:
    """Open a session of `SESSIONS`, encrypted if there is a key, and begin a `Log` on it."""
    with session(name, key) as place:
        yield Log(place, size)


@contextmanager
def open_memories(name: str, size: int = 1000) -> Iterator[Memories]:
    """Open a store of `STORES` and begin to keep `Memories` in it."""
    with store(name) as place:
        yield Memories(place, size)


def grow(talk: Any, turns: Sequence[int]) -> list[tuple[int, int]]:
    """Take turns, and return pairs of turns and stored bytes at each number in *turns*."""
    points = []
    for until in turns:
        while talk.turns < until:
            talk.turn()
        points.append((until, talk.place.size()))
    return points


def table(**columns: Sequence[tuple[int, float]]) -> Table:
    """Return sizes beside each other, a row for each number of turns; two digits of a size."""
    rows = zip(*columns.values(), strict=True)
    shown = [(row[0][0], *(human(size) for _, size in row)) for row in rows]
    return Table(shown, columns=["turns", *columns])


@dataclass(frozen=True)
class Race:
    """Seconds of each contestant, one for each round."""

    seconds: Mapping[str, Sequence[float]]

    def ratio(self, slow: str, fast: str) -> float:
        """Return how many times as long *slow* took as *fast*, the fastest rounds of both."""
        return min(self.seconds[slow]) / max(min(self.seconds[fast]), 1e-9)

    def table(self, base: str) -> Table:
        """Return for each contestant how many times as long it took as *base*."""
        shown = [
            (
                name,
                f"{self.ratio(name, base):.2f}",
                f"{statistics.median(each) / min(each):.2f}",
            )
            for name, each in self.seconds.items()
        ]
        return Table(shown, columns=["", f"times {base}", "median / fastest"])


def race(
    work: Mapping[str, Callable[[], Any]],
    rounds: int = 7,
    clock: Callable[[], float] = time.perf_counter,
) -> Race:
    """Run everything in *work* once in each round, in turn, and every other round backwards.

    Args:
        work: What is compared, by name.
        rounds: How often; a first one, which warms up, is not counted.
        clock: `time.process_time` counts what this process computes, and no waiting: not for a
            disk, nor for a server, nor for other programs.
    """
    seconds: dict[str, list[float]] = {name: [] for name in work}
    for number in range(rounds + 1):
        for name in list(work)[:: -1 if number % 2 else 1]:
            before = clock()
            work[name]()
            if number:
                seconds[name].append(clock() - before)
    return Race(seconds)
