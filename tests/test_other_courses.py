"""In a course that is not this book's: nbgrader's points behind walls, with either command."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import nbgrader
import pytest

from autograder.cells import is_solution, nbformat, read_notebook
from autograder.engine.doctor import examine
from autograder.grading.journal import Journal

# nbgrader's documentation course, and the two example students that it comes with.
DOCS = Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide"
WALLS = """
from autograder.execute import in_place_of_nbgraders
in_place_of_nbgraders(c)
"""

pytestmark = pytest.mark.skipif(
    examine().level == "none", reason="this machine has no walls, so nothing is graded here"
)


def run(folder: Path, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=folder,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
    )


def grade(course: Path, *arguments: str) -> tuple[int, str, dict[str, Any]]:
    """Grade the class; return the exit code, what was said, and the report for programs."""
    done = run(course, "autograder.cli", "grade", "ps1", *arguments)
    report = course / "grading" / "ps1.json"
    told = json.loads(report.read_text()) if report.exists() else {}
    return done.returncode, done.stdout + done.stderr, told


def points(told: dict[str, Any]) -> dict[tuple[str, str], tuple[float, float]]:
    return {(x["student"], x["notebook"]): (x["points"], x["out_of"]) for x in told["lines"]}


def run_times(course: Path) -> int:
    """Return how many notebooks the latest run of the grader has run."""
    return (course / "grading" / "ps1.log").read_text().count("Run behind walls")


def exported(course: Path) -> list[list[str]]:
    """Return each student's line of nbgrader's export."""
    assert run(course, "nbgrader", "export", "--to=grades.csv").returncode == 0
    lines = (course / "grades.csv").read_text().splitlines()[1:]
    return sorted(line.split(",") for line in lines)


def with_nbgrader(course: Path, place: Path, more: str = "") -> Path:
    """Grade a copy of the course with nbgrader's own command, and *more* configuration."""
    copy = Path(shutil.copytree(course, place))
    with (copy / "nbgrader_config.py").open("a") as config:
        config.write(more)
    assert run(copy, "nbgrader", "autograde", "ps1").returncode == 0
    return copy


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """nbgrader's own course, as `nbgrader quickstart` makes it; nobody has handed in yet."""
    folder = tmp_path_factory.mktemp("other")
    assert run(folder, "nbgrader", "quickstart", "demo").returncode == 0
    assert run(folder / "demo", "nbgrader", "generate_assignment", "ps1").returncode == 0
    return folder / "demo"


@pytest.fixture
def course(empty: Path, tmp_path: Path) -> Path:
    """A course of the test's own, with the two example students."""
    made = Path(shutil.copytree(empty, tmp_path / "demo"))
    shutil.copytree(DOCS / "submitted", made / "submitted")
    return made


def a_class(course: Path, size: int) -> None:
    """Hand in for more students: copies of the two that there are."""
    for number in range(size):
        example = course / "submitted" / ("bitdiddle", "hacker")[number % 2]
        shutil.copytree(example, course / "submitted" / f"student-{number:02}")


def test_the_points_are_nbgraders(course: Path, tmp_path: Path) -> None:
    """
    Points, late penalties and cells for a person to mark, as `nbgrader autograde` leaves them.
    """
    with closing(sqlite3.connect(course / "gradebook.db")) as db, db:
        db.execute("UPDATE assignment SET duedate = '2015-02-02 15:00:00.000000'")
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
    stock = with_nbgrader(course, tmp_path / "stock")

    code, said, told = grade(course)

    assert code == 0, said
    assert points(told) == {
        ("bitdiddle", "problem1"): (1.5, 3),
        ("bitdiddle", "problem2"): (0, 0),
        ("hacker", "problem1"): (3, 3),
        ("hacker", "problem2"): (0, 0),
    }
    assert "problem1: 2 marked; mean 2.2 of 3" in said
    assert exported(course) == exported(stock)
    # One of the two is late, and has nothing left.
    assert [line[8:10] for line in exported(course)] == [["0.0", "3.0"], ["1.5", "0.0"]]
    assert run(course, "nbgrader", "generate_feedback", "ps1").returncode == 0
    page = (course / "feedback" / "hacker" / "ps1" / "problem1.html").read_text()
    assert "385" in page  # the sum of squares that a cell prints


def test_nbgraders_own_command_gives_them_behind_walls(course: Path, tmp_path: Path) -> None:
    """
    Two lines of configuration; and a doubled cell, at which nbgrader by itself gives up, is marked.
    """
    stock = with_nbgrader(course, tmp_path / "stock")
    path = course / "submitted" / "bitdiddle" / "ps1" / "problem1.ipynb"
    doubled = read_notebook(path)
    doubled.cells.append(nbformat.from_dict(next(filter(is_solution, doubled.cells))))
    nbformat.write(doubled, path)

    walled = with_nbgrader(course, tmp_path / "walled", WALLS)

    assert exported(walled) == exported(stock)
    assert sorted(float(line[7]) for line in exported(walled)) == [1.5, 3.0]


