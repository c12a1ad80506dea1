"""How long a student waits for a check, beside what a fresh process would cost.

Both sides run in turn on the same machine in one run: read the ratios, not the
seconds.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from autograder.book import notebooks, tasks
from autograder.cells import answers, fit, grading_cells, read_notebook
from autograder.engine import Student, WarmProcess
from autograder.task import Task

__all__ = ["Timing", "measure"]

ROUNDS = 5


@dataclass(frozen=True)
class Timing:
    """Seconds for one check, medians of `ROUNDS`.

    Attributes:
        check: The whole check on the reference answer, in children of a warm process.
        fresh: A new Python that imports what the check needs, once; nothing else.
    """

    task: str
    check: float
    fresh: float


def measure(root: Path) -> Iterator[Timing]:
    """Time every check of the book.

    Raises:
        ValueError: A reference answer fails its check, so its time means nothing.
    """
    warm = WarmProcess()
    for path in notebooks(root):
        notebook = read_notebook(path)
        reference = fit(notebook, answers(root / "solutions" / f"{path.stem}.py"))
        job = {"cells": grading_cells(notebook, reference)}
        for task in tasks(notebook).values():
            warm.load(task.preload)
            _run(warm, job, task)
            pairs = [
                (_seconds(partial(_run, warm, job, task)), _seconds(partial(_fresh, task)))
                for _ in range(ROUNDS)
            ]
            check, fresh = (statistics.median(side) for side in zip(*pairs, strict=True))
            yield Timing(f"{path.stem}/{task.name}", check, fresh)
    warm.close()


def _run(warm: WarmProcess, job: dict[str, list[list[str]]], task: Task) -> None:
    with Student(warm, job) as student:
        result = task.mark(student)
    if not result.passed:
        raise ValueError(f"the reference fails its own check:\n{result}")


def _fresh(task: Task) -> None:
    program = "\n".join(f"import {module}" for module in task.preload)
    subprocess.run([sys.executable, "-c", program], check=True)


def _seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
