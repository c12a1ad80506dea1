"""A class is graded by one process, which begins only where it can end, and loses nothing."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from autograder.grading.crew import CrewGone, NoCrew
from autograder.grading.gradebook import GradebookError, must_take_marks
from autograder.grading.journal import Damaged, Journal
from autograder.grading.standing import must_have_checks

__all__ = ["GradingError", "GradingStopped", "alone", "kept", "ready"]


class GradingError(Exception):
    """The class could not be graded, and nothing was changed; the message says what to do."""


class GradingStopped(Exception):
    """Grading came to an end in its midst; what is marked is kept, and a second run goes on."""


@contextmanager
def alone(folder: Path, assignment: str) -> Iterator[None]:
    """Keep a second grader of this assignment out; a kill of the first lets it in.

    Raises:
        GradingError: One is at work, or the folder cannot be written.
    """
    with _opened(folder, assignment) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise GradingError(
                f"another process is grading {assignment}; wait for it, or end it first"
            ) from None
        yield


def _opened(folder: Path, assignment: str) -> IO[str]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return (folder / f"{assignment}.lock").open("w")
    except OSError as error:
        raise GradingError(f"{folder} cannot be written ({error.strerror})") from None


def ready(course: Path, assignment: str, *, is_ours: bool) -> Journal:
    """Return the assignment's journal, where its marks can be entered now.

    Args:
        course: The folder with the gradebook.
        assignment: A folder of its source.
        is_ours: Whether the book's checks mark it.

    Raises:
        GradingError: The gradebook takes none, a test has no check, or the journal is damaged.
    """
    try:
        must_take_marks(course, assignment)
        if is_ours:
            must_have_checks(course, assignment)
        return Journal(course / "grading" / f"{assignment}.jsonl")
    except (GradebookError, Damaged) as reason:
        raise GradingError(str(reason)) from None
    except OSError as error:
        raise GradingError(
            f"{course / 'grading'} cannot be written ({error.strerror})"
        ) from None


@contextmanager
def kept(journal: Journal) -> Iterator[None]:
    """Say how a run ends that cannot go on, and that nothing of it is lost.

    Raises:
        GradingError: Nobody was there to mark.
        GradingStopped: The disk or the gradebook takes no more, or nobody is left to mark.
    """
    before = len(journal.lines)
    try:
        yield
    except NoCrew as reason:
        raise GradingError(str(reason)) from None
    except (CrewGone, GradebookError, OSError) as error:
        where = f" ({error.filename})" if isinstance(error, OSError) and error.filename else ""
        what = (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
        new = len(journal.lines) - before
        raise GradingStopped(
            f"{what}{where}. {new} more are marked and kept; once this is mended, run it again"
        ) from None
