"""Reference for `5_choosing/backends_measured`: foretell what a thread will weigh, and make it light.

Each `# cell:` comment names the notebook cell it answers. Sizes are in bytes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing

from workbook import measure

__all__ = ["predict", "slim"]


# cell: predict
def predict(points: Sequence[tuple[int, int]], turns: int) -> tuple[str, float]:
    """Return the law that *points* follow, `"log"` or `"snapshots"`, and the bytes it foretells.

    Args:
        points: Pairs of turns and bytes, measured, at least three.
        turns: After how many turns.

    Raises:
        ValueError: There are fewer than three different turns.
    """
    square = measure.fit(points, 2)
    last, size = max(points)
    # T² always fits better, also by following the steps of SQLite's pages. It is true where it
    # makes up much of the size.
    if square.square * last**2 > size / 4:
        return "snapshots", square.at(turns)
    return "log", measure.fit(points, 1).at(turns)


# cell: slim
def slim(path: str, thread_id: str) -> None:
    """Leave a thread its latest checkpoint in each namespace, and give the room back.

    Not for a thread with a `DeltaChannel`, whose latest value is made from older checkpoints
    (langgraph 1.2); nor while a run on this thread is under way.
    """
    # Ids begin with a time (UUID 6): the latest is the greatest, whatever its step.
    latest = """SELECT checkpoint_ns, max(checkpoint_id) FROM checkpoints
                WHERE thread_id = :thread GROUP BY checkpoint_ns"""
    with closing(sqlite3.connect(path)) as db:
        with db:  # one transaction: a kill in the middle leaves the thread as it was
            for table in ("writes", "checkpoints"):
                db.execute(
                    f"""DELETE FROM {table} WHERE thread_id = :thread
                        AND (checkpoint_ns, checkpoint_id) NOT IN ({latest})""",  # noqa: S608 (ours)
                    {"thread": thread_id},
                )
        db.execute("VACUUM")
