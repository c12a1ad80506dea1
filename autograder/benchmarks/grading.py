"""What grading a class costs, beside other graders and beside the students' own code.

    python -m autograder.benchmarks.grading [--size 100] [--rivals 100] [--flat 10 100 1000]
        [--others 40]

Everything is run in turn on this machine, in one run: read the ratios. The class is made of the
gallery's answers, right ones and wrong ones. *Processor* is what all processes together used;
*start* is what it costs to begin, the first submission (one for each worker) included.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.benchmarks import other_course, rivals
from autograder.benchmarks.meter import Cost, measure
from autograder.benchmarks.rivals import NotMeasured
from autograder.benchmarks.sample import ASSIGNMENT, Course
from autograder.benchmarks.walls import walls_cost

__all__ = ["Row", "main"]

BOOK = Path(__file__).parents[2]


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        processor: Seconds of processor time for one submission.
        rate: Submissions in a minute, by the clock; None where it has no meaning.
        start: Seconds of processor time to begin, and for the first, which are not in the others.
    """

    who: str
    processor: float
    rate: float | None = None
    start: float | None = None


def _ours(course: Course, cores: int) -> Row:
    """Time `autograder grade`, one worker for each core: marks, gradebook, reports.

    What the start costs, and the first submission of each worker, is taken off.
    """
    grade = [sys.executable, "-m", "autograder.cli", "grade", ASSIGNMENT]
    few = _graded([*grade, f"--student=student-000[0-{cores - 1}]"], course, cores)
    everybody = _graded(grade, course, cores)
    who = f"autograder grade, {cores} core{'s' if cores > 1 else ''}"
    return _row(who, few, everybody, course.size - cores)


def _graded(command: list[str], course: Course, cores: int) -> Cost:
    """Grade as if for the first time: what is marked already would be left alone."""
    shutil.rmtree(course.ours / "course" / "grading", ignore_errors=True)
    cost = measure(command, course.ours, cores=cores)
    _must_be_marked(cost)
    return cost


def _must_be_marked(cost: Cost) -> None:
    if cost.exit_code:
        raise NotMeasured(f"autograder grade did not mark everybody: {cost.said[-500:]}")


def _row(who: str, few: Cost, everybody: Cost, more: int) -> Row:
    """Take what a few cost from what a class costs: what is left is for as many *more*."""
    each = (everybody.processor - few.processor) / more
    rate = 60 * more / (everybody.seconds - few.seconds)
    return Row(who, each, rate, few.processor)


def _rows(course: Course, size: int) -> Iterator[Row]:
    yield Row("the students' own code, bare", rivals.bare(course) / course.size)
    for cores in sorted({1, min(len(os.sched_getaffinity(0)), 10)}):
        yield _ours(course, cores)
    with tempfile.TemporaryDirectory() as folder:
        few = Course(BOOK, Path(folder), size)
        yield _row("nbgrader autograde, stock", *rivals.nbgrader(few), size - 1)
        cost = rivals.nbclient(few)
        yield Row(
            "nbclient, a fresh kernel each", cost.processor / size, 60 * size / cost.seconds
        )
        cost = rivals.otter(few, size)
        yield Row("otter run", cost.processor / size, 60 * size / cost.seconds)


def _table(course: Course, size: int) -> None:
    print(f"{'':34} {'processor':>10} {'x bare':>7} {'a minute':>9} {'start':>7}")
    bare = 0.0
    try:
        for row in _rows(course, size):
            bare = bare or row.processor
            rate = "" if row.rate is None else f"{row.rate:.0f}"
            start = "" if row.start is None else f"{row.start:.1f} s"
            times = f"{row.processor / bare:.1f}"
            print(
                f"{row.who:34} {row.processor:8.3f} s {times:>7} {rate:>9} {start:>7}",
                flush=True,
            )
    except NotMeasured as reason:
        print(f"Not measured: {reason}")


def _flat(sizes: list[int]) -> None:
    """Print what a submission costs in classes of several sizes."""
    print(f"\n{'class of':>10} {'processor each':>15} {'a minute':>9}   (the start in it)")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            course = Course(BOOK, Path(folder), size)
            _prepare(course)
            grade = [sys.executable, "-m", "autograder.cli", "grade", ASSIGNMENT]
            cost = measure(grade, course.ours)
            _must_be_marked(cost)
            rate = 60 * size / cost.seconds
            print(f"{size:10} {cost.processor / size:13.3f} s {rate:9.0f}", flush=True)


def _prepare(course: Course) -> None:
    cost = measure(
        [sys.executable, "-m", "nbgrader", "generate_assignment", ASSIGNMENT], course.ours
    )
    if cost.exit_code:
        raise NotMeasured(f"nbgrader generate_assignment failed: {cost.said[-500:]}")


def main(arguments: list[str] | None = None) -> int:
    """Print the tables; return an exit code."""
    parser = argparse.ArgumentParser(prog="python -m autograder.benchmarks.grading")
    parser.add_argument("--size", type=int, default=100, help="submissions in the class")
    parser.add_argument(
        "--rivals", type=int, default=100, help="as many of them for the others"
    )
    parser.add_argument("--others", type=int, default=40, help="in another course")
    parser.add_argument("--flat", type=int, nargs="*", default=[10, 100, 1000])
    chosen = parser.parse_args(arguments)
    bare, walled = walls_cost()
    print(f"walls add {(walled - bare) * 1000:.1f} ms to each of a submission's processes\n")
    with tempfile.TemporaryDirectory() as folder:
        course = Course(BOOK, Path(folder), chosen.size)
        _prepare(course)
        _table(course, chosen.rivals)
    _flat(chosen.flat)
    other_course.table(chosen.others)
    return 0


if __name__ == "__main__":
    sys.exit(main())
