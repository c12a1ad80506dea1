"""What went wrong as nbgrader entered a student, and whether the next one can be."""

from __future__ import annotations

import errno
import logging
import sys

from sqlalchemy.exc import DatabaseError, OperationalError

from autograder.grading.gradebook import GradebookError, why
from autograder.marked import NotMarkable

__all__ = ["Trouble", "reason_of"]

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)


class Trouble(logging.Handler):
    """Keeps the exception that nbgrader has caught, and told only its log."""

    met: BaseException | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Look what is being handled."""
        if record.levelno >= logging.ERROR:
            self.met = sys.exc_info()[1] or self.met


def reason_of(error: BaseException) -> str:
    """Return why nbgrader did not enter a student, in a line.

    Raises:
        GradebookError: It is not about this student: nobody can be entered.
    """
    if isinstance(error, OSError) and error.errno in FULL:
        raise GradebookError(f"{error.strerror}, as a student's marks were entered")
    if isinstance(error, OperationalError) or type(error) is DatabaseError:
        raise GradebookError(why(error.orig))
    if isinstance(error, NotMarkable):
        return str(error)
    first = (str(error).strip().splitlines() or [""])[0][:200]
    return f"{type(error).__name__}: {first}"