def test_only_what_has_changed_is_run_again(course: Path) -> None:
    """
    A file beside a notebook and the settings are changes, too: here, a kernel for each notebook.
    """
    _, _, told = grade(course)
    assert run_times(course) == 4

    (course / "submitted" / "hacker" / "ps1" / "data.txt").write_text("more")
    grade(course)
    assert run_times(course) == 2
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.Execute.kernel = {examine().level == 'room'}\n")
    assert points(grade(course)[2]) == points(told)
    assert run_times(course) == 4


def test_whoever_cannot_be_marked_costs_nobody_else(course: Path) -> None:
    """
    A broken file, a link, a doubled cell and a loop: each has its marks or its reason.
    """
    a_class(course, 4)
    own = {
        n: course / "submitted" / f"student-0{n}" / "ps1" / "problem1.ipynb" for n in range(4)
    }
    own[0].write_text('{"cells": [')
    own[1].unlink()
    own[1].symlink_to(DOCS)
    looping, doubled = read_notebook(own[2]), read_notebook(own[3])
    next(filter(is_solution, looping.cells)).source = "import time\ntime.sleep(600)"
    nbformat.write(looping, own[2])
    doubled.cells.append(nbformat.from_dict(next(filter(is_solution, doubled.cells))))
    nbformat.write(doubled, own[3])
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("\nc.Execute.timeout = 2\n")

    code, said, told = grade(course)

    lines = {x["student"]: x for x in told["lines"] if x["notebook"] == "problem1"}
    assert code == 1, said
    assert {name: line["status"] for name, line in lines.items()} == {
        "bitdiddle": "marked",
        "hacker": "marked",
        "student-00": "refused",
        "student-01": "refused",
        "student-02": "marked",
        "student-03": "marked",
    }
    assert "it is not a Jupyter notebook" in lines["student-00"]["reason"]
    assert "link" in lines["student-01"]["reason"]
    assert "Traceback" not in said
    assert [lines[f"student-0{n}"]["points"] for n in (2, 3)] == [0, 3]


def test_a_killed_run_goes_on_where_it_was(course: Path, tmp_path: Path) -> None:
    """
    Killed at two moments, each student has the points of a run that was never killed.
    """
    a_class(course, 4)
    never = Path(shutil.copytree(course, tmp_path / "never"))
    journal = course / "grading" / "ps1.jsonl"
    for count in (1, 14):
        begun = subprocess.Popen(
            [sys.executable, "-m", "autograder.cli", "grade", "ps1"],
            cwd=course,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        while begun.poll() is None:
            if journal.exists() and journal.read_bytes().count(b"\n") >= count:
                os.killpg(begun.pid, signal.SIGKILL)
                break
            time.sleep(0.01)
        assert begun.wait() == -signal.SIGKILL

    code, said, told = grade(course)

    assert code == 0, said
    assert points(told) == points(grade(never)[2])
    assert exported(course) == exported(never)
    assert len(Journal(journal).entered) == 12


def test_a_kernel_that_is_not_here_is_named(course: Path) -> None:
    """
    Nobody loses marks because the grader's machine lacks a language.
    """
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("\nc.Execute.kernel = True\n")
    shutil.rmtree(course / "submitted" / "hacker")
    language = json.dumps({"name": "ir", "display_name": "R", "language": "R"})
    with closing(sqlite3.connect(course / "gradebook.db")) as db, db:
        db.execute("UPDATE notebook SET kernelspec = ?", [language])

    code, said, told = grade(course)

    assert code == 1
    assert all(line["status"] == "not entered" for line in told["lines"])
    assert "kernel 'ir' (R), which is not installed here" in said


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda course: shutil.rmtree(course / "submitted"), "nobody has handed in ps1"),
        (lambda course: shutil.rmtree(course / "source"), "there is no source/"),
        (lambda course: (course / "gradebook.db").unlink(), "there is no gradebook.db yet"),
    ],
)
def test_a_course_that_is_not_ready_is_told(course: Path, change: Any, sentence: str) -> None:
    """
    One sentence, and nothing is changed.
    """
    change(course)

    code, said, _ = grade(course)

    assert code == 2
    assert said.startswith(f"Nothing was graded: {sentence}")
    assert len(said.splitlines()) == 1
    assert not (course / "autograded").exists()


def test_a_cluster_is_for_the_book(course: Path) -> None:
    """
    Another course's tests are in its gradebook, which stays on one machine.
    """
    code, said, _ = grade(course, "--scheduler", "tcp://127.0.0.1:1")

    assert code == 2
    assert "ps1 is none of this book's" in said
