"""What passes between a check and whoever runs the student's code.

A check is a generator over `Trial`s and sees the student through `Student`: plain
data in, plain data out, and whatever lies in the folder afterwards. It never holds
an object of the student's, so the same check serves a notebook and a marking run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Protocol

__all__ = [
    "CodeEnded",
    "CodeMissing",
    "CodeRaised",
    "Line",
    "NotPlain",
    "Student",
    "StudentFault",
    "Trial",
]


@dataclass(frozen=True)
class Trial:
    """One promise put to the test.

    Attributes:
        promise: What the task asks for, in the student's words.
        kept: Whether it was seen to hold.
        saw: A fact: what happened instead.
        nudge: A question or a pointer; never the answer.
    """

    promise: str
    kept: bool
    saw: str = ""
    nudge: str = ""


@dataclass(frozen=True)
class NotPlain:
    """Stands for a value that was not plain data: JSON could not carry it.

    Attributes:
        type: The name of its class.
        holds: The names of the classes of what it holds, if it is a container.
    """

    type: str
    holds: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Say what it was, as feedback does."""
        article = "an" if self.type[:1].lower() in "aeiou" else "a"
        kind = f"{article} {self.type} object"
        return f"{kind} with {', '.join(self.holds)} objects in it" if self.holds else kind

    __repr__ = __str__


class StudentFault(Exception):
    """Something the student's code did; the message is one sentence about it."""


@dataclass(frozen=True)
class Line:
    """A line of the student's own code."""

    file: str
    number: int
    function: str
    text: str


class CodeRaised(StudentFault):
    """The student's code raised an exception.

    Attributes:
        type: The exception's class name.
        kinds: The names of its class and of that class's bases.
        line: The innermost line that the student wrote, if any was involved.
        untouched: The stub's own `raise NotImplementedError` was reached.
    """

    def __init__(
        self, kinds: Sequence[str], message: str, line: Line | None, *, untouched: bool
    ) -> None:
        super().__init__(f"{kinds[0]}: {message}" if message else kinds[0])
        self.type, self.kinds, self.line, self.untouched = kinds[0], kinds, line, untouched


class CodeMissing(StudentFault):
    """A name that the check needs is not defined."""

    def __init__(self, name: str) -> None:
        super().__init__(f"`{name}` is not defined")
        self.name = name


class CodeEnded(StudentFault):
    """The process that ran the student's code ended, hung, or said too much."""


class Student(Protocol):
    """The student's code as a check sees it."""

    folder: Path
    """A folder of its own, empty at the start, kept across `restart`."""

    random: Random
    """Where a check draws its inputs from; seeded, so that a mark can be repeated."""

    @property
    def printed(self) -> str:
        """The end of what the code printed in the latest call."""

    def call(self, name: str, *arguments: Any, seconds: float = ...) -> Any:
        """Call the student's function *name* with plain data; return plain data."""

    def run(self, probe: Callable[..., Any], *arguments: Any, seconds: float = ...) -> Any:
        """Run *probe* beside the student's code, as `probe(names, *arguments)`.

        The source of the probe's module travels, not the probe: the module may
        import libraries, and nothing that the student must not see.
        """

    def aside(self, probe: Callable[..., Any], *arguments: Any, seconds: float = ...) -> Any:
        """Run *probe* on the same folder, in a process that never held the student's code.

        It has the student's walls, and what it returns is what was there to be seen: to read
        what the code left, and to write what it is to find. Its first argument has no names.
        The process lives as long as the student, whatever `restart` kills.
        """

    def restart(self) -> None:
        """Kill the process with SIGKILL and start another on the same folder."""

    def rows(self, file: str, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Return what *sql* selects from an SQLite file in the folder.

        A file that is missing, or is no database, has no rows.
        """

    def contents(self, file: str) -> bytes:
        """Return all bytes of a file and of its SQLite companions (-wal, -journal)."""

    def write(self, file: str, content: bytes) -> None:
        """Put a new file into the folder, in place of one that has its name."""

    def copy(self, file: str, name: str) -> None:
        """Put a copy of a database, as it lies on the disk, into the folder under a new name."""

    def new_folder(self, name: str) -> Path:
        """Make an empty folder in the folder; return its path."""

    def files(self) -> dict[str, bytes]:
        """Return the bytes of every file in the folder, by its path there."""
