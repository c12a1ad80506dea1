"""What an answer is worth that only a probe in the student's own process gave.

Whoever patches that process can give it without doing what was asked. A check is to ask, besides,
for what others can see: rows, bytes, replies of the functions that the task names. Where it
cannot, `hostile/forge_the_answers.py` says so, and this holds the list to the truth.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.book import notebooks, tasks
from autograder.cells import answers, fit, read_notebook, solve
from autograder.engine import Student, WarmProcess
from autograder.lessons import submitted_cells
from autograder.task import Task

ROOT = Path(__file__).parents[1]
LISTED = re.compile(r"^- (\w+), (\w+): (\d+)$", re.MULTILINE)
FORGERY = (ROOT / "tests" / "hostile" / "forge_the_answers.py").read_text()
LEFT = {(stem, task): int(points) for stem, task, points in LISTED.findall(FORGERY)}
BOOK = {path.stem: path for path in notebooks(ROOT)}


class Forger:
    """An untouched notebook whose probes answer as the reference's do, and nothing else of it.

    Satisfies `autograder.contract.Student`. What the reference leaves on disk, it leaves in a
    folder that the check does not see.
    """

    def __init__(self, real: Student, blank: Student) -> None:
        self._real, self._blank = real, blank
        self.folder, self.random, self.printed = blank.folder, blank.random, ""

    def run(self, probe: Callable[..., Any], *arguments: Any, **limits: Any) -> Any:
        """Have the reference answer."""
        here, there = str(self.folder), str(self._real.folder)
        came = self._real.run(probe, *_told(arguments, here, there), **limits)
        return _told(came, there, here)

    def aside(self, probe: Callable[..., Any], *arguments: Any, **limits: Any) -> Any:
        """Do what the check has done in both folders; tell what it came to in its own."""
        there = _told(arguments, str(self.folder), str(self._real.folder))
        self._real.aside(probe, *there, **limits)
        return self._blank.aside(probe, *arguments, **limits)

    def restart(self) -> None:
        """Kill both."""
        self._real.restart()
        self._blank.restart()

    def write(self, file: str, content: bytes) -> None:
        """Put a file into both folders."""
        self._real.write(file, content)
        self._blank.write(file, content)

    def new_folder(self, name: str) -> Path:
        """Make a folder in both."""
        self._real.new_folder(name)
        return self._blank.new_folder(name)

    def __getattr__(self, name: str) -> Any:
        """Leave the rest, calls of the task's functions among it, to the untouched notebook."""
        return getattr(self._blank, name)


def _told(value: Any, old: str, new: str) -> Any:
    if isinstance(value, str):
        return value.replace(old, new)
    if isinstance(value, list | tuple):
        return [_told(each, old, new) for each in value]
    if isinstance(value, dict):
        return {key: _told(each, old, new) for key, each in value.items()}
    return value


@pytest.fixture(scope="module")
def warm() -> Iterator[WarmProcess]:
    process = WarmProcess()
    yield process
    process.close()


def of(stem: str) -> list[tuple[str, Task]]:
    """Return a lesson's tasks; those on a server leave what they do there for all to see."""
    found = tasks(read_notebook(BOOK[stem])).values()
    return [(stem, task) for task in found if not task.servers]


CASES = [each for stem in BOOK for each in of(stem)]


@pytest.mark.parametrize(
    ("stem", "task"), CASES, ids=lambda value: getattr(value, "name", value)
)
def test_answers_of_probes_alone_earn_what_is_listed_and_no_more(
    warm: WarmProcess, stem: str, task: Task
) -> None:
    """
    With every probe answered as the reference answers, and nothing done, a task is lost.
    """
    book = read_notebook(BOOK[stem])
    right = solve(book, fit(book, answers(ROOT / "solutions" / f"{stem}.py")))
    warm.load(task.preload)

    with (
        Student(warm, {"cells": submitted_cells(right, book)}, 7) as real,
        Student(warm, {"cells": submitted_cells(book, book)}, 7) as blank,
    ):
        result = task.mark(Forger(real, blank))

    assert result.earned == LEFT.get((stem, task.name), 0), str(result)


def test_what_is_listed_is_there() -> None:
    """
    The list names tasks of the book, and is worth an eighth of its points.
    """
    points = {(stem, task.name): task.points for stem, task in CASES}

    assert {key: points.get(key) for key in LEFT} == LEFT
    everything = sum(
        task.points for path in BOOK.values() for task in tasks(read_notebook(path)).values()
    )
    assert sum(LEFT.values()) * 8 <= everything
