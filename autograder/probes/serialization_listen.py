"""Probes for `4_protection/serialization`: who hears of what is read, and for how long."""

from __future__ import annotations

import dataclasses
import threading
from typing import Any

import ormsgpack
from langgraph.checkpoint.serde import event_hooks
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer


@dataclasses.dataclass
class Slow:
    """One whose making takes until another thread has read a row."""

    number: int

    def __post_init__(self) -> None:
        """Wait, where the thread has something to wait for."""
        if hasattr(_here, "pause"):
            _here.pause()


_here = threading.local()
PATIENCE = 2  # seconds for which a reader waits for the other one, who may wait for a lock


def beside(names: Any) -> list[Any]:
    """Read a sound row and, while that is being read, a forged one on another thread.

    Returns what came of each. There is one serializer for both.
    """
    serde = names.safe_serializer(Slow)
    row = serde.dumps_typed([Slow(7)])
    forged = ormsgpack.packb([ormsgpack.Ext(0, ormsgpack.packb(["builtins", "repr", "a row"]))])
    reading, read, told = threading.Event(), threading.Event(), {}

    def pause() -> None:
        reading.set()
        read.wait(PATIENCE)

    def first() -> None:
        _here.pause = pause
        told["sound"] = _loaded(serde, row)
        reading.set()

    def second() -> None:
        reading.wait()
        told["forged"] = _loaded(serde, ("msgpack", forged))
        read.set()

    both = [threading.Thread(target=each, daemon=True) for each in (first, second)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    return [told["sound"], told["forged"]]


def _loaded(serde: Any, row: Any) -> Any:
    try:
        return ["read", repr(serde.loads_typed(row))]
    except Exception as error:
        return [
            "raised",
            [kind.__name__ for kind in type(error).__mro__[:-1]],
            str(error)[:300],
        ]


def listeners(names: Any) -> list[list[int]]:
    """Read rows with several serializers; return how many listen after each, of two kinds.

    First come rows that are read or refused, then such as make the reading itself fail.
    """
    sound = JsonPlusSerializer().dumps_typed([Slow(7)])
    forged = ormsgpack.packb([ormsgpack.Ext(0, ormsgpack.packb(["builtins", "repr", "a row"]))])
    counts: list[list[int]] = []
    for rows in ([sound, ("msgpack", forged)], [("msgpack", b"")]):
        counts.append([])
        for _ in range(5):
            serde = names.safe_serializer(Slow)
            for row in rows:
                _loaded(serde, row)
            counts[-1].append(len(event_hooks._listeners))
    return counts
