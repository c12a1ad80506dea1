"""What the three tasks of `1_checkpointers/history` share: a student's file, and its moments."""

from __future__ import annotations

from typing import Any

from autograder.contract import CodeEnded, NotPlain, Student
from autograder.probes import history as probes

__all__ = ["ADVICE", "COUNT", "PRELOAD", "Watched", "kind", "texts"]

PRELOAD = (
    "langgraph.checkpoint.sqlite",
    "langgraph.checkpoint.sqlite.aio",
    "langgraph.graph",
    "pydantic",
    "workbook.crash",
    "workbook.look",
)
ADVICE = {
    "Invalid checkpointer": "from_conn_string() gives a context manager; who enters it?",
    "Cannot operate on a closed database": "the graph is used after its `with` block has ended",
    "created in a thread": "a graph works in several threads; what does sqlite3.connect need?",
    "does not support async methods": "it is called without await; which calls have no `a` in front?",
    "'coroutine' object is not": "it is called without await; which calls have no `a` in front?",
}
COUNT = "SELECT count(*) FROM checkpoints WHERE thread_id = ?"


def kind(found: Any) -> str:
    """Return the name of the type of what a student's function returned."""
    return found.type if isinstance(found, NotPlain) else type(found).__name__


def texts(found: Any) -> list[str]:
    """Return what should be a list of texts as one, whatever it is."""
    return [str(text) for text in found] if isinstance(found, list) else [repr(found)]


class Watched:
    """A student whose moments are noted, and who can be killed at one."""

    def __init__(self, student: Student, file: str) -> None:
        self.student, self.file = student, file
        self.path = str(student.folder / file)

    @property
    def moments(self) -> list[str]:
        """The moments passed since the latest call."""
        return self.student.contents("moments.txt").decode().split()

    def watch(self, kill_at: str = "") -> None:
        """Begin a fresh list of moments; let the process die at *kill_at*."""
        self.student.write("moments.txt", b"")
        self.student.run(probes.watch, str(self.student.folder / "moments.txt"), kill_at)

    def call(self, name: str, *arguments: Any, kill_at: str = "") -> Any:
        """Call a function of the student's under watch."""
        self.watch(kill_at)
        return self.student.call(name, *arguments)

    def killed(self, name: str, *arguments: Any, kill_at: str = "") -> bool:
        """Call a function that is to die; say whether it did. Another process is there then."""
        try:
            self.call(name, *arguments, kill_at=kill_at)
        except CodeEnded:
            self.student.restart()
            return True
        return False

    def saved(self, thread_id: str) -> int:
        """Return how many checkpoints of a thread are in the file."""
        return sum(count for (count,) in self.student.rows(self.file, COUNT, thread_id))
