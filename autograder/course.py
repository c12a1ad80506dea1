"""From the book to an nbgrader course: source, release, a demo class, its marks.

Everything lands in `course/`, where `nbgrader_config.py` tells nbgrader to look. A
second run renews the source, the release and the demo class (`demo.py`), and touches
nobody else's submission. What nbgrader does not take leaves everything as it was.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from autograder import demo
from autograder.book import notebooks
from autograder.cells import answers, is_solution, nbformat, read_notebook, source_form
from autograder.changes import Forms, make_way
from autograder.demo import submit as submit_demo_class
from autograder.enrolment import CourseError

__all__ = [
    "DEMO_ASSIGNMENT",
    "CourseError",
    "Mark",
    "grade",
    "marks",
    "renew",
    "submit_demo_class",
]

RAISED = re.compile(r"\s*[\w.]+(Error|Exception|Missing): ")
DEMO_ASSIGNMENT = demo.ASSIGNMENT


@dataclass(frozen=True)
class Mark:
    """One student's points for one assignment."""

    student: str
    assignment: str
    score: float
    out_of: float


def renew(root: Path) -> None:
    """Write the source from the book and release it, one assignment after the other.

    Raises:
        CourseError: nbgrader does not take an assignment; its source and release are as before.
    """
    forms = _begin(root)
    for assignment in forms:
        with _both_or_none(root / "course", assignment):
            _write(root, assignment, forms)
            _release(root, assignment)


def _begin(root: Path) -> Forms:
    """Return the sources, once nothing stands in their way."""
    forms = _sources(root)
    make_way(root, forms)
    exchange = root / "course" / "exchange"
    exchange.mkdir(parents=True, exist_ok=True)
    # nbgrader's release, submit and collect want it open to every user of the machine.
    exchange.chmod(0o777)
    return forms


def _sources(root: Path) -> Forms:
    forms: Forms = {}
    for path in notebooks(root):
        notebook = read_notebook(path)
        if not any(is_solution(cell) for cell in notebook.cells):
            continue
        answer = root / "solutions" / f"{path.stem}.py"
        if not answer.is_file():
            raise CourseError(
                f"{answer.relative_to(root)} is missing: the source needs its answers"
            )
        form = source_form(notebook, answers(answer))
        forms.setdefault(path.parent.name, {})[path.stem] = form
    return forms


def _write(root: Path, assignment: str, forms: Forms) -> None:
    folder = root / "course" / "source" / assignment
    folder.mkdir(parents=True, exist_ok=True)
    for name, form in forms[assignment].items():
        nbformat.write(form, folder / f"{name}.ipynb")


@contextmanager
def _both_or_none(course: Path, assignment: str) -> Iterator[None]:
    """Put source and release back if the release fails; nbgrader itself would delete it."""
    both = {of: course / of / assignment for of in ("source", "release")}
    with TemporaryDirectory(prefix=".before-", dir=course) as before:
        for of, folder in both.items():
            if folder.is_dir():
                shutil.copytree(folder, Path(before, of))
        try:
            yield
        except BaseException as error:
            for of, folder in both.items():
                shutil.rmtree(folder, ignore_errors=True)
                if Path(before, of).is_dir():
                    shutil.move(Path(before, of), folder)
            if isinstance(error, CourseError):
                raise CourseError(
                    f"{assignment} could not be released, and its source and release are as "
                    f"they were: {error}"
                ) from None
            raise


def _release(root: Path, assignment: str) -> None:
    """Make the student version with `nbgrader generate_assignment`."""
    _nbgrader(root, "generate_assignment", assignment, "--create", "--force")


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
