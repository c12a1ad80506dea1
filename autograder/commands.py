"""The commands that mark: `autograder grade`, `try` and `doctor`, in words for people."""

from __future__ import annotations

import argparse
import secrets
import sys
from itertools import groupby
from pathlib import Path

from autograder.commandline import until_closed
from autograder.feedback import clean
from autograder.grading.line import ABSENT, Line, Report

__all__ = ["run_doctor", "run_grade", "run_try"]

DONE, SOME_REFUSED, NOTHING_DONE = 0, 1, 2


def run_grade(chosen: argparse.Namespace) -> int:
    """Grade a class; exit code 0: all marked, 1: some refused, 2: not begun, or not ended."""
    from autograder.engine.doctor import WallsMissing
    from autograder.grading.grade import GradingError, GradingStopped, Options, grade

    options = Options(
        students=chosen.student,
        workers=chosen.workers,
        scheduler=chosen.scheduler,
        limit=chosen.seconds,
        trusting=chosen.trust_submissions,
    )
    try:
        report = grade(Path.cwd(), chosen.assignment, options)
    except (GradingError, WallsMissing) as reason:
        print(f"Nothing was graded: {clean(str(reason))}", file=sys.stderr)
        return NOTHING_DONE
    except GradingStopped as reason:
        print(f"Grading stopped: {clean(str(reason))}.", file=sys.stderr)
        return NOTHING_DONE
    except KeyboardInterrupt:
        print("Stopped by you; what is marked is kept. Run it again to go on.", file=sys.stderr)
        return NOTHING_DONE
    with until_closed():
        _tell(report, verbose=chosen.verbose)
    return DONE if report.complete else SOME_REFUSED


def _tell(report: Report, *, verbose: bool) -> None:
    """Print what needs somebody's attention, then the class in short."""
    for student, lines in groupby(report.lines, lambda line: line.student):
        own = list(lines)
        for line in own:
            if line.earlier or line.reason or (verbose and line.status != ABSENT):
                _tell_line(line)
        if missing := [x.notebook for x in own if x.status == ABSENT and not x.earlier]:
            print(f"  {clean(student):36} {ABSENT}: {', '.join(map(clean, missing))}")
    for sentence in report.summary:
        print(clean(sentence))
    pages = f"{report.folder}/{report.assignment}"
    if report.pages and report.students == "*":
        print(f"Class report: {pages}.html")
    if report.pages:
        print(f"Each student: {pages}/STUDENT.html")
    print(f"For programs: {pages}.json")


def _tell_line(line: Line) -> None:
    mark = f"{line.points:g} of {line.out_of:g}" if line.status == "marked" else line.status
    if line.differs:
        mark += f" from tests; {line.score:g} of {line.max_score:g} in the gradebook"
    print(f"  {clean(line.student):36} {clean(line.notebook):24} {mark}")
    if line.reason:
        print(f"      {clean(line.reason)}")
    if line.earlier:
        print(f"      an earlier mark of {line.earlier:g} stands in the gradebook")


def run_try(chosen: argparse.Namespace) -> int:
    """Mark one notebook and print its feedback; nothing is stored."""
    from autograder.engine.doctor import WallsMissing
    from autograder.grading.classroom import mark_bytes

    path: Path = chosen.notebook
    if not path.is_file():
        print(f"There is no notebook {path}; name the file you would hand in.", file=sys.stderr)
        return NOTHING_DONE
    seed = secrets.randbits(48) if chosen.seed is None else chosen.seed
    try:
        told = mark_bytes(
            path.read_bytes(), seed, limit=chosen.seconds, trusting=chosen.trust_submissions
        )
    except WallsMissing as reason:
        print(f"Not marked: {reason}", file=sys.stderr)
        return NOTHING_DONE
    if "refused" in told:
        print(f"{path} cannot be marked: {told['refused']}", file=sys.stderr)
        return SOME_REFUSED
    for test in told["tests"].values():
        print(test["text"] + "\n")
    earned = sum(test["earned"] for test in told["tests"].values())
    out_of = sum(test["points"] for test in told["tests"].values())
    print(f"{earned} of {out_of} points, walls: {told['walls']}, seed {told['seed']}")
    return DONE


def run_doctor(_: argparse.Namespace) -> int:
    """Print which walls hold; exit code 0 if submissions can be graded behind them."""
    from autograder.engine.doctor import examine

    health = examine()
    for finding in health.findings:
        sign = "✓ cannot" if finding.holds else "✗ could"
        print(f"  {sign} {finding.attempt}{'' if finding.holds else f': {finding.got}'}")
    print(f"Level: {health.level}{f' ({health.remark})' if health.remark else ''}")
    if health.sound:
        print("Submissions are graded behind these walls.")
        return DONE
    print("Submissions are not graded here, unless you say --trust-submissions.")
    return SOME_REFUSED
