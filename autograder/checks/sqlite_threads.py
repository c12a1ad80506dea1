"""Threads in a student's SQLite file: what is there, and what to try where it is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from autograder.contract import CodeEnded, NotPlain, Student
from autograder.probes import sqlite_saver as probes

__all__ = [
    "ADVICE",
    "COUNT",
    "PRELOAD",
    "Trip",
    "not_in_the_file",
    "shape",
    "what_is_there",
]

PRELOAD = (
    "langgraph.checkpoint.sqlite",
    "langgraph.checkpoint.sqlite.aio",
    "langgraph.graph",
    "workbook.crash",
)
ADVICE = {
    "Invalid checkpointer": "from_conn_string() gives a context manager; who enters it?",
    "_AsyncGeneratorContextManager": "one saver is for `async with`, the other for `with`",
    "context manager protocol": "from_conn_string() gives what `with` needs; did you enter its result?",
    "Cannot operate on a closed database": "the graph is used after its `with` block has ended",
    "created in a thread": "a graph works in several threads; what does sqlite3.connect need?",
    "does not support async methods": "it is called without await; which calls have no `a` in front?",
    "Checkpointer requires one or more": "the config names the thread: {'configurable': {'thread_id': ...}}",
    "EmptyInputError": "nothing is there to carry on with; what does a new trip begin with?",
    "'coroutine' object is not": "it is called without await; which calls have no `a` in front?",
    "not subscriptable": "invoke() returns the final state, a dict",
}
COUNT = "SELECT count(*) FROM checkpoints WHERE thread_id = ?"
THREADS = "SELECT DISTINCT thread_id FROM checkpoints"
DISK_SECONDS = 0.12


def shape(found: Any, field: str) -> str:
    """Say what to try where an answer is not the list that was asked for."""
    kind = found.type if isinstance(found, NotPlain) else type(found).__name__
    if found is None:
        return "what does a function give back that never says `return`?"
    if kind == "coroutine":
        return "the caller does not await; which `def` gives its result at once?"
    if "dict" in kind.lower():
        return f"that is a whole state; in which of its fields are {field}?"
    return f"what does the final state have, and which part of it are {field}?"


def what_is_there(student: Student, file: str, thread: str) -> str:
    """Say what is on disk instead of a thread."""
    threads = student.rows(file, THREADS)
    if threads:
        return f"for {thread}, the file has the threads {sorted(name for (name,) in threads)}"
    found = ", ".join(sorted(path.name for path in student.folder.iterdir())) or "nothing"
    opened = student.run(probes.opened)
    asked = ", ".join(sorted({name.rpartition("/")[2] for name in opened})) or "nothing"
    return f"no checkpoint in {file}; SQLite was asked for {asked}; the folder holds {found}"


def not_in_the_file(student: Student, file: str, thread: str) -> str:
    """Say what to try where a thread is not in its file."""
    threads = [str(name) for (name,) in student.rows(file, THREADS)]
    if any(thread in name for name in threads):
        return "an id is kept as it was given, with nothing added"
    if threads:
        return "follow `thread_id` to the config: which thread does it name?"
    opened = student.run(probes.opened)
    if not opened:
        return "which kind of saver keeps its threads in a file?"
    if any(":memory:" in name for name in opened):
        return "where does SQLite keep a database of that name?"
    if any(name.endswith(f"/{file}") for name in opened):
        return "it was there, and is gone: who removes it?"
    return "follow `path`: is it the file that you open?"


@dataclass
class Trip:
    """One thread of the student's, and what can be done to it."""

    student: Student
    file: str
    name: str

    @property
    def saved(self) -> int:
        """How many checkpoints of this thread are in the file."""
        return sum(count for (count,) in self.student.rows(self.file, COUNT, self.name))

    @property
    def moments(self) -> list[str]:
        """The moments passed since the latest `start` or `resume`."""
        return self.student.contents("moments.txt").decode().split()

    def start(self, kill_at: str = "") -> Any:
        """Call the student's `start`; return what it returned."""
        return self._call("start", kill_at)

    def resume(self, kill_at: str = "") -> Any:
        """Call the student's `resume`; return what it returned."""
        return self._call("resume", kill_at)

    def kill(self, function: Callable[[str], Any], moment: str = "") -> bool:
        """Call *function*, to die at *moment* on a slow disk; say whether it did.

        Without a moment, it dies while the first step is being saved.
        """
        if moment:
            self.student.run(probes.slow_disk, DISK_SECONDS)
        else:
            self.student.run(probes.die_while_saving)
        try:
            function(moment)
        except CodeEnded:
            self.student.restart()
            return True
        return False

    def _call(self, name: str, kill_at: str) -> Any:
        """Begin a fresh list of moments in the student's process, and call a function."""
        self.student.write("moments.txt", b"")
        log = str(self.student.folder / "moments.txt")
        self.student.run(probes.watch, log, kill_at)
        return self.student.call(name, str(self.student.folder / self.file), self.name)
