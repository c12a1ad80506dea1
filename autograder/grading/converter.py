"""nbgrader's own converter, one student at a time; the gradebook is open once for all of them."""

from __future__ import annotations

import io
import os
import re
import traceback
from collections.abc import Callable, Iterable
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde
from traitlets import default

from autograder.cells import nbformat
from autograder.grading.trouble import Trouble, reason_of
from autograder.mending import judged_by_tests, mend
from autograder.outputs import write

__all__ = ["Converter", "Exporter", "Held", "Marks", "is_step"]

Marks = dict[str, dict[str, Any]]  # by notebook: what `Marked.as_json` returns


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

    def enter(self, student: str, marks: Marks, whole: bool) -> str:
        """Enter a student's notebooks; return why nbgrader did not, or nothing.

        Args:
            student: Whose they are.
            marks: By notebook; others of the student are left as they are.
            whole: These are all that was handed in, and replace what was there.

        Raises:
            GradebookError: The gradebook, or the disk, takes no more from anybody.
        """
        self.marks = marks
        # All that nbgrader looks at here is whether it is a star.
        self.coursedir.notebook_id = "*" if whole else "|".join(marks)
        why = self._do(student, self.start)
        if why:
            self.know(student)
        return why

    def penalize(self, student: str, notebooks: Iterable[str]) -> str:
        """Assign late penalties anew; return why nbgrader did not, or nothing.

        Points stay as they are, and so does what a person gave: no cell is looked at.

        Raises:
            GradebookError: As above.
        """
        return self._do(student, lambda: self._penalize(notebooks))

    def know(self, student: str) -> str:
        """Have a student in the gradebook of whom nothing can be entered, as nbgrader does.

        What was entered before stays. Returns why nbgrader did not, or nothing.

        Raises:
            GradebookError: As above.
        """
        return self._do(student, self._know)

    def _do(self, student: str, work: Callable[[], None]) -> str:
        """Work for a student; what is not committed by then never was."""
        self.student = student
        trouble = Trouble()
        self.log.addHandler(trouble)
        try:
            work()
        except Exception as error:  # of nbgrader's, or of a plugin
            self.log.removeHandler(trouble)
            self.log.error(traceback.format_exc())
            return reason_of(trouble.met or error)
        finally:
            self.log.removeHandler(trouble)
            self.held.db.rollback()
        return ""

    def _penalize(self, notebooks: Iterable[str]) -> None:
        folder = self._format_source(self.coursedir.assignment_id, self.student)
        self._submission(self.coursedir.get_existing_timestamp(folder))
        exporter = self.exporter_class(parent=self, config=self.config)
        exporter._preprocessors = []
        for step in self.autograde_preprocessors:
            if is_step(step, "AssignLatePenalties"):
                exporter.register_preprocessor(step)
        for name in notebooks:
            path = os.path.join(folder, f"{name}.ipynb")  # noqa: PTH118 (nbgrader's form)
            resources = self.init_single_notebook_resources(path)
            for step in exporter._preprocessors:
                step(nbformat.v4.new_notebook(), resources)
        self.held.commit()

    def _know(self) -> None:
        where = self.coursedir
        excluded = (where.student_id_exclude or "").split(",")
        # nbgrader has no place for a name of several lines, nor has its export.
        if self.student in excluded or not re.fullmatch(".*", self.student):
            return
        try:
            self.held.find_submission(where.assignment_id, self.student)
        except MissingEntry:
            if self.create_student:
                self.held.update_or_create_student(self.student)
            folder = self._format_source(where.assignment_id, self.student)
            self._submission(where.get_existing_timestamp(folder))
            self.held.commit()

    def _submission(self, timestamp: Any) -> None:
        """Have the submission, and of this time if there is one, as nbgrader does."""
        when = {"timestamp": timestamp} if timestamp else {}
        name = self.coursedir.assignment_id
        self.held.update_or_create_submission(name, self.student, **when)

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


def is_step(step: Any, name: str) -> bool:
    """Say whether a preprocessor, or its dotted name, is the one of that name."""
    return str(getattr(step, "__name__", step)).rpartition(".")[2] == name
