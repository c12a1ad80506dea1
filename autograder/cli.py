"""The `autograder` command."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from autograder.engine.allowance import LIMIT

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Run a subcommand; return its exit code."""
    parser = argparse.ArgumentParser(prog="autograder", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("notebooks", help="run notebooks and store their outputs")
    run.add_argument("paths", nargs="*", type=Path, help="default: the whole book")
    commands.add_parser(
        "course", help="build course/ for nbgrader, grade a demo class, print its marks"
    )
    commands.add_parser("bench", help="time every check beside a fresh process")
    _add_grading(commands)
    chosen = parser.parse_args(arguments)
    if chosen.command in ("grade", "try", "doctor"):
        from autograder import commands as grading

        return int(getattr(grading, f"run_{chosen.command}")(chosen))
    if chosen.command == "course":
        return _course()
    if chosen.command == "bench":
        return _bench()
    return _notebooks(chosen.paths)


def _add_grading(commands: Any) -> None:
    grade = commands.add_parser(
        "grade", help="grade a class, and enter the marks in nbgrader's gradebook"
    )
    grade.add_argument("assignment", help="a folder of course/source/")
    grade.add_argument("--student", default="*", help="a pattern; default: everybody")
    where = grade.add_mutually_exclusive_group()
    where.add_argument("--workers", type=int, default=0, help="default: one for each core")
    where.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="let a Dask cluster of yours mark, as tcp://HOST:8786; needs the extra [cluster]",
    )
    grade.add_argument("--verbose", action="store_true", help="print everybody's marks")
    _add_limits(grade)
    one = commands.add_parser("try", help="mark one notebook as the instructor's run would")
    one.add_argument("notebook", type=Path)
    one.add_argument("--seed", type=int, help="repeat a mark: the seed that its feedback names")
    _add_limits(one)
    commands.add_parser("doctor", help="try each wall of this machine, and say which hold")


def _add_limits(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--seconds",
        type=float,
        default=LIMIT,
        help="what a submission's code may take, all in all; default: %(default)g",
    )
    command.add_argument(
        "--trust-submissions",
        action="store_true",
        help="run submissions without walls, and say so in the marks",
    )


def _notebooks(paths: list[Path]) -> int:
    from autograder import book

    failed = 0
    for path in paths or book.notebooks(Path()):
        try:
            book.store_outputs(path)
            print(f"{path}: stored", flush=True)
        except (book.CellFailed, OSError, ValueError) as error:
            print(f"{path}: {error}", file=sys.stderr)
            failed += 1
    return min(failed, 1)


def _bench() -> int:
    from autograder.benchmarks import checks

    print(f"{'check':34} {'seconds':>8} {'fresh process':>14} {'ratio':>6}")
    for timing in checks.measure(Path.cwd()):
        ratio = timing.check / timing.fresh
        print(
            f"{timing.task:34} {timing.check:8.2f} {timing.fresh:14.2f} {ratio:6.2f}",
            flush=True,
        )
    return 0


def _course() -> int:
    from autograder import course

    root = Path.cwd()
    if not (root / "nbgrader_config.py").is_file():
        print(
            "Run this in the workbook's folder, where nbgrader_config.py is.", file=sys.stderr
        )
        return 2
    try:
        print("Source and release:")
        for assignment in course.build(root):
            course.release(root, assignment)
        students = course.submit_demo_class(root)
        print(f"A class of {len(students)} hands in {course.DEMO_ASSIGNMENT}:")
        course.grade(root, course.DEMO_ASSIGNMENT, students="demo-*")
        found = course.marks(root)
    except course.CourseError as error:
        print(f"Stopped: {error}", file=sys.stderr)
        return 1
    print("\nMarks:")
    for mark in found:
        if mark.student in students and mark.assignment == course.DEMO_ASSIGNMENT:
            print(f"  {mark.student:40} {mark.score:4g} of {mark.out_of:g}")
    print("\nFeedback: course/feedback/STUDENT/ASSIGNMENT/*.html")
    print("All marks: course/grades.csv   Formgrader: make lab, menu Nbgrader")
    return 0


if __name__ == "__main__":
    sys.exit(main())
