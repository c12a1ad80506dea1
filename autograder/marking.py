"""Mark a submitted notebook from outside: the student's cells in a walled process, checks here.

What a mark says is what was observed in replies and databases. The test cells of the submission
are not run; they only name the checks.
"""

from __future__ import annotations

import atexit
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from autograder.book import tasks
from autograder.cells import Notebook, nbformat
from autograder.contract import CodeEnded
from autograder.engine import Student, WarmProcess
from autograder.engine.doctor import best
from autograder.engine.walls import Walls
from autograder.feedback import Result, clean
from autograder.lessons import code_cells, original, submitted_cells
from autograder.outputs import TRUSTED, error_output
from autograder.task import Task
from workbook import services
from workbook.services.sibling import start_once

__all__ = ["Grader", "Marked", "NotMarkable", "shared"]

SERVERS: dict[str, Callable[[], str]] = {
    "postgres": services.postgres,
    "redis": services.redis,
    "cosmosdb": services.cosmosdb,
    # Never the user's own account: a class would be billed to it.
    "openai_api": partial(start_once, "openai_api", 0),
}


class NotMarkable(Exception):
    """The file cannot be marked; the message is the reason, for a person."""


@dataclass(frozen=True)
class Marked:
    """What one notebook earned.

    Attributes:
        results: By the `grade_id` of each test cell.
        seed: What the checks' inputs were drawn from; the same seed gives the same inputs.
        walls: Which walls held: "room", "landlock", or "without walls".
    """

    results: dict[str, Result]
    seed: int
    walls: str

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data: what a report, a journal or another machine needs."""
        return {
            "seed": self.seed,
            "walls": self.walls,
            "tests": {test: told(result) for test, result in self.results.items()},
        }


def told(result: Result) -> dict[str, Any]:
    """Return a result as plain data."""
    broken = next((trial for trial in result.trials if not trial.kept), None)
    return {
        "earned": result.earned,
        "points": result.points,
        "started": result.started,
        "broken": broken.promise if broken else "",
        "fault": clean(str(result.fault or "")),
        "text": str(result),
    }


class Grader:
    """Warm processes for marking, kept until this one ends.

    Args:
        trusting: Run submissions without walls.
        preload: More modules to have in memory before a submission runs.
        read: More folders that submissions may read.

    Raises:
        WallsMissing: A wall does not hold on this machine, and submissions are not trusted.
    """

    def __init__(
        self,
        *,
        trusting: bool = False,
        preload: tuple[str, ...] = (),
        read: tuple[str, ...] = (),
    ) -> None:
        self._walls = None if trusting else best(Walls(read=read))
        self._preload = preload
        self._warm: dict[tuple[int, ...], WarmProcess] = {}

    @property
    def walls(self) -> str:
        """Which walls hold, in a word that the marks record."""
        if self._walls is None:
            return TRUSTED
        return "room" if self._walls.room else "landlock"

    def mark(self, notebook: Notebook, seed: int) -> Marked:
        """Put the submission to every check of the lesson that it is.

        Raises:
            NotMarkable: It is none of the book's lessons.
        """
        book = original(notebook)
        if book is None:
            raise NotMarkable("it has no cell of any lesson; was the right file handed in?")
        # The lesson's own test cells name the checks: the submission's may be gone or edited.
        found = tasks(book)
        job = {"cells": submitted_cells(notebook, book)}
        results = {test: self._one(task, job, seed) for test, task in found.items()}
        return Marked(results, seed, self.walls)

    def run(self, notebook: Notebook, folder: Path, seconds: float) -> None:
        """Run every code cell of a notebook in a copy of *folder*; write its outputs into it."""
        warm = self._process(())
        warm.load(self._preload)
        with Student(warm, {"cells": []}) as student:
            student.take(folder)
            ended = ""
            for number, cell in enumerate(code_cells(notebook), 1):
                cell.execution_count = number
                try:
                    shown = (
                        []
                        if ended
                        else student.cell(cell.get("id", str(number)), cell.source, seconds)
                    )
                except CodeEnded as end:
                    ended = f"{end}; this cell and those below it were not run to their end"
                outputs = [error_output("CodeEnded", ended)] if ended else shown
                cell.outputs = list(map(nbformat.from_dict, outputs))

    @staticmethod
    def knows(notebook: Notebook) -> bool:
        """Whether the notebook is a lesson of this book."""
        return original(notebook) is not None

    def close(self) -> None:
        """End the warm processes."""
        for warm in self._warm.values():
            warm.close()
        self._warm.clear()

    def _one(self, task: Task, job: dict[str, Any], seed: int) -> Result:
        warm = self._process(_ports(task.servers))
        warm.load((*self._preload, *task.preload))
        with Student(warm, job, seed) as student:
            return task.mark(student)

    def _process(self, ports: tuple[int, ...]) -> WarmProcess:
        warm = self._warm.get(ports)
        if warm is None or not warm.is_alive:
            walls = self._walls and Walls(self._walls.room, ports, self._walls.read)
            warm = self._warm[ports] = WarmProcess(walls=walls)
        return warm


@cache
def shared(
    *, trusting: bool, preload: tuple[str, ...] = (), read: tuple[str, ...] = ()
) -> Grader:
    """Return a grader that lives as long as this process."""
    grader = Grader(trusting=trusting, preload=preload, read=read)
    atexit.register(grader.close)
    return grader


def _ports(servers: tuple[str, ...]) -> tuple[int, ...]:
    """Start the servers that a task's code talks to; return their ports."""
    urls = [SERVERS[name]() for name in servers]
    return tuple(sorted(urlsplit(url).port or 0 for url in urls))
