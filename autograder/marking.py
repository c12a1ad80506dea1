"""Mark a submitted notebook from outside: the student's cells in a walled process, checks here.

What a mark says is what was observed in replies and databases. The test cells of the submission
are not run; they only name the checks.
"""

from __future__ import annotations

import atexit
import time
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from autograder.book import CHECK, tasks
from autograder.cells import Notebook, is_test, nbformat
from autograder.contract import CodeEnded, StudentFault
from autograder.engine import Student
from autograder.engine.allowance import LIMIT, Allowance
from autograder.engine.doctor import best
from autograder.engine.usage import below
from autograder.engine.walls import Walls
from autograder.feedback import Result
from autograder.lessons import code_cells, original, submitted_cells
from autograder.marked import Marked, NotMarkable
from autograder.outputs import TRUSTED, error_output
from autograder.processes import WarmProcesses
from autograder.servers import Servers
from autograder.task import Task

__all__ = ["Grader", "shared"]


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
        walls = None if trusting else best(Walls(read=read))
        self.processes = WarmProcesses(walls, preload)
        self._servers = Servers()

    @property
    def walls(self) -> str:
        """Which walls hold, in a word that the marks record."""
        if self.processes.walls is None:
            return TRUSTED
        return "room" if self.processes.walls.room else "landlock"

    def mark(self, notebook: Notebook, seed: int, limit: float = LIMIT) -> Marked:
        """Put the submission to every check of the lesson that it is.

        After *limit* seconds of waiting for its code, in all checks together, it is not run any
        more; what was earned before stands.

        Raises:
            NotMarkable: It is none of the book's lessons.
        """
        book = original(notebook)
        if book is None:
            raise NotMarkable("it has no cell of any lesson; was the right file handed in?")
        # The lesson's own test cells name the checks: the submission's may be gone or edited.
        found = tasks(book)
        job = {"cells": submitted_cells(notebook, book)}
        allowance = Allowance(limit)
        needed = {name for task in found.values() for name in task.servers}
        told: dict[str, tuple[Result, float]] = {}
        with self._servers.lent(needed) as ports:
            while left := [test for test in found if test not in told]:
                group = {test: found[test] for test in _together(left, found)}
                told |= self._some(group, job, seed, allowance, ports)
        results = {test: told[test][0] for test in found}
        seconds = {test: told[test][1] for test in found}
        return Marked(results, seed, self.walls, seconds, limit, allowance.used_up)

    def run(
        self,
        notebook: Notebook,
        folder: Path,
        seconds: float,
        kernel: dict[str, Any] | None = None,
    ) -> None:
        """Run every code cell of a notebook in a copy of *folder*; write its outputs into it.

        With *kernel*, as `kernel_of` returns it, in that one.

        Raises:
            NotMarkable: The kernel does not start, or there are no walls that would hold it.
        """
        job: dict[str, Any] = {"kernel": kernel} if kernel else {"cells": []}
        some = self.processes
        warm = some.for_kernel(kernel) if kernel else some.for_cells()
        with Student(warm, job) as student:
            _started(student)
            student.take(folder)
            ended = ""
            for number, cell in enumerate(code_cells(notebook), 1):
                cell.execution_count = number
                name, shown = cell.get("id", str(number)), list[Any]()
                try:
                    shown = shown if ended else student.cell(name, cell.source, seconds)
                except CodeEnded as end:
                    ended = f"{end}; this cell and those below it were not run to their end"
                outputs = [error_output("CodeEnded", ended)] if ended else shown
                cell.outputs = list(map(nbformat.from_dict, outputs))

    @staticmethod
    def knows(notebook: Notebook) -> bool:
        """Whether the book's checks mark this notebook, with its test cells as released."""
        named = any(CHECK.search(cell.source) for cell in notebook.cells if is_test(cell))
        return named and original(notebook) is not None

    def close(self) -> None:
        """End the warm processes, and the servers."""
        self.processes.close()
        self._servers.close()

    def _some(
        self,
        group: dict[str, Task],
        job: dict[str, Any],
        seed: int,
        allowance: Allowance,
        ports: dict[str, int],
    ) -> dict[str, tuple[Result, float]]:
        """Mark tasks by one student's process, or as many of them as leave its folder empty."""
        servers = next(iter(group.values())).servers
        preload = [module for task in group.values() for module in task.preload]
        warm = self.processes.for_code((ports[name] for name in servers), preload)
        warm.prepare()
        told: dict[str, tuple[Result, float]] = {}
        filled = self._servers.folders(servers)
        with Student(warm, job, seed, filled, allowance) as student:
            for test, task in group.items():
                began = time.perf_counter()
                student.random = Random(seed)
                result = task.mark(student)
                told[test] = result, time.perf_counter() - began
                if next(below(student.folder), None):
                    break
        return told


def _started(student: Student) -> None:
    """Have the process there before its first cell.

    Raises:
        NotMarkable: Its kernel is not.
    """
    try:
        student.restart()
    except StudentFault as fault:
        raise NotMarkable(f"its kernel did not start: {fault}") from None


def _together(tests: list[str], found: dict[str, Task]) -> list[str]:
    """Return the tests that may be marked next in one process, by what their tasks say."""
    values = [test for test in tests if found[test].values_only and not found[test].servers]
    return values or tests[:1]


@cache
def shared(
    *, trusting: bool, preload: tuple[str, ...] = (), read: tuple[str, ...] = ()
) -> Grader:
    """Return a grader that lives as long as this process."""
    grader = Grader(trusting=trusting, preload=preload, read=read)
    atexit.register(grader.close)
    return grader
