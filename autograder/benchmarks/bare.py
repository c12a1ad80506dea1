"""The student's code in this very process: no fork, no walls, no restart that is one.

For benchmarks only. It is the floor under any grader: the same cells, calls and probes that the
checks ask for, and nothing around them. The gallery's answers are trusted; a submission is not.

    python -m autograder.benchmarks.bare NOTEBOOK [NOTEBOOK ...]

prints the seconds of processor time that the code in submitted notebooks took.
"""

from __future__ import annotations

import inspect
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any, Self

from autograder.book import notebooks, tasks
from autograder.cells import read_notebook
from autograder.contract import CodeMissing
from autograder.engine import Student
from autograder.engine.child import answer, probes
from autograder.engine.told import raised_by, value_of
from autograder.lessons import original, submitted_cells
from autograder.task import CheckFailed, Task

__all__ = ["BareStudent", "check", "seconds_of"]

ROOT = Path(__file__).parents[2]


class BareStudent(Student):
    """Satisfies `autograder.contract.Student` without any process.

    Args:
        cells: `[id, source]` of the cells to run; None where `names` are there already.
        names: The names of a notebook that has run.
        seed: What the checks' inputs are drawn from.

    Attributes:
        seconds: Processor time that the student's own code took, the probes beside it included.
    """

    def __init__(
        self,
        cells: Sequence[Sequence[str]] | None,
        names: dict[str, Any] | None = None,
        seed: int = 0,
    ) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.random = Random(seed)
        self.seconds = 0.0
        self._cells, self._names = cells, names or {}
        self._home = Path.cwd()

    def __enter__(self) -> Self:
        os.chdir(self.folder)
        self.restart()
        return self

    def __exit__(self, *_: object) -> None:
        os.chdir(self._home)
        shutil.rmtree(self.folder)

    @property
    def printed(self) -> str:
        """Nothing: what is printed is printed."""
        return ""

    def restart(self) -> None:
        """Run the cells again, as in a new process."""
        if self._cells is None:
            return
        # Type hints are looked up in the module that a class says it is of.
        module = sys.modules["submission"] = ModuleType("submission")
        self._names = module.__dict__
        for cell, source in self._cells:
            # As in a notebook: a cell that raises is no end.
            with self._timed(), suppress(Exception):
                exec(compile(source, f"<cell {cell}>", "exec"), self._names)  # noqa: S102

    def kill(self) -> None:
        """Do nothing: there is nobody to kill."""

    def call(self, name: str, *arguments: Any, seconds: float = 0) -> Any:
        """Call the student's function, without a limit."""
        return self._do({"call": name, "arguments": arguments})

    def run(self, probe: Callable[..., Any], *arguments: Any, seconds: float = 0) -> Any:
        """Run a probe beside the student's code, without a limit."""
        source = inspect.getsource(sys.modules[probe.__module__])
        probes(source)
        return self._do({"call": probe.__name__, "probe": source, "arguments": arguments})

    aside = run

    def _do(self, request: dict[str, Any]) -> Any:
        with self._timed():
            told = answer(self._names, json.loads(json.dumps(request)))
        if "raised" in told:
            raise raised_by(told["raised"])
        if "missing" in told:
            raise CodeMissing(told["missing"])
        return value_of(json.loads(json.dumps(told["value"])))

    @contextmanager
    def _timed(self) -> Iterator[None]:
        start = time.process_time()
        try:
            yield
        finally:
            self.seconds += time.process_time() - start


def check(stem: str, test: str, names: dict[str, Any]) -> None:
    """Put a test cell's check to the names of the kernel that this is called in.

    Raises:
        CheckFailed: A promise was not kept.
    """
    with BareStudent(None, names) as student:
        result = _tasks(stem)[test].mark(student)
    if not result.passed:
        raise CheckFailed(str(result))


@cache
def _tasks(stem: str) -> dict[str, Task]:
    [path] = [path for path in notebooks(ROOT) if path.stem == stem]
    return tasks(read_notebook(path))


def seconds_of(paths: Sequence[Path]) -> float:
    """Return the processor time that submissions' own code takes, put to all their checks."""
    used = 0.0
    for path in paths:
        notebook = read_notebook(path)
        book = original(notebook)
        cells = submitted_cells(notebook, book)
        for task in tasks(book).values():
            for module in task.preload:
                import_module(module)
            with BareStudent(cells) as student:
                task.mark(student)
            used += student.seconds
    return used


if __name__ == "__main__":
    print(seconds_of([Path(each) for each in sys.argv[1:]]))
