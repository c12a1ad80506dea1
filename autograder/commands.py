"""The commands that mark: `autograder grade`, `try` and `doctor`, in words for people."""

from __future__ import annotations

import argparse
import secrets
import sys
from pathlib import Path

__all__ = ["run_doctor", "run_grade", "run_try"]

DONE, SOME_REFUSED, NOTHING_DONE = 0, 1, 2


def run_grade(chosen: argparse.Namespace) -> int:
    """Grade a class; exit code 0: all marked, 1: some refused, 2: nothing was done."""
    from autograder.engine.doctor import WallsMissing
    from autograder.grading import GradingError, grade

    root = Path.cwd()
    try:
        report = grade(
            root,
            chosen.assignment,
            students=chosen.student,
            workers=chosen.workers,
            trusting=chosen.trust_submissions,
        )
    except (GradingError, WallsMissing) as reason:
        print(f"Nothing was graded: {reason}", file=sys.stderr)
        return NOTHING_DONE
    for line in report.lines:
        mark = f"{line.points} of {line.out_of}" if line.status == "marked" else line.status
        print(f"  {line.student:36} {line.notebook:24} {mark}")
        if line.reason:
            print(f"      {line.reason}")
    print(f"Report: course/grading/{report.assignment}.json")
    return DONE if report.complete else SOME_REFUSED


def run_try(chosen: argparse.Namespace) -> int:
    """Mark one notebook and print its feedback; nothing is stored."""
    from autograder.classroom import mark_bytes
    from autograder.engine.doctor import WallsMissing

    path: Path = chosen.notebook
    if not path.is_file():
        print(f"There is no notebook {path}; name the file you would hand in.", file=sys.stderr)
        return NOTHING_DONE
    seed = secrets.randbits(48) if chosen.seed is None else chosen.seed
    try:
        told = mark_bytes(path.read_bytes(), seed, trusting=chosen.trust_submissions)
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
