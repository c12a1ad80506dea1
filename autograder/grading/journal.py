"""What grading has found out, kept so that a kill loses nothing."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

__all__ = ["Damaged", "Journal"]


class Damaged(Exception):
    """The journal cannot be read; the message says where, and what to do."""


class Journal:
    """What was found out about an assignment, one JSON line each, on disk before it is used.

    A line that was cut off, by a crash or a full disk, is as if it had never been begun.

    Attributes:
        lines: By key: a notebook's marks, or why it has none.
        entered: By student and notebook: the key whose marks nbgrader entered last.
        late: By student and notebook: the lateness that it entered them with, see `lateness.py`.
        anew: How many files, all in all, were marked in this run that had marks before: what
            decides them has changed since.

    Raises:
        Damaged: A whole line of it is not what was written.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self.lines: dict[str, dict[str, Any]] = {}
        self.entered: dict[tuple[str, str], str] = {}
        self.late: dict[tuple[str, str], str] = {}
        self.anew = 0
        self._drop_half_a_line()
        # Not splitlines: what a student named a file may hold other ends of lines.
        lines = path.read_bytes().split(b"\n")[:-1] if path.exists() else []
        for number, line in enumerate(lines, 1):
            try:
                self._take(json.loads(line))
            except (ValueError, TypeError, KeyError):
                raise Damaged(
                    f"line {number} of {path} is damaged; delete that line, and what it was "
                    "about is marked once more"
                ) from None
        self._before = {_file(key) for key in self.lines}

    @property
    def news(self) -> tuple[str, ...]:
        """A sentence for the class in short, if what was marked before was marked once more."""
        why = "what decides their marks (checks, settings) has changed since"
        return (f"{self.anew} marked anew: {why}",) if self.anew else ()

    def _take(self, line: dict[str, Any]) -> None:
        if line.get("entered"):
            who = line["student"], line["notebook"]
            self.entered[who] = line["key"]
            self.late[who] = str(line.get("late", ""))
        else:
            self.lines[line["key"]] = line

    def _drop_half_a_line(self) -> None:
        if self._path.exists():
            content = self._path.read_bytes()
            whole = content.rfind(b"\n") + 1
            if whole < len(content):
                os.truncate(self._path, whole)

    def add(self, key: str, told: dict[str, Any]) -> None:
        """Write a line, and wait until it is on disk.

        Raises:
            OSError: It is not, and nothing of it is.
        """
        line = {"key": key, **told}
        try:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            self._drop_half_a_line()
            raise
        self.anew += key not in self.lines and _file(key) in self._before
        self._take(line)

    def enter(self, key: str, student: str, notebook: str, late: str = "") -> None:
        """Note that nbgrader has entered these marks, and with which lateness.

        Raises:
            OSError: It is not noted.
        """
        who = {"student": student, "notebook": notebook}
        self.add(key, {**who, "entered": True, "late": late})


def _file(key: str) -> str:
    """Return whose file a key is about; what decides its mark comes last, behind a slash."""
    return key.rpartition("/")[0]
