"""A student's marks into the gradebook by nbgrader's own converter; runs in a process of its own.

It does what `nbgrader autograde` does, so that feedback, manual marks and late penalties are
nbgrader's; marks that are there already take the place of `Execute`. nbgrader opens the gradebook
nine times for a notebook and commits after each cell; here it is opened once for a class, and a
student's files and rows appear together, by one commit at the end.
"""

from __future__ import annotations

import fcntl
import os
import sys
from functools import cache
from pathlib import Path

from nbgrader.apps import AutogradeApp
from sqlalchemy.exc import DatabaseError
from traitlets.config import Config

from autograder.grading.converter import Converter, Exporter, Held, is_step
from autograder.grading.gradebook import GradebookError, why

__all__ = ["open_converter"]

EXECUTE = "autograder.execute.Execute"  # by name: whoever only enters marks needs none of it
OPENERS = ("nbgrader.converters.", "nbgrader.preprocessors.")  # of the gradebook


def open_converter(
    root: str, assignment: str, log: str, *, running: bool = False, trusting: bool = False
) -> Converter:
    """Make a converter for the course in *root*; this process is its only writer from here on.

    Waits for a process that a kill of its grader has left behind in the midst of a student. With
    *running* it runs what it enters, by `Execute`; *trusting*, without walls.

    Raises:
        GradebookError: The gradebook cannot be opened.
    """
    _speak_into(log)
    _be_alone(Path(log).with_name("gradebook.lock"))
    os.chdir(root)
    # nbgrader calls `alembic` by its bare name.
    os.environ["PATH"] = f"{Path(sys.executable).parent}:{os.environ.get('PATH', os.defpath)}"
    app = AutogradeApp()
    app.initialize([])
    app.coursedir.assignment_id = assignment
    converter = Converter(coursedir=app.coursedir, parent=app)
    converter.force, converter.exporter_class = True, Exporter
    # In the place of ours, or of nbgrader's own.
    before = [step for step in converter.sanitize_preprocessors if not is_step(step, "Mend")]
    after = [step for step in converter.autograde_preprocessors if not is_step(step, "Execute")]
    converter.sanitize_preprocessors = [converter.mend, *before]
    converter.autograde_preprocessors = [EXECUTE if running else converter.put, *after]
    if trusting:
        converter.update_config(Config({"Execute": {"trust_submissions": True}}))
    _open_gradebook(converter)
    return converter


def _speak_into(log: str) -> None:
    """Have a file for what nbgrader says, and whatever it starts."""
    told = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    os.dup2(told, 1)
    os.dup2(told, 2)


def _open_gradebook(converter: Converter) -> None:
    """Open it once, for every step of nbgrader's that would open it."""
    where = converter.coursedir
    try:
        converter.held = Held(where.db_url, where.course_id)
    except DatabaseError as error:
        raise GradebookError(why(error.orig)) from None
    for name, module in list(sys.modules.items()):
        if name.startswith(OPENERS) and hasattr(module, "Gradebook"):
            setattr(module, "Gradebook", lambda *_: converter.held)  # noqa: B010 (not in its type)


@cache
def _be_alone(file: Path) -> None:
    """Hold a lock for as long as this process lives."""
    fcntl.flock(os.open(file, os.O_WRONLY | os.O_CREAT, 0o666), fcntl.LOCK_EX)
