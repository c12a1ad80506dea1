"""Whom a run of grading is about, and in which course."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from autograder.engine.allowance import LIMIT
from autograder.grading.class_file import others
from autograder.grading.guard import GradingError
from autograder.grading.handed_in import Submission, submissions
from autograder.grading.line import Line
from autograder.grading.outcome import few

__all__ = ["Options", "Run", "begun"]

BOOK = Path(__file__).parents[2] / "notebooks"


@dataclass(frozen=True)
class Options:
    """How a class is graded.

    Attributes:
        students: A pattern for their names, as `fnmatch` has them.
        workers: Processes; 0 is one for each core.
        scheduler: The address of a Dask cluster that marks in place of this machine.
        limit: Seconds for a submission's code, all in all.
        trusting: Run submissions without walls.
    """

    students: str = "*"
    workers: int = 0
    scheduler: str | None = None
    limit: float = LIMIT
    trusting: bool = False


@dataclass(frozen=True)
class Run:
    """Who is graded, in what, and how.

    Attributes:
        root: The folder with `nbgrader_config.py`.
        course: The folder with the gradebook.
        assignment: A folder of `source/` in it.
        names: The notebooks of the assignment.
        everybody: What is handed in, by whomever.
        options: As given.
    """

    root: Path
    course: Path
    assignment: str
    names: list[str]
    everybody: list[Submission]
    options: Options

    @property
    def chosen(self) -> list[Submission]:
        """What those have handed in whom the pattern names."""
        pattern = self.options.students
        return [one for one in self.everybody if fnmatchcase(one.student, pattern)]

    @property
    def file(self) -> Path:
        """The report for programs."""
        return self.course / "grading" / f"{self.assignment}.json"

    def others(self) -> list[Line]:
        """Return the lines that the report has of students whom this run leaves alone."""
        return others(self.file, self.everybody, {one.student for one in self.chosen})

    def is_ours(self) -> bool:
        """Return whether the book's checks mark this assignment.

        Raises:
            GradingError: Nobody is there to be graded, or not where it was to be done.
        """
        if not self.everybody:
            where = f"{(self.course / 'submitted').relative_to(self.root)}/STUDENT"
            raise GradingError(
                f"nobody has handed in {self.assignment}: {where}/{self.assignment}/ is empty"
            )
        if not self.chosen:
            there = few(sorted({one.student for one in self.everybody}))
            raise GradingError(
                f"nobody who has handed in {self.assignment} is named "
                f"{self.options.students!r}; there are: {there}"
            )
        lessons = (BOOK / self.assignment / f"{name}.ipynb" for name in self.names)
        is_ours = self.course != self.root and all(path.is_file() for path in lessons)
        if self.options.scheduler and not is_ours:
            raise GradingError(
                f"{self.assignment} is none of this book's; others are graded here only"
            )
        return is_ours


def begun(root: Path, assignment: str, options: Options) -> Run:
    """Look who has handed in what.

    Raises:
        GradingError: There is no such assignment, or nobody to be graded can be seen.
    """
    course = course_of(root)
    names = _notebooks(course, assignment)
    try:
        everybody = submissions(course / "submitted", assignment, names)
    except OSError as error:
        raise GradingError(f"{error.filename} cannot be read ({error.strerror})") from None
    return Run(root, course, assignment, names, everybody, options)


def course_of(root: Path) -> Path:
    """Return the folder with the gradebook: `course/` in *root*, or *root*, as in most courses.

    What is named `course` is none where *root* itself has the source.
    """
    inside = root / "course"
    is_one = (inside / "source").is_dir() or not (root / "source").is_dir()
    return inside if inside.is_dir() and is_one else root


def _notebooks(course: Path, assignment: str) -> list[str]:
    source = course / "source"
    if not source.is_dir():
        raise GradingError(
            f"there is no source/ {'in course/' if course.name == 'course' else 'here'}; run "
            "`make class` once, or change into the folder of your own course"
        )
    there = sorted(folder.name for folder in source.iterdir() if folder.is_dir())
    if assignment not in there:
        raise GradingError(f"no assignment {assignment!r}; there are: {', '.join(there)}")
    return sorted(path.stem for path in (source / assignment).glob("*.ipynb"))
