"""Records of measurements for the task `admit`, drawn afresh, and the law behind each."""

from __future__ import annotations

from itertools import pairwise
from random import Random
from typing import Any

from workbook.growth import fit

__all__ = ["NEAR", "Limits", "Record", "bending", "drawn", "log", "snapshots", "truth"]

Record = dict[str, Any]
Limits = dict[str, Any]
NAMES = (
    *("SqliteSaver", "PostgresSaver", "InMemorySaver", "AsyncSqliteSaver"),
    *("SQLiteSession", "RedisSession", "SQLAlchemySession, PostgreSQL"),
)
PAGE = 4096  # SQLite's sizes go in steps
NEAR = 0.02  # how far a foretold size may be from the true one


def truth(record: Record, turns: int) -> int:
    """Return how many bytes the record's law says."""
    square, line, base = record["law"]
    return int(square * turns**2 + line * turns + base)


def _record(
    draw: Random, backend: str, keeps: str, law: tuple[int, int, int], at: list[int]
) -> Record:
    record: Record = {
        "backend": backend,
        "keeps": keeps,
        "law": law,
        "writers": [[1, 0], [4, 0], [16, 0]],
        "ratio": round(draw.uniform(1, 2.4), 1),
        "outlives": True,
    }
    # In steps of a page, as files grow.
    record["sizes"] = [[t, -(-truth(record, t) // PAGE) * PAGE] for t in at]
    draw.shuffle(record["sizes"])
    draw.shuffle(record["writers"])
    return record


def snapshots(draw: Random, backend: str, **known: Any) -> Record:
    """Return a record of a backend that keeps snapshots; *known* says otherwise."""
    law = (draw.randint(1200, 3800), draw.randint(4000, 12000), draw.randint(20, 80) * 1000)
    # Far enough from each other: the steps of the pages weigh little then.
    at = [draw.randint(t, t + 6) for t in (8, 18, 28, 38, 52)]
    return {**_record(draw, backend, "snapshots", law, at), **known}


def log(draw: Random, backend: str, **known: Any) -> Record:
    """Return a record of a backend that keeps a log; *known* says otherwise."""
    law = (0, draw.randint(2600, 9000), draw.randint(40, 400) * 1000)
    at = [draw.randint(t, t + 30) for t in (30, 110, 190, 270, 350)]
    return {**_record(draw, backend, "log", law, at), **known}


def bending(draw: Random, backend: str, turns: int) -> Record:
    """Return a log whose pages' steps lead astray who fits T² to them, and nobody else."""
    while True:
        law = (0, draw.randint(2600, 3600), draw.randint(40, 90) * 1000)
        at = [draw.randint(t, t + 12) for t in (8, 34, 60, 86, 112)]
        record = _record(draw, backend, "log", law, at)
        off = [
            fit(record["sizes"], power).at(turns) / truth(record, turns) - 1 for power in (1, 2)
        ]
        if abs(off[0]) < NEAR / 2 and abs(off[1]) > 2 * NEAR:
            return record


def drawn(draw: Random) -> tuple[list[Record], Limits]:
    """Return records and limits of which nothing hangs on the last percent."""
    turns = draw.randint(300, 3000)
    while True:
        records = [
            draw.choice([snapshots, log])(
                draw,
                name,
                outlives=draw.random() < 0.8,
                writers=draw.choice([[[4, 0], [1, 0]], [[8, 3], [1, 0]], [[16, 0], [4, 0]]]),
            )
            for name in draw.sample(NAMES, 5)
        ]
        limits = {
            "turns": turns,
            "bytes": draw.choice([10**7, 10**8, 10**10]),
            "writers": draw.choice([1, 4, 6]),
            "ratio": draw.choice([1.95, 2.45]),
            "outlives": draw.random() < 0.5,
        }
        sizes = sorted([limits["bytes"], *(truth(record, turns) for record in records)])
        if all(b > 1.1 * a for a, b in pairwise(sizes)):
            return records, limits
