"""The `autograder` command."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from autograder import commandline
from autograder.engine.allowance import LIMIT

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Run a subcommand; return its exit code."""
    chosen = _parser().parse_args(arguments)
    code = 1  # of what a reader cuts off in its midst
    with commandline.until_closed():
        code = _run(chosen)
    return code  # noqa: RET504 (the line above may have been left in its midst)


def _run(chosen: argparse.Namespace) -> int:
    if chosen.command in ("grade", "try", "doctor"):
        from autograder import commands as grading

        return int(getattr(grading, f"run_{chosen.command}")(chosen))
    if chosen.command == "course":
        from autograder import course_command

        return course_command.run_course(with_demo=not chosen.no_demo)
    if chosen.command == "bench":
        return _bench()
    return _notebooks(chosen.paths)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="autograder", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    run = _add(commands, "notebooks", "run notebooks and store their outputs", "NOTEBOOKS")
    run.add_argument("paths", nargs="*", type=Path, help="default: the whole book")
    built = "build course/ for nbgrader, grade a demo class, print its marks"
    course = _add(commands, "course", built, "COURSE")
    course.add_argument(
        "--no-demo", action="store_true", help="without one, and remove the one there is"
    )
    _add(commands, "bench", "time every check beside a fresh process")
    _add_grading(commands)
    return parser


def _add(commands: Any, name: str, told: str, below: str = "") -> Any:
    return commands.add_parser(
        name,
        help=told,
        description=f"{told[0].upper()}{told[1:]}.",
        epilog=getattr(commandline, below) if below else None,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _add_grading(commands: Any) -> None:
    grade = _add(
        commands, "grade", "grade a class, and enter the marks in nbgrader's gradebook", "GRADE"
    )
    grade.add_argument("assignment", help="a folder of course/source/, or of source/")
    grade.add_argument(
        "--student", default="*", metavar="PATTERN", help="whom to grade; default: everybody"
    )
    where = grade.add_mutually_exclusive_group()
    where.add_argument(
        "--workers", type=commandline.workers, default=0, help="default: one for each core"
    )
    where.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="let a Dask cluster of yours mark, as tcp://HOST:8786; needs the extra [cluster]",
    )
    grade.add_argument("--verbose", action="store_true", help="print everybody's marks")
    _add_limits(grade)
    one = _add(commands, "try", "mark one notebook as the instructor's run would", "TRY")
    one.add_argument("notebook", type=Path)
    one.add_argument("--seed", type=int, help="repeat a mark: the seed that its feedback names")
    _add_limits(one)
    _add(commands, "doctor", "try each wall of this machine, and say which hold", "DOCTOR")


def _add_limits(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--seconds",
        type=commandline.seconds,
        default=LIMIT,
        help="what the code of a lesson's submission may take, all in all; default: %(default)g",
    )
    command.add_argument(
        "--trust-submissions",
        action="store_true",
        help="run submissions without walls, and say so in the marks",
    )


def _notebooks(paths: list[Path]) -> int:
    from autograder import book

    found = paths or book.notebooks(Path())
    if not found:
        print(
            "There are no notebooks in notebooks/ here; run this in the workbook's folder, or "
            "name the files.",
            file=sys.stderr,
        )
        return 2
    failed = 0
    for path in found:
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


if __name__ == "__main__":
    sys.exit(main())
