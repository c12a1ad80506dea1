"""Right answers in many styles get all marks; wrong ones lose exactly what they break."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from autograder.book import notebooks, tasks
from autograder.cells import Notebook, answers, fit, grading_cells, read_notebook
from autograder.engine import Student, WarmProcess
from autograder.feedback import Result

ROOT = Path(__file__).parents[1]
GALLERY = ROOT / "tests" / "gallery"
LABEL = re.compile(r"^(loses|says): (.+)$", re.MULTILINE)
BOOK = {path.stem: path for path in notebooks(ROOT)}
STEMS = sorted(path.name for path in GALLERY.iterdir() if path.is_dir())
RIGHT = sorted(GALLERY.glob("*/right/*.py"))
WRONG = sorted(GALLERY.glob("*/wrong/*.py"))


@pytest.fixture(scope="module")
def warm() -> Iterator[WarmProcess]:
    process = WarmProcess()
    yield process
    process.close()


@cache
def lesson(stem: str) -> Notebook:
    return read_notebook(BOOK[stem])


@cache
def reference(stem: str) -> dict[str, str]:
    return fit(lesson(stem), answers(ROOT / "solutions" / f"{stem}.py"))


def mark(warm: WarmProcess, answer: Path) -> dict[str, Result]:
    """Put the reference, with *answer*'s cells in place of its own, to the checks they concern.

    A check is about the names it needs: one that needs nothing of these cells would find the
    reference, which `test_notebooks.py` puts to all of them.
    """
    stem, own = answer.parent.parent.name, answers(answer)
    changed = {
        name for cell in own for name in defined(reference(stem)[cell] + "\n" + own[cell])
    }
    job = {"cells": grading_cells(lesson(stem), {**reference(stem), **own})}
    results = {}
    for test_id, task in tasks(lesson(stem)).items():
        if changed & set(task.needs) or test_id in labels(answer).get("loses", "").split():
            warm.load(task.preload)
            with Student(warm, job) as student:
                results[test_id] = task.mark(student)
    return results


def defined(source: str) -> set[str]:
    """Return the names that a cell defines."""
    try:
        statements = ast.parse(source).body
    except SyntaxError:  # a student's: then it defines what the reference does
        return set(re.findall(r"^(?:async )?(?:def|class) (\w+)", source, re.MULTILINE))
    return {
        name
        for each in statements
        for name in (
            [each.name]
            if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            else [node.id for node in ast.walk(each) if isinstance(node, ast.Name)]
        )
    }


@cache
def labels(answer: Path) -> dict[str, str]:
    return dict(LABEL.findall(answer.read_text()))


def name(path: Path) -> str:
    return f"{path.parent.parent.name}-{path.stem}"


@pytest.mark.parametrize("answer", RIGHT, ids=name)
def test_a_right_answer_gets_all_marks(warm: WarmProcess, answer: Path) -> None:
    """
    However it is written, an answer that keeps the promises gets every point.
    """
    results = mark(warm, answer)

    assert results
    assert {test_id: str(r) for test_id, r in results.items() if not r.passed} == {}


@pytest.mark.parametrize("answer", WRONG, ids=name)
def test_a_wrong_answer_loses_what_it_breaks(warm: WarmProcess, answer: Path) -> None:
    """
    A mistake costs the tests its file names, no other, and is told in its own words.
    """
    expected = labels(answer)

    results = mark(warm, answer)

    lost = {test_id: str(result) for test_id, result in results.items() if not result.passed}
    assert sorted(lost) == sorted(expected["loses"].split()), lost
    assert expected["says"] in lost[expected["loses"].split()[0]]


@pytest.mark.parametrize("stem", STEMS)
def test_every_task_has_ten_mistakes_told_apart(stem: str) -> None:
    """
    For each task at least ten wrong answers, each with words of its own, and six right styles.
    """
    told = defaultdict(list)
    for answer in (GALLERY / stem / "wrong").glob("*.py"):
        told[labels(answer)["loses"].split()[0]].append(labels(answer)["says"])

    assert {test_id: len(set(says)) >= 10 for test_id, says in told.items()} == dict.fromkeys(
        tasks(lesson(stem)), True
    )
    assert all(len(says) == len(set(says)) for says in told.values())
    assert len(list((GALLERY / stem / "right").glob("*.py"))) >= 6


def test_the_exercise_has_answers_in_many_styles() -> None:
    """
    What earns all of its 26 points is written in 25 ways and more; what does not, in 200.
    """
    gallery = GALLERY / "preferences"

    assert len({answer.read_text() for answer in gallery.glob("right/*.py")}) >= 25
    assert len({labels(answer)["says"] for answer in gallery.glob("wrong/*.py")}) >= 200
