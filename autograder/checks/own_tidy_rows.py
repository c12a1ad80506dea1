"""The rows that `tidy_saver` of `7_capstone/own_checkpointer` is judged by, before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from autograder.contract import Student, Trial
from autograder.probes import own_tidy_rows, own_tidy_saver

__all__ = ["File", "compared", "new_file", "sizes", "without"]

CHECKPOINTS = "SELECT * FROM checkpoints ORDER BY thread_id, checkpoint_ns, checkpoint_id"
WRITES = """SELECT thread_id, checkpoint_ns, checkpoint_id, task_id, task_path, idx, channel,
            type, value FROM writes ORDER BY 1, 2, 3, 4, 6"""
PARENT = 3  # the column of a checkpoint's parent
CHILD = "ask:7"

Row = tuple[Any, ...]
Rows = tuple[list[Row], list[Row]]


@dataclass(frozen=True)
class File:
    """A database in the student's folder, with three threads that the check has written."""

    student: Student
    name: str
    mine: str
    near: str
    other: str

    @property
    def path(self) -> str:
        """Where it is."""
        return str(self.student.folder / self.name)

    def rows(self) -> Rows:
        """Return all checkpoints and all writes."""
        read = self.student.rows
        return read(self.name, CHECKPOINTS), read(self.name, WRITES)

    def write(self, *threads: Any) -> None:
        """Write threads, beside none of the student's code: see the probe."""
        self.student.aside(own_tidy_rows.write, self.path, list(threads))

    def change(self, method: str, *arguments: Any, **named: Any) -> Rows:
        """Call a method of the student's; return the rows afterwards."""
        self.student.run(own_tidy_saver.change, self.path, method, list(arguments), named)
        return self.rows()


def new_file(student: Student) -> File:
    """Write three threads, two of whose ids begin the same way, into a new database."""
    number = student.random.randrange(10, 99)
    near = (f"o'hare-{number}", f"o'hare-{number}0", "o_hare")
    file = File(student, f"trips-{student.random.randrange(10**6)}.db", *near)
    long, short = ["it's 7", "it's 7", "it's 70", "it's 7", "it's 70"], ["it's 7", "it's 70"]
    file.write(*([thread, "", long, {}] for thread in near))
    file.write(*([thread, CHILD, short, {}] for thread in near))
    return file


def without(rows: Rows, gone: Callable[[Row], bool]) -> Rows:
    """Return the rows without some checkpoints, their writes, and their names as parents."""
    checkpoints, writes = rows
    keys = {row[:3] for row in checkpoints if gone(row)}
    kept = [row for row in checkpoints if row[:3] not in keys]
    orphaned = [
        (*row[:PARENT], None, *row[PARENT + 1 :]) if (*row[:2], row[PARENT]) in keys else row
        for row in kept
    ]
    return orphaned, [row for row in writes if row[:3] not in keys]


def compared(what: str, after: Rows, wanted: Rows) -> Iterator[Trial]:
    """Compare rows with what they should be: which are there, what is in them, the writes."""
    keys, others = ({row[:3] for row in rows[0]} for rows in (after, wanted))
    yield Trial(
        f"{what}: exactly the right checkpoints are left",
        kept=keys == others,
        saw=f"{len(others - keys)} are missing, {len(keys - others)} should not be there",
        nudge="which thread, which namespace, which of its checkpoints? which of them begin alike?"
        if others - keys
        else "which checkpoints does your condition not reach?",
    )
    rest, others_rest = (
        [(*r[:PARENT], *r[PARENT + 1 :]) for r in rows[0]] for rows in (after, wanted)
    )
    yield Trial(
        f"{what}: what is in those checkpoints is as it was",
        kept=rest == others_rest,
        saw="their content or their metadata changed",
        nudge="which columns has a checkpoint?",
    )
    parents, others_parents = ([row[PARENT] for row in rows[0]] for rows in (after, wanted))
    ghosts = sum(
        one is not None and two is None
        for one, two in zip(parents, others_parents, strict=True)
    )
    yield Trial(
        f"{what}: a checkpoint has the right parent, and none if that is gone",
        kept=parents == others_parents,
        saw=f"{ghosts} checkpoints name a parent that is not there"
        if ghosts
        else "a parent that is there is not named any more",
        nudge="who else names a checkpoint's id?",
    )
    yield from _compared_writes(what, after[1], wanted[1])


def _compared_writes(what: str, after: list[Row], wanted: list[Row]) -> Iterator[Trial]:
    lost = [row for row in wanted if row not in after]
    early = [row for row in lost if row[3] == "task-early"]
    left = [row for row in after if row not in wanted]
    yield Trial(
        f"{what}: the writes of those checkpoints are left, and no others'",
        kept=not left and len(lost) == len(early),
        saw=f"of {len(wanted)} writes {len(lost)} are missing; {len(left)} should not be there",
        nudge="which table has the writes, and what is a write's checkpoint?",
    )
    yield Trial(
        f"{what}: writes whose checkpoint is still under way are left",
        kept=not early,
        saw=f"{len(early)} writes are gone that were saved before their checkpoint",
        nudge="is a write without a checkpoint always an old one?",
    )


def sizes(rows: Any) -> tuple[int, ...]:
    """Return how many rows there are in each table."""
    return tuple(map(len, rows))
