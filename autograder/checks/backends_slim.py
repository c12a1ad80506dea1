"""What `5_choosing/backends_measured` must show last: a thread made light, and nothing lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from autograder.contract import CodeRaised, Student, Trial
from autograder.probes import backends_slim as probes
from autograder.task import task

__all__ = ["check_slim"]

PRELOAD = ("sqlite3", "langgraph.checkpoint.sqlite", "workbook.measure")
ADVICE = {
    "cannot VACUUM from within a transaction": "a DELETE begins a transaction; what ends it?",
    "cannot VACUUM - SQL statements in progress": "which cursor has not been read to its end?",
    "database is locked": "who holds the file, and has it committed?",
    "Cannot operate on a closed database": "which line closes it, and which one comes after?",
    "no such column": "which columns has the table? look.tables shows them",
    "no such table": "the file has two tables: `checkpoints` and `writes`",
    "Incorrect number of bindings": "a tuple of one element has a comma",
    "prune": "section 5 asked this saver to prune; what did it answer?",
}
ROWS = (
    "SELECT * FROM checkpoints WHERE thread_id = ?",
    "SELECT * FROM writes WHERE thread_id = ?",
)
KEPT = """SELECT checkpoint_ns, count(*), max(checkpoint_id) FROM checkpoints
          WHERE thread_id = ? GROUP BY checkpoint_ns ORDER BY checkpoint_ns"""
ORPHANS = """SELECT count(*) FROM writes WHERE thread_id = ? AND (checkpoint_ns, checkpoint_id)
             NOT IN (SELECT checkpoint_ns, checkpoint_id FROM checkpoints WHERE thread_id = ?)"""
COUNT = "SELECT count(*) FROM checkpoints WHERE thread_id = ?"


class Trips:
    """Threads in one file, written and read beside none of the student's code."""

    def __init__(self, student: Student) -> None:
        """Name a file."""
        self.student = student
        self.file = f"trips-{student.random.randrange(1000)}.db"
        self.path = str(student.folder / self.file)

    def prepare(self, long: str, other: str, size: int) -> list[str]:
        """Fill the file; return the texts of the long thread."""
        made: list[str] = self.student.aside(probes.prepare, self.path, long, other, size)
        return made

    def ask(self, thread: str, answer: str = "", *, inside: bool) -> list[Any]:
        """Run a graph to its question, or answer it; return steps, fault, nodes that ran."""
        return list(self.student.aside(probes.ask, self.path, thread, answer, inside))

    def bytes(self) -> int:
        """Return the size of the file and of its log."""
        return len(self.student.contents(self.file))

    def everything(self, thread: str) -> list[Any]:
        """Return all rows of a thread."""
        return [sorted(self.student.rows(self.file, sql, thread), key=repr) for sql in ROWS]


@task("slim", 5, ("slim",), PRELOAD, ADVICE)
def check_slim(student: Student) -> Iterator[Trial]:
    """A tenth of the bytes; the latest state, an open question and other threads are kept."""
    trips = Trips(student)
    number = student.random.randrange(2, 9)
    long, other, asking, inner = f"trip-{number}", f"trip-{number}0", "trip-ask", "trip-inner"
    texts = trips.prepare(long, other, student.random.randint(700, 1500))
    for thread in (asking, inner):
        trips.ask(thread, inside=thread == inner)
    before, others = trips.bytes(), [trips.everything(name) for name in (other, asking, inner)]

    student.call("slim", trips.path, long)
    yield _tenth(student, trips, long, before)
    found = student.aside(probes.texts, trips.path, long)
    yield Trial(
        "the latest state of the thread is the same",
        kept=found == texts,
        saw=f"there were {len(texts)} messages; now there are {len(found)}",
        nudge=_wrong_state(found),
    )
    yield Trial(
        "other threads keep every row",
        kept=[trips.everything(name) for name in (other, asking, inner)] == others,
        saw="rows of threads that nobody named are gone",
        nudge="whose rows does each of your statements touch? one thread was named",
    )
    orphans = student.rows(trips.file, ORPHANS, long, long)
    yield Trial(
        "no write is left of a checkpoint that is gone",
        kept=orphans == [(0,)],
        saw=f"{orphans[0][0] if orphans else 'no'} rows of `writes` belong to no checkpoint",
        nudge="a thread lies in two tables",
    )
    went_on = student.aside(probes.go_on, trips.path, long)
    yield Trial(
        "the thread goes on",
        kept=went_on == len(texts) + 2,
        saw=f"after another turn it had {went_on} messages",
        nudge="a turn begins from the latest checkpoint: is it as the saver left it?",
    )
    yield from _answered(student, trips, asking, "a waiting thread", inside=False)
    yield from _answered(student, trips, inner, "a graph inside a graph", inside=True)
    yield _unknown(student, trips, other)


def _tenth(student: Student, trips: Trips, thread: str, before: int) -> Trial:
    after = trips.bytes()
    left = student.rows(trips.file, COUNT, thread)
    saw = f"{before:,} bytes before, {after:,} after; {left[0][0] if left else 0} checkpoints left"
    if left and left[0][0] > 20:
        nudge = "which rows of the thread will nobody read again? and was the change committed?"
    elif student.contents(f"{trips.file}-wal"):
        nudge = "the file has a write-ahead log; when is that folded in, and who must let go?"
    else:
        nudge = "rows are gone and the file keeps their room: which command gives it back?"
    return Trial(
        "the file has at most a tenth of its bytes",
        kept=0 < after * 10 <= before,
        saw=saw,
        nudge=nudge,
    )


def _wrong_state(found: list[str]) -> str:
    if not found:
        return "is any checkpoint of the thread left, and is it complete?"
    return "the thread went back and took another way; what tells the latest checkpoint, step or id?"


def _answered(
    student: Student, trips: Trips, thread: str, what: str, *, inside: bool
) -> Iterator[Trial]:
    """Slim a thread that waits for an answer, then give the answer."""
    student.call("slim", trips.path, thread)
    kept = student.rows(trips.file, KEPT, thread)
    yield Trial(
        f"{what}: one checkpoint is left in each namespace",
        kept=len(kept) == (2 if inside else 1) and all(count == 1 for _, count, _ in kept),
        saw=f"checkpoints left, by namespace: {[count for _, count, _ in kept]}",
        nudge="`checkpoint_ns` is a part of the key: the latest of what?",
    )
    steps, fault, ran = trips.ask(thread, "paid", inside=inside)
    yield Trial(
        f"{what}: its question can still be answered",
        kept=set(steps) == {"planned", "booked", "paid"},
        saw=fault or f"after the answer the steps were {steps}",
        nudge="where is a question kept until it is answered? look at `channel` in `writes`",
    )
    yield Trial(
        f"{what}: no finished step runs again",
        kept=ran == [],
        saw="`book` had finished before the question, and ran again",
        nudge="what a step returned lies in `writes` until the next checkpoint",
    )


def _unknown(student: Student, trips: Trips, other: str) -> Trial:
    before, fault = trips.everything(other), None
    try:
        student.call("slim", trips.path, other[:-1] + "_")
    except CodeRaised as raised:
        fault = raised
    return Trial(
        "a thread that is not there changes nothing",
        kept=fault is None and trips.everything(other) == before,
        saw=f"it raised {fault}" if fault else "rows of another thread are gone",
        nudge="nothing to keep, nothing to delete"
        if fault
        else "does your SQL compare ids, or patterns?",
    )
