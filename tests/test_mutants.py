"""Mutants of a reference are caught by its checks, or a person has judged them as good."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.book import notebooks
from autograder.engine import WarmProcess
from autograder.mutants.judging import Lesson, judge, listed, main, mutants
from autograder.mutants.making import changes

ROOT = Path(__file__).parents[1]
BOOK = {path.stem: path for path in notebooks(ROOT)}
LISTS = sorted((ROOT / "tests" / "mutants").glob("*.toml"))


@pytest.fixture(scope="module")
def warm() -> Iterator[WarmProcess]:
    process = WarmProcess()
    yield process
    process.close()


def afters(source: str) -> list[str]:
    return [change.after for change in changes(source)]


def test_each_mutant_of_the_exercise_is_caught_or_judged(warm: WarmProcess) -> None:
    """
    What no check tells from the reference is listed with a reason, and what is listed lives.
    """
    lesson = Lesson(BOOK["preferences"])

    verdicts = [judge(lesson, cell, change, warm) for cell, change in mutants(lesson)]

    alive = {verdict.name for verdict in verdicts if verdict.caught is None}
    assert alive == set(listed(lesson))
    assert len(verdicts) > 250


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_a_list_names_mutants_that_there_are(path: Path) -> None:
    """
    Each judged mutant is one of its lesson's reference as it is now, and has its reason.
    """
    lesson = Lesson(BOOK[path.stem])
    made = {(cell, change.before, change.after) for cell, change in mutants(lesson)}

    assert {name for name in listed(lesson) if name not in made} == set()
    assert all(len(reason.split()) >= 4 for reason in listed(lesson).values())


def test_annotations_docstrings_imports_and_texts_for_people_are_left_alone() -> None:
    """
    What changes no behaviour that a check could see is not changed at all.
    """
    kept = ('"""Say hello."""', "import os", "def f(a: int = None, *b: Any) -> str: ...")
    source = """
def hello(names: list[str] = None) -> str:
    '''Greet somebody.'''
    from os import path
    if names is None:
        raise ValueError("nobody is there", names[0])
    return f"how are you, {names}?"
"""

    assert afters("say('how are you?')") == ["pass", "say(None)", "'how are you?'"]
    assert [text for text in kept if set(afters(text)) - {"pass"}] == []
    assert [after for after in afters(source) if "Greet" in after or "-> N" in after] == []
    assert {after for after in afters(source) if "raise" in after} == set()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("put(where, name)", ["pass", "put(name, where)", "put(where, )", "put(where, None)"]),
        ("x = state[-1]", ["x = state[+1]", "x = state[-2]", "x = state[-0]"]),
        ("x = ('a', 'b')", ["x = ('b', 'a')", "x = ('a', )"]),
        ("x = [i for i in y if i > 2]", ["x = [i for i in y]", "x = [i for i in y if i >= 2]"]),
        ("x = sorted(text.lower())", ["x = text.lower()", "x = sorted(text)"]),
        ("if a and b:\n    c()", ["pass", "if not (a and b):", "if a:", "if b:", "if a or b:"]),
        ("for a in b:\n    c(a)", ["c(a)\nbreak", "pass"]),
        ("with lock:\n    c()", ["if True:"]),
        ("try:\n    c()\nexcept KeyError:\n    d()", ["except ():"]),
        ("@wraps(f)\ndef g():\n    return 1", ["", "return None", "return 2", "return 0"]),
        ("class A(B):\n    c: Annotated[D, e]", ["class A():", "c: D", "pass"]),
        ("q('SELECT a FROM b WHERE c = ?')", ["q('SELECT a FROM b')"]),
        ("q('SELECT a FROM b WHERE c = ?')", ["q('SELECT a FROM b WHERE c <> ?')"]),
    ],
)
def test_mutants_are_what_students_write(source: str, expected: list[str]) -> None:
    """
    A forgotten statement, swapped arguments, another index, half a condition, one turn of a loop.
    """
    assert [after for after in expected if after not in afters(source)] == []


def test_a_change_says_where_and_what() -> None:
    """
    The first changed line, what stood there, what stands there now, and the whole text.
    """
    source = "a = 1\nif a < 2:\n    b = a\n"

    found = {change.after: change for change in changes(source)}

    change = found["if a <= 2:"]
    assert (change.line, change.before) == (2, "if a < 2:")
    assert change.source == "a = 1\nif a <= 2:\n    b = a\n"


def test_lines_that_stand_twice_are_told_apart() -> None:
    """
    The list of the judged names a mutant by its lines: with those above them, if they are two.
    """
    found = {(each.line, each.before) for each in changes("if a:\n    b()\nelse:\n    b()\n")}

    assert {(2, "if a:\nb()"), (4, "else:\nb()")} <= found


def test_who_runs_it_reads_each_mutant_and_what_caught_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """
    A row for each mutant, a line of sums, and success where the survivors are those listed.
    """
    code = main([str(BOOK["start_here"])])

    told = capsys.readouterr()
    assert code == 0
    assert "sign_in:4" in told.out
    assert "SURVIVED" in told.out
    assert "sign_in: the first guest is returned, in a list" in told.out
    assert "17 caught, 5 as good, 0 to judge" in told.out
    assert told.err == ""


def test_a_survivor_that_nobody_judged_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    Without its list a lesson fails, and each survivor is told in the form that the list has.
    """
    notebook = BOOK["start_here"]
    copied = tmp_path / "notebooks" / "0_start_here" / notebook.name
    copied.parent.mkdir(parents=True)
    (tmp_path / "solutions").mkdir()
    shutil.copy(notebook, copied)
    shutil.copy(ROOT / "solutions" / "start_here.py", tmp_path / "solutions")

    code = main([str(copied)])

    told = capsys.readouterr()
    assert code == 1
    assert told.err.count('to judge: { cell = "sign_in", before = "') == 5


def test_what_is_no_lesson_is_told_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    A path that leads nowhere is named, with the reason; there is no traceback.
    """
    code = main([str(tmp_path / "notebooks" / "1" / "none.ipynb")])

    assert code == 1
    assert "none.ipynb is no lesson with a reference: " in capsys.readouterr().err
