"""What decides whether a student is late and what that costs, in one word for each.

Points do not depend on it, so who is late in another way than before is not marked again: only
nbgrader's penalties are assigned anew.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from autograder.grading.gradebook import due_of
from autograder.grading.handed_in import Submission

__all__ = ["Lateness"]

SETTINGS = ("*.py", "nbgrader_config.json")  # the course's, and plugins of its own beside them
LONGEST = 1000  # bytes of a time


class Lateness:
    """Due date, extensions, times of handing in and settings of an assignment, as they are now.

    Args:
        root: The folder with `nbgrader_config.py`.
        course: The folder with the gradebook.
        assignment: A folder of `source/` in it.

    Raises:
        GradebookError: The gradebook cannot be read.
        OSError: A setting cannot be read.
    """

    def __init__(self, root: Path, course: Path, assignment: str) -> None:
        due, self._extensions = due_of(course, assignment)
        self._same = hashlib.sha256(due.encode())
        for path in sorted(path for pattern in SETTINGS for path in root.glob(pattern)):
            self._same.update(os.fsencode(path.name) + path.read_bytes())

    def of(self, submission: Submission) -> str:
        """Return the word for whoever handed this in."""
        extension = self._extensions.get(submission.student, "")
        digest = self._same.copy()
        digest.update(f"\n{extension}\n".encode() + _time(submission.path.parent))
        return digest.hexdigest()[:24]


def _time(folder: Path) -> bytes:
    """Return what nbgrader takes for the time of handing in."""
    path = folder / "timestamp.txt"
    try:
        if not path.is_file():
            return b""
        with path.open("rb") as file:
            return file.read(LONGEST)
    except OSError as error:
        return str(error.strerror).encode()
