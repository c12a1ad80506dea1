"""Grade a whole class: submissions on all cores, one writer to the gradebook, nothing twice.

A submission is a file's bytes, and marking it a pure function of them and of a seed, so it may
run in any process. What came out is written to a journal first, a line each; then nbgrader's
own converter enters it into the gradebook (`desk.py`). Killed at any moment and started again,
this goes on where it was.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from autograder.cells import nbformat
from autograder.engine.allowance import LIMIT
from autograder.engine.doctor import WallsMissing
from autograder.feedback import first_line
from autograder.grading.crew import crew_of
from autograder.grading.handed_in import Submission, submissions
from autograder.grading.journal import Journal
from autograder.grading.version import version_of
from autograder.marked import NotMarkable
from autograder.marking import Grader

__all__ = ["Submission", "mark_all", "mark_bytes", "submissions"]

FAILED = "marking it failed in the grader ({}: {})"


def mark_bytes(
    content: bytes, seed: int, *, limit: float = LIMIT, trusting: bool = False
) -> dict[str, Any]:
    """Mark a notebook given as bytes; return plain data: its marks, or why there are none.

    Its code has *limit* seconds, all in all. `seconds` in the answer is what the submission itself
    took, by the clock: it differs each time.
    """
    began = time.perf_counter()
    try:
        notebook = parsed(content, _is_sound)
        return _grader(trusting).mark(notebook, seed, limit).as_json()
    except NotMarkable as reason:
        told: dict[str, Any] = {"refused": str(reason)}
    except WallsMissing:
        raise
    except Exception as error:  # the grader's own; it costs this mark, for now, and no other
        told = {
            "refused": FAILED.format(type(error).__name__, first_line(error)),
            "again": True,
        }
    return {**told, "seed": seed, "seconds": round(time.perf_counter() - began, 2)}


@cache
def _grader(trusting: bool) -> Grader:
    return Grader(trusting=trusting)


def parsed(content: bytes, sound: Callable[[Any], bool]) -> Any:
    """Return a file as a notebook of version 4, all cells of which are *sound*.

    Raises:
        NotMarkable: It is none.
    """
    try:
        notebook = nbformat.reads(content.decode("utf-8-sig"), as_version=4)
        if not all(map(sound, notebook.cells)):
            raise ValueError("a cell of it has not the form of a cell")
    except nbformat.ValidationError as error:
        raise NotMarkable(f"it is not a sound Jupyter notebook ({first_line(error)})") from None
    except Exception as error:  # nbformat raises whatever its own code ran into
        raise NotMarkable(f"it is not a Jupyter notebook ({first_line(error)})") from None
    return notebook


def _is_sound(cell: Any) -> bool:
    """Say whether what marking reads of a cell is there, and of the right type."""
    told = cell.metadata
    return (
        isinstance(cell.source, str)
        and isinstance(cell.cell_type, str)
        and isinstance(cell.get("id", ""), str)
        and isinstance(told.get("nbgrader", {}), dict)
        and isinstance(told.get("tags", []), list)
    )


def unreadable(error: Exception) -> str:
    """Say why a file could not be read, or be taken for a notebook."""
    if isinstance(error, OSError):
        return f"the file cannot be read ({error.strerror})"
    return str(error)


def key_of(submission: Submission, content: bytes) -> str:
    """Return what makes a mark of this very file, by the checks as they are, unique."""
    file = hashlib.sha256(content).hexdigest()[:24]
    return f"{submission.student}/{submission.notebook}/{file}/{version_of(content)[:24]}"


def mark_all(
    handed_in: list[Submission],
    journal: Journal,
    *,
    workers: int,
    scheduler: str | None = None,
    limit: float = LIMIT,
    trusting: bool = False,
) -> Iterator[tuple[Submission, dict[str, Any]]]:
    """Mark what the journal does not have yet; yield each submission with its line, as it comes.

    It is marked by *workers* processes here, or by those of the Dask cluster at *scheduler*.

    Raises:
        NoCrew, CrewGone: Nobody is there to mark, or is left to mark the rest.
    """
    waiting: dict[str, tuple[Submission, bytes]] = {}
    for submission in handed_in:
        key, content, told = _known(submission, journal, limit)
        if told:
            yield submission, told
        else:
            waiting[key] = (submission, content)
    crew = crew_of(mark_bytes, workers, scheduler, limit=limit, trusting=trusting)
    for key, told in crew({key: content for key, (_, content) in waiting.items()}):
        submission = waiting[key][0]
        line = {"student": submission.student, "notebook": submission.notebook, **told}
        if not told.get("again"):
            journal.add(key, line)
        yield submission, {"key": key, **line}


def _known(
    submission: Submission, journal: Journal, limit: float
) -> tuple[str, bytes, dict[str, Any] | None]:
    """Return its key, its bytes, and what is known of it already, if anything is."""
    try:
        content = submission.read()
    except (NotMarkable, OSError) as error:
        key = f"{submission.student}/{submission.notebook}/unreadable"
        return key, b"", {"key": key, "refused": unreadable(error)}
    key = key_of(submission, content)
    told = journal.lines.get(key)
    # Who had too little time is marked again where there is more.
    again = told and told.get("used_up") and limit > told["limit"]
    return key, content, None if again else told
