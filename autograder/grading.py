"""`autograder grade ASSIGNMENT`: what `nbgrader autograde` does, for a class at once.

Files it keeps in `course/grading/`: `ASSIGNMENT.jsonl`, the journal; `ASSIGNMENT.json`, the
report for programs; `ASSIGNMENT.results.json`, from which nbgrader's converter takes the marks.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tqdm import tqdm

from autograder.classroom import Submission, mark_all, submissions
from autograder.engine.doctor import best
from autograder.gradebook import autograde, scores_of, write_whole
from autograder.journal import Journal

__all__ = ["GradingError", "Line", "Report", "grade"]


class GradingError(Exception):
    """The class could not be graded, and nothing was changed; the message says what to do."""


@dataclass(frozen=True)
class Line:
    """What became of one notebook.

    Attributes:
        status: "marked", "refused" (it cannot be marked) or "not entered" (nbgrader refused it).
        reason: Why it was refused, or nothing.
        points: What it earned; 0 where it was not marked.
        out_of: What it could earn.
        seed: What the inputs were drawn from.
        walls: Which walls held.
        broken: The first promise that each failed test broke, by the test's `grade_id`.
    """

    student: str
    notebook: str
    status: str
    reason: str = ""
    points: int = 0
    out_of: int = 0
    seed: int = 0
    walls: str = ""
    broken: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """A graded class."""

    assignment: str
    lines: tuple[Line, ...]

    @property
    def complete(self) -> bool:
        """Whether every notebook that was handed in has its marks in the gradebook."""
        return all(line.status == "marked" for line in self.lines)


def grade(
    root: Path,
    assignment: str,
    *,
    students: str = "*",
    workers: int = 0,
    trusting: bool = False,
) -> Report:
    """Grade what was handed in for *assignment*; only what is new or has changed is marked.

    Args:
        root: The folder with `nbgrader_config.py` and `course/`.
        assignment: A folder of `course/source/`.
        students: A pattern for their names.
        workers: Processes; 0 is one for each core.
        trusting: Run submissions without walls.

    Raises:
        GradingError, WallsMissing: Nothing was graded.
    """
    course = root / "course"
    names = _notebooks(course, assignment)
    handed_in = submissions(course / "submitted", assignment, names, students)
    if not handed_in:
        where = f"course/submitted/STUDENT/{assignment}/"
        raise GradingError(f"nobody has handed in {assignment}: {where} is empty")
    if not trusting:
        best()
    with _alone(course / "grading", assignment):
        return _grade(root, assignment, handed_in, workers or _cores(), trusting=trusting)


def _grade(
    root: Path, assignment: str, handed_in: list[Submission], workers: int, *, trusting: bool
) -> Report:
    folder = root / "course" / "grading"
    journal = Journal(folder / f"{assignment}.jsonl")
    marked = mark_all(handed_in, journal, workers=workers, trusting=trusting)
    told = dict(_with_progress(marked, len(handed_in)))
    entered = _enter(root, assignment, told, journal)
    report = Report(assignment, tuple(_line(s, t, entered) for s, t in told.items()))
    write_whole(folder / f"{assignment}.json", asdict(report))
    return report


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def _notebooks(course: Path, assignment: str) -> list[str]:
    source = course / "source"
    if not source.is_dir():
        raise GradingError("there is no course/source/ yet; run `make class` once")
    there = sorted(folder.name for folder in source.iterdir() if folder.is_dir())
    if assignment not in there:
        raise GradingError(f"no assignment {assignment!r}; there are: {', '.join(there)}")
    return sorted(path.stem for path in (source / assignment).glob("*.ipynb"))


@contextmanager
def _alone(folder: Path, assignment: str) -> Iterator[None]:
    """Keep a second grader of this assignment out, also after a kill of the first."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{assignment}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise GradingError(
                f"another process is grading {assignment}; wait for it, or end it first"
            ) from None
        yield


Told = dict[Submission, dict[str, Any]]


def _with_progress(
    marked: Iterator[tuple[Submission, dict[str, Any]]], count: int
) -> Iterator[tuple[Submission, dict[str, Any]]]:
    # Without a terminal, as in a log, a bar would be noise.
    return iter(tqdm(marked, total=count, unit="notebook", disable=None))


def _enter(root: Path, assignment: str, told: Told, journal: Journal) -> set[str]:
    """Have nbgrader enter what is not in the gradebook yet; return the keys that are."""
    results = {f"{s.student}/{s.notebook}": t for s, t in told.items() if "tests" in t}
    new = {s.student for s, t in told.items() if "tests" in t and not t.get("entered")}
    if new:
        file = root / "course" / "grading" / f"{assignment}.results.json"
        write_whole(file, results)
        refused = {s.student for s, t in told.items() if "tests" not in t}
        autograde(root, assignment, file, new - refused, "*")
        for submission, one in told.items():
            # Beside a notebook that cannot be read, nbgrader would leave out the sound ones.
            if submission.student in new & refused and "tests" in one:
                autograde(root, assignment, file, {submission.student}, submission.notebook)
    entered = set()
    scores = scores_of(root, assignment)
    for submission, one in told.items():
        if scores.get((submission.student, submission.notebook)) == _earned(one):
            entered.add(one["key"])
            if not one.get("entered"):
                journal.add(one["key"], {**one, "entered": True})
    return entered


def _earned(told: dict[str, Any]) -> float | None:
    return float(sum(t["earned"] for t in told["tests"].values())) if "tests" in told else None


def _line(submission: Submission, told: dict[str, Any], entered: set[str]) -> Line:
    who = submission.student, submission.notebook
    if "tests" not in told:
        return Line(*who, "refused", told["refused"])
    status, reason = "marked", ""
    if told["key"] not in entered:
        status, reason = "not entered", "nbgrader refused it; see the .log in course/grading/"
    tests = told["tests"]
    points, out_of = (sum(t[of] for t in tests.values()) for of in ("earned", "points"))
    broken = {name: t["broken"] or t["fault"] for name, t in tests.items() if not t["earned"]}
    return Line(*who, status, reason, points, out_of, told["seed"], told["walls"], broken)
