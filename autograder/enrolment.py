"""nbgrader's gradebook, opened to change who is in it: by one process, and not beside a grader."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, InvalidEntry
from sqlalchemy.exc import DatabaseError

from autograder.grading.gradebook import why
from autograder.grading.guard import GradingError, alone

__all__ = ["CourseError", "enrolment", "has_gradebook"]


class CourseError(Exception):
    """The course could not be built or graded; the message says what to do."""


def has_gradebook(root: Path) -> bool:
    """Say whether there is one yet; nbgrader would make it by looking."""
    return (root / "course" / "gradebook.db").is_file()


@contextmanager
def enrolment(root: Path, assignment: str) -> Iterator[Any]:
    """Open the gradebook of the course in *root*, while nobody grades *assignment*.

    Raises:
        CourseError: Somebody does, or the gradebook cannot be written.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(alone(root / "course" / "grading", assignment))
            file = root / "course" / "gradebook.db"
            yield stack.enter_context(Gradebook(f"sqlite:///{file}"))
        except GradingError as reason:
            raise CourseError(str(reason)) from None
        except DatabaseError as error:
            raise CourseError(why(error.orig)) from None
        except InvalidEntry as error:
            raise CourseError(f"gradebook.db refused a change ({error})") from None
