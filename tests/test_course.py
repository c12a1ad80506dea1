"""An instructor builds a course, hands it out, grades it with nbgrader and reads the marks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder import cli, course
from autograder.book import notebooks
from autograder.cells import is_solution, is_test, read_notebook

ROOT = Path(__file__).parents[1]
DEMO = ("right/classes.py", "wrong/detect_all_messages.py")
NBGRADER = [sys.executable, "-m", "nbgrader"]
PATH = f"{Path(sys.executable).parent}:{os.environ['PATH']}"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with a demo class of four, built, released, graded."""
    root = tmp_path_factory.mktemp("workbook")
    for folder in ("notebooks", "solutions"):
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    for name in DEMO:
        copy = root / "tests" / "gallery" / "preferences" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "tests" / "gallery" / "preferences" / name, copy)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        assert cli.main(["course"]) == 0
    return root


def test_the_release_is_the_book(root: Path) -> None:
    """
    What nbgrader hands out has, cell for cell, the text that students have here.
    """
    for path in notebooks(ROOT):
        released = read_notebook(root / "course" / "release" / path.parent.name / path.name)

        assert [c.source for c in released.cells] == [
            c.source for c in read_notebook(path).cells
        ]


def test_the_source_holds_the_answers(root: Path) -> None:
    """
    Each solution cell of the source has its answer between nbgrader's marks.
    """
    for path in notebooks(ROOT):
        source = read_notebook(root / "course" / "source" / path.parent.name / path.name)
        for cell in source.cells:
            if is_solution(cell):
                assert "### BEGIN SOLUTION" in cell.source
                assert "raise NotImplementedError" not in cell.source


def test_stock_nbgrader_gives_each_its_due(root: Path) -> None:
    """
    26 for the reference, 0 for the untouched stub, and what is left for the others.
    """
    found = {
        mark.student: (mark.score, mark.out_of)
        for mark in course.marks(root)
        if mark.assignment == "6_preferences"
    }

    assert found == {
        "demo-reference": (26, 26),
        "demo-classes": (26, 26),
        "demo-detect-all-messages": (22, 26),
        "demo-untouched": (0, 26),
    }


def test_the_feedback_page_tells_the_promise(root: Path) -> None:
    """
    A student reads which promise was broken, what was seen and what to try.
    """
    folder = root / "course" / "feedback" / "demo-detect-all-messages" / "6_preferences"
    page = (folder / "preferences.html").read_text()

    assert "only the last message counts" in page
    assert "which only an earlier message states" in page


@pytest.mark.parametrize(("student", "failing"), [("demo-reference", 0), ("demo-untouched", 8)])
def test_validate_agrees_with_the_checks(root: Path, student: str, failing: int) -> None:
    """
    `nbgrader validate` on a student's notebook says what its checks say.
    """
    submitted = root / "course" / "submitted" / student / "6_preferences" / "preferences.ipynb"
    tests = [cell for cell in read_notebook(submitted).cells if is_test(cell)]

    told = subprocess.run(
        [*NBGRADER, "validate", str(submitted)],
        cwd=root,
        env=os.environ | {"PATH": PATH},
        capture_output=True,
        text=True,
    ).stdout

    assert told.count("The following cell failed") == failing
    assert ("Success!" in told) == (failing == 0)
    assert failing in (0, len(tests))


def test_somebody_elses_submission_is_left_alone(root: Path) -> None:
    """
    Handing in for the demo class again touches no other student.
    """
    other = root / "course" / "submitted" / "somebody" / "6_preferences" / "preferences.ipynb"
    other.parent.mkdir(parents=True)
    other.write_text("theirs")

    course.submit_demo_class(root)

    assert other.read_text() == "theirs"


def test_the_wrong_folder_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    Run elsewhere, the command says where to run it and writes nothing.
    """
    monkeypatch.chdir(tmp_path)

    assert cli.main(["course"]) == 2
    assert "Run this in the workbook's folder" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
