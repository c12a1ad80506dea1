"""From the book to an nbgrader course: source, release, a demo class, its marks.

Everything lands in `course/`, where `nbgrader_config.py` tells nbgrader to look. A
second run renews the source, the release and the demo class, and touches nobody
else's submission.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.book import notebooks
from autograder.cells import (
    answers,
    fit,
    is_solution,
    nbformat,
    read_notebook,
    solve,
    source_form,
)

__all__ = ["CourseError", "Mark", "build", "grade", "marks", "release", "submit_demo_class"]

RAISED = re.compile(r"\s*[\w.]+(Error|Exception|Missing): ")
DEMO_ASSIGNMENT, DEMO_NOTEBOOK = "6_preferences", "preferences"


class CourseError(Exception):
    """The course could not be built or graded; the message says what to do."""


@dataclass(frozen=True)
class Mark:
    """One student's points for one assignment."""

    student: str
    assignment: str
    score: float
    out_of: float


def build(root: Path) -> list[str]:
    """Write `course/source/` from the book; return the assignments."""
    exchange = root / "course" / "exchange"
    exchange.mkdir(parents=True, exist_ok=True)
    # nbgrader's release, submit and collect want it open to every user of the machine.
    exchange.chmod(0o777)
    assignments: list[str] = []
    for path in notebooks(root):
        notebook = read_notebook(path)
        if not any(is_solution(cell) for cell in notebook.cells):
            continue
        answer = root / "solutions" / f"{path.stem}.py"
        if not answer.is_file():
            raise CourseError(
                f"{answer.relative_to(root)} is missing: the source needs its answers"
            )
        target = root / "course" / "source" / path.parent.name / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(source_form(notebook, answers(answer)), target)
        if path.parent.name not in assignments:
            assignments.append(path.parent.name)
    return assignments


def release(root: Path, assignment: str) -> None:
    """Make the student version with `nbgrader generate_assignment`."""
    _nbgrader(root, "generate_assignment", assignment, "--create", "--force")


def submit_demo_class(root: Path) -> list[str]:
    """Hand in for every student of the demo class; return their names.

    Raises:
        CourseError: The gallery that the class is made of is not there.
    """
    gallery = root / "tests" / "gallery" / DEMO_NOTEBOOK
    if not gallery.is_dir():
        raise CourseError(
            f"{gallery.relative_to(root)} is missing: the demo class is made of it"
        )
    released = root / "course" / "release" / DEMO_ASSIGNMENT / f"{DEMO_NOTEBOOK}.ipynb"
    stub = read_notebook(released)
    reference = fit(stub, answers(root / "solutions" / f"{DEMO_NOTEBOOK}.py"))
    students = []
    for name, own in _demo_answers(gallery):
        given = {} if own is None else {**reference, **own}
        folder = root / "course" / "submitted" / name / DEMO_ASSIGNMENT
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        nbformat.write(solve(stub, given), folder / released.name)
        students.append(name)
    return students


def _demo_answers(gallery: Path) -> Iterator[tuple[str, dict[str, str] | None]]:
    yield "demo-untouched", None
    yield "demo-reference", {}
    for path in sorted(gallery.glob("*/*.py")):
        if "\ndemo: yes\n" in path.read_text():
            yield f"demo-{path.stem.replace('_', '-')}", answers(path)


def grade(root: Path, assignment: str, students: str = "*") -> None:
    """Autograde and write feedback for the students that the pattern names."""
    only = f"--student={students}"
    _nbgrader(root, "autograde", assignment, "--force", only)
    _nbgrader(root, "generate_feedback", assignment, "--force", only)


def marks(root: Path) -> list[Mark]:
    """Return everybody's points, as `nbgrader export` writes them to `course/grades.csv`."""
    target = Path("course", "grades.csv")
    _nbgrader(root, "export", f"--to={target}")
    with (root / target).open(newline="") as file:
        return [
            Mark(
                row["student_id"],
                row["assignment"],
                float(row["score"]),
                float(row["max_score"]),
            )
            for row in csv.DictReader(file)
        ]


def _nbgrader(root: Path, *arguments: str) -> None:
    """Run an nbgrader command as an instructor would, and say so."""
    print("  $ nbgrader " + " ".join(arguments), flush=True)
    # nbgrader calls `alembic` by its bare name.
    path = f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}"
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=root,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["nothing"]
        # Its very last words only point to a traceback.
        raised = [line for line in said if RAISED.match(line)]
        why = (raised or said)[-1].strip()
        raise CourseError(f"nbgrader {arguments[0]} failed; its last words: {why}")
