"""What grading costs in a course that is not this book's: nbgrader's own, with its two examples.

    python -m autograder.benchmarks.other_course [--size 40]

Copies of the two example students hand in two notebooks each. Both graders are run in turn, first
for one student, then for all: what is printed is the difference, for one submission.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

import nbgrader

from autograder.benchmarks.meter import Cost, measure
from autograder.benchmarks.rivals import NotMeasured

__all__ = ["main", "table"]

DOCS = Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide"
ASSIGNMENT = "ps1"
NBGRADER = [sys.executable, "-m", "nbgrader"]
OURS = [sys.executable, "-m", "autograder.cli", "grade", ASSIGNMENT]


def course(folder: Path, size: int) -> Path:
    """Make nbgrader's documentation course, and have *size* students hand in."""
    _must_work(measure([*NBGRADER, "quickstart", "demo"], folder))
    made = folder / "demo"
    _must_work(measure([*NBGRADER, "generate_assignment", ASSIGNMENT], made))
    for number in range(size):
        example = ("bitdiddle", "hacker")[number % 2]
        shutil.copytree(
            DOCS / "submitted" / example, made / "submitted" / f"student-{number:04}"
        )
    return made


def table(size: int) -> None:
    """Print processor time and rate of both graders, and how they compare."""
    try:
        ours, stock = _both(size)
    except NotMeasured as reason:
        print(f"Not measured: {reason}")
        return
    print(f"\n{'another course, two notebooks each':34} {'processor':>10} {'a minute':>9}")
    for who, cost in (("autograder grade", ours), ("nbgrader autograde, stock", stock)):
        print(f"{who:34} {cost.processor:8.3f} s {60 / cost.seconds:9.0f}", flush=True)
    times = stock.processor / ours.processor, stock.seconds / ours.seconds
    print(
        f"that is {times[0]:.1f} times less processor time, and {times[1]:.1f} times the rate"
    )


def _both(size: int) -> tuple[Cost, Cost]:
    with tempfile.TemporaryDirectory() as folder:
        made = course(Path(folder), size)
        ours = _more(made, OURS, size)
    with tempfile.TemporaryDirectory() as folder:
        made = course(Path(folder), size)
        return ours, _more(made, [*NBGRADER, "autograde", ASSIGNMENT, "--force"], size)


def _more(made: Path, command: list[str], size: int) -> Cost:
    """Return what one more submission costs, once a grader has started."""
    few = _must_work(measure([*command, "--student=student-0000"], made))
    everybody = _must_work(measure(command, made))
    more = size - 1
    return Cost(
        (everybody.seconds - few.seconds) / more,
        (everybody.processor - few.processor) / more,
        0,
        "",
    )


def _must_work(cost: Cost) -> Cost:
    if cost.exit_code:
        raise NotMeasured(cost.said[-500:])
    return cost


def main(arguments: list[str] | None = None) -> int:
    """Print the table; return an exit code."""
    parser = argparse.ArgumentParser(prog="python -m autograder.benchmarks.other_course")
    parser.add_argument("--size", type=int, default=40, help="students in the class")
    table(parser.parse_args(arguments).size)
    return 0


if __name__ == "__main__":
    sys.exit(main())
