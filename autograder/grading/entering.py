"""A student's marks into the gradebook by nbgrader's own converter; runs in a process of its own.

It does what `nbgrader autograde` does, so that feedback, manual marks and late penalties are
nbgrader's; marks that are there already take the place of `Execute`. nbgrader opens the gradebook
nine times for a notebook and commits after each cell; here it is opened once for a class, and a
student's files and rows appear together, by one commit at the end.
"""

from __future__ import annotations

import fcntl
import io
import os
import sys
from functools import cache
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbgrader.api import Gradebook
from nbgrader.apps import AutogradeApp
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from sqlalchemy.exc import DatabaseError
from traitlets import default
from traitlets.config import Config

from autograder.grading.gradebook import GradebookError, why
from autograder.grading.trouble import Trouble, reason_of
from autograder.mending import judged_by_tests, mend
from autograder.outputs import write

__all__ = ["Converter", "Marks", "open_converter"]

Marks = dict[str, dict[str, Any]]  # by notebook: what `Marked.as_json` returns
EXECUTE = "autograder.execute.Execute"  # by name: whoever only enters marks needs none of it
OPENERS = ("nbgrader.converters.", "nbgrader.preprocessors.")  # of the gradebook


class Held(Gradebook):  # type: ignore[misc]
    """nbgrader's gradebook, open for a class; what a student's steps write is committed once."""

    def __init__(self, url: str, course: str) -> None:
        super().__init__(url, course)
        self.commit, self.db.commit = self.db.commit, self._step

    def _step(self) -> None:
        """End a step: the next one reads anew what this one has written, as after a commit."""
        self.db.flush()
        self.db.expire_all()

    def close(self) -> None:
        """Stay open: the next step comes at once."""
        self.db.expire_all()


class Exporter(NotebookExporter):
    """Reads notebooks with a byte order mark, too; looks at the outcome, not at each step."""

    @default("optimistic_validation")
    def _validate_once(self) -> bool:
        return True

    def from_file(self, file_stream: Any, resources: Any = None, **more: Any) -> Any:
        """Read a notebook and put it through the preprocessors."""
        text = file_stream.read().removeprefix("\ufeff")
        return super().from_file(io.StringIO(text), resources, **more)


class Converter(Autograde):  # type: ignore[misc]
    """nbgrader's `Autograde`, for one student at a time, whatever characters the name has."""

    student = ""
    marks: Marks
    held: Held

    def enter(self, student: str, marks: Marks, *, whole: bool) -> str:
        """Enter a student's notebooks; return why nbgrader did not, or nothing.

        Args:
            student: Whose they are.
            marks: By notebook; others of the student are left as they are.
            whole: These are all that was handed in, and replace what was there.

        Raises:
            GradebookError: The gradebook, or the disk, takes no more from anybody.
        """
        self.student, self.marks = student, marks
        # All that nbgrader looks at here is whether it is a star.
        self.coursedir.notebook_id = "*" if whole else "|".join(marks)
        trouble = Trouble()
        self.log.addHandler(trouble)
        try:
            self.start()
        except NbGraderException as error:
            return reason_of(trouble.met or error)
        finally:
            self.log.removeHandler(trouble)
            self.held.db.rollback()
        return ""

    def init_notebooks(self) -> None:
        """Take the student's notebooks, and no pattern for names."""
        folder = self._format_source(self.coursedir.assignment_id, self.student)
        paths = [os.path.join(folder, f"{name}.ipynb") for name in self.marks]  # noqa: PTH118
        self.assignments = {folder: paths}

    def run_post_convert_hook(self) -> None:
        """Commit, before a course's own hook looks into the gradebook."""
        self.held.commit()
        super().run_post_convert_hook()

    def mend(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Make of it what nbgrader's next preprocessors do not stumble over."""
        about = resources["nbgrader"]
        mend(nb, judged_by_tests(self.held, about["notebook"], about["assignment"]))
        return nb, resources

    def put(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Write the marks where nbgrader's next preprocessor reads them."""
        write(nb, self.marks[resources["nbgrader"]["notebook"]])
        return nb, resources


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
    before = [step for step in converter.sanitize_preprocessors if not _is(step, "Mend")]
    after = [step for step in converter.autograde_preprocessors if not _is(step, "Execute")]
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


def _is(step: Any, name: str) -> bool:
    return str(getattr(step, "__name__", step)).rpartition(".")[2] == name
