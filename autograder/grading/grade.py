"""`autograder grade ASSIGNMENT`: what `nbgrader autograde` does, for a class at once.

Files it keeps in `course/grading/`: `ASSIGNMENT.jsonl`, the journal; `ASSIGNMENT.json`, the
report for programs; `ASSIGNMENT.log`, what nbgrader said as it entered the marks;
for people `ASSIGNMENT.html`, the class report, and `ASSIGNMENT/STUDENT.html`.
"""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from autograder.engine.allowance import LIMIT
from autograder.engine.doctor import best
from autograder.grading import other_courses
from autograder.grading.classroom import Submission, mark_all, submissions
from autograder.grading.desk import Desk
from autograder.grading.guard import GradingError, GradingStopped, alone, kept, ready
from autograder.grading.journal import Journal
from autograder.grading.pages import write_pages
from autograder.grading.progress import with_progress
from autograder.grading.reports import Line, Marks, Report, in_short
from autograder.grading.whole import write_whole
from autograder.outputs import TRUSTED

__all__ = ["GradingError", "GradingStopped", "Line", "Options", "Report", "grade"]

BOOK = Path(__file__).parents[2] / "notebooks"
ENOUGH = "its code used up {:g} seconds and was not run any more; what it earned before stands"


@dataclass(frozen=True)
class Options:
    """How a class is graded.

    Attributes:
        students: A pattern for their names.
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


def grade(root: Path, assignment: str, options: Options) -> Report:
    """Grade what was handed in for *assignment*; only what is new or has changed is marked.

    Args:
        root: The folder with `nbgrader_config.py` and `course/`.
        assignment: A folder of `course/source/`.
        options: See `Options`.

    Raises:
        GradingError, WallsMissing: Nothing was graded.
        GradingStopped: Part of it was, and is kept.
    """
    course = course_of(root)
    names = _notebooks(course, assignment)
    handed_in = submissions(course / "submitted", assignment, names, options.students)
    if not handed_in:
        where = f"{(course / 'submitted').relative_to(root)}/STUDENT/{assignment}/"
        raise GradingError(f"nobody has handed in {assignment}: {where} is empty")
    is_ours = all((BOOK / assignment / f"{name}.ipynb").is_file() for name in names)
    if options.scheduler and not is_ours:
        raise GradingError(f"{assignment} is none of this book's; others are graded here only")
    if not options.trusting and options.scheduler is None:
        best()
    with alone(course / "grading", assignment), kept(journal := ready(course, assignment)):
        if is_ours:
            return _grade(root, assignment, handed_in, journal, options)
        return _grade_other(root, assignment, handed_in, journal, options)


def _grade(
    root: Path,
    assignment: str,
    handed_in: list[Submission],
    journal: Journal,
    options: Options,
) -> Report:
    folder = root / "course" / "grading"
    marked = mark_all(
        handed_in,
        journal,
        workers=options.workers or _cores(),
        scheduler=options.scheduler,
        limit=options.limit,
        trusting=options.trusting,
    )
    with Desk(root, assignment, handed_in, journal) as desk:
        for submission, told in with_progress(marked, len(handed_in), journal):
            desk.take(submission, told)
        entered = desk.finish()
    report, marks = _report(desk, entered, options.students)
    write_whole(folder / f"{assignment}.json", asdict(report))
    write_pages(folder, report, marks)
    return report


def _grade_other(
    root: Path,
    assignment: str,
    handed_in: list[Submission],
    journal: Journal,
    options: Options,
) -> Report:
    course = course_of(root)
    walls = TRUSTED if options.trusting else "room" if best().room else "landlock"
    job = other_courses.Job(root, course, assignment, walls, options.trusting)
    marked = other_courses.marked(job, handed_in, journal)
    found = list(with_progress(marked, len(handed_in), journal))
    told = other_courses.lines(job, found)
    folder = course / "grading"
    where = str(folder.relative_to(root))
    short = other_courses.sentences(told)
    report = Report(assignment, told, short, options.students, where, pages=False)
    write_whole(folder / f"{assignment}.json", asdict(report))
    return report


def _report(desk: Desk, entered: set[str], students: str) -> tuple[Report, Marks]:
    in_order = sorted(desk.told.items(), key=lambda one: (one[0].student, one[0].notebook))
    marks = [
        (_line(submission, one, entered, desk.refused.get(submission.student, "")), one)
        for submission, one in in_order
    ]
    lines = tuple(line for line, _ in marks)
    return Report(desk.assignment, lines, in_short(marks), students), marks


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def course_of(root: Path) -> Path:
    """Return the folder with the gradebook: `course/` in *root*, or *root*, as in most courses."""
    return root / "course" if (root / "course").is_dir() else root


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


def _line(submission: Submission, told: dict[str, Any], entered: set[str], why: str) -> Line:
    who = submission.student, submission.notebook
    if "tests" not in told:
        seed, seconds = told.get("seed", 0), told.get("seconds", 0.0)
        return Line(*who, "refused", told["refused"], seed=seed, seconds=seconds)
    status, reason = "marked", ENOUGH.format(told["limit"]) if told["used_up"] else ""
    if told["key"] not in entered:
        log = f"course/grading/{submission.assignment}.log"
        status, reason = "not entered", f"nbgrader refused it ({why}); {log} says more"
    tests = told["tests"]
    points, out_of = (sum(t[of] for t in tests.values()) for of in ("earned", "points"))
    broken = {name: t["broken"] or t["fault"] for name, t in tests.items() if not t["earned"]}
    how = {"seed": told["seed"], "walls": told["walls"], "seconds": told["seconds"]}
    return Line(*who, status, reason, points, out_of, broken=broken, **how)
