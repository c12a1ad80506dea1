"""Inside nbgrader, `Execute` gives the same marks as nbgrader's own, and as `autograder grade`."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbgrader
import pytest

from autograder.cells import is_solution, nbformat, read_notebook
from autograder.engine.doctor import examine

# nbgrader's documentation course, and the two example students that it comes with.
DOCS = Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide"
WALLS = """
from autograder.execute import in_place_of_nbgraders
in_place_of_nbgraders(c)
"""

pytestmark = pytest.mark.skipif(
    examine().level == "none", reason="this machine has no walls, so nothing is graded here"
)


def run(course: Path, *arguments: str) -> None:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=course,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def doubled(path: Path) -> None:
    """Double a notebook's first answer, as somebody does who copies and pastes cells."""
    notebook = read_notebook(path)
    notebook.cells.append(nbformat.from_dict(next(filter(is_solution, notebook.cells))))
    nbformat.write(notebook, path)


def marks(
    folder: Path, more: str = "", change: Callable[[Path], None] | None = None
) -> list[tuple[str, str, str]]:
    """Grade the documentation course; return everybody's raw score and penalty.

    *change* is done to one student's notebook first.
    """
    run(folder, "quickstart", "demo")
    course = folder / "demo"
    shutil.copytree(DOCS / "submitted", course / "submitted")
    if change:
        change(course / "submitted" / "bitdiddle" / "ps1" / "problem1.ipynb")
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(more)
    run(course, "generate_assignment", "ps1")
    run(course, "autograde", "ps1")
    run(course, "export", "--to=grades.csv")
    with (course / "grades.csv").open(newline="") as file:
        return [
            (row["student_id"], row["raw_score"], row["late_submission_penalty"])
            for row in csv.DictReader(file)
        ]


def test_nbgraders_own_course_gets_the_same_scores_behind_walls(tmp_path: Path) -> None:
    """
    Two lines of configuration, no change to the course, and each score is the same.
    """
    (tmp_path / "stock").mkdir()
    (tmp_path / "walled").mkdir()

    walled = marks(tmp_path / "walled", WALLS)

    assert walled == marks(tmp_path / "stock")
    assert sorted(float(score) for _, score, _ in walled) == [1.5, 3.0]


def test_a_course_may_ask_for_a_kernel_for_each_notebook(tmp_path: Path) -> None:
    """
    Also behind walls, each score is the same.
    """
    if examine().level != "room":
        pytest.skip("this machine has no room, where alone a kernel may run")

    walled = marks(tmp_path, WALLS + "c.Execute.kernel = True\n")

    assert sorted(float(score) for _, score, _ in walled) == [1.5, 3.0]


def test_a_doubled_cell_stops_nbgraders_own_command_no_more(tmp_path: Path) -> None:
    """
    What nbgrader by itself gives up at is marked like any other submission.
    """
    (tmp_path / "stock").mkdir()
    (tmp_path / "walled").mkdir()

    walled = marks(tmp_path / "walled", WALLS, doubled)

    assert sorted(float(score) for _, score, _ in walled) == [1.5, 3.0]
    with pytest.raises(AssertionError, match="exists multiple times"):
        marks(tmp_path / "stock", "", doubled)
