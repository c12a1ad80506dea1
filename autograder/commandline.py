"""What options of the `autograder` command may be, and what its `--help` says below them."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager
from math import isfinite

__all__ = [
    "COURSE",
    "DOCTOR",
    "GRADE",
    "NOTEBOOKS",
    "TRY",
    "seconds",
    "until_closed",
    "workers",
]

GRADE = """\
The pattern of --student is as fnmatch has it: * any characters, ? one, [ab] one of these.
A part of the class renews its own lines in the report for programs, and no class page.

Reports are in course/grading/: ASSIGNMENT.html for the class, ASSIGNMENT/STUDENT.html for each
student, ASSIGNMENT.json for programs, ASSIGNMENT.log with what nbgrader said. In a course of
yours: grading/ASSIGNMENT.json and .log, and nbgrader's own feedback for people.
--seconds is about this book's lessons; in a course of yours, c.Execute.timeout in its
nbgrader_config.py says what a cell may take.

exit codes: 0 all that was handed in has its marks in the gradebook; 1 some have not, and the
report says why; 2 nothing was done, or it had to stop: run it again to go on.
"""
TRY = """\
Marks a notebook of this book's lessons; those of other courses are run by
`autograder grade ASSIGNMENT` only, in the course's folder. Nothing is stored.

exit codes: 0 it was marked, whatever it earned; 1 it cannot be marked; 2 nothing was done.
"""
DOCTOR = "exit codes: 0 submissions can be graded behind walls here; 1 they cannot."
NOTEBOOKS = "exit codes: 0 all are stored; 1 some are not; 2 there are none."
COURSE = """\
Makes course/ in the workbook's folder. A course of yours needs no such step.

exit codes: 0 it is there, and the demo class is graded; 1 it had to stop; 2 nothing was done.
"""


def workers(text: str) -> int:
    """Return a number of processes, from what was typed.

    Raises:
        ArgumentTypeError: It is none.
    """
    if text.isdecimal() and int(text) > 0:
        return int(text)
    raise ArgumentTypeError(f"{text!r} is no number of processes: 1 or more")


def seconds(text: str) -> float:
    """Return a number of seconds, from what was typed.

    Raises:
        ArgumentTypeError: It is none, or nothing could be done in it.
    """
    try:
        found = float(text)
    except ValueError:
        found = 0
    if isfinite(found) and found > 0:
        return found
    raise ArgumentTypeError(f"{text!r} is no number of seconds: more than 0")


@contextmanager
def until_closed() -> Iterator[None]:
    """Print as long as somebody reads; `| head -1` is no error, and leaves nothing half done."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # Python would flush once more at its end, and complain.
        with open(os.devnull, "w") as nowhere:  # noqa: PTH123 (no file of ours)
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
