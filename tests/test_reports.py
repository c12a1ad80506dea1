"""Reports count exactly, say what was seen, and hold whatever a submission says as plain text."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from autograder import cli, course
from autograder.cells import answers, fit, nbformat, read_notebook, solve
from autograder.contract import Trial
from autograder.engine.allowance import LIMIT
from autograder.engine.doctor import examine
from autograder.feedback import MOST, Result
from autograder.grading import classroom, crew, foreman
from autograder.grading.classroom import Submission, mark_all, mark_bytes
from autograder.grading.journal import Journal
from autograder.grading.pages import class_page, file_name, student_page, write_pages
from autograder.grading.reports import OTHERWISE, Line, Marks, Report, class_tally, in_short
from autograder.grading.tally import NotebookTally, tally
from autograder.marked import NotMarkable

ROOT = Path(__file__).parents[1]
STUB = read_notebook(ROOT / "notebooks" / "0_start_here" / "start_here.ipynb")
GALLERY = ROOT / "tests" / "gallery" / "start_here"
TRUSTING = examine().level == "none"  # a machine without walls tests all the rest
EMPTY = b'{"cells": [], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}'
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title></style></pre></table><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "\x1b[2J\x00\x07\x9b31m\udcff",
    "\u202egnp.exe\u2066\u202d",
    "`<b>` and `one that nobody closes",
    "`<b onclick=alert(1)>` in a name",
    "x" * 1_000_000,
]


def answer(name: str) -> bytes:
    """Return the lesson with an answer of the gallery in it, as its file's bytes."""
    return handed_in(answers(GALLERY / f"{name}.py")["sign_in"])


def handed_in(source: str) -> bytes:
    reference = fit(STUB, answers(ROOT / "solutions" / "start_here.py"))
    return nbformat.writes(solve(STUB, {**reference, "sign_in": source})).encode()


@cache
def marked(content: bytes) -> dict[str, Any]:
    return mark_bytes(content, 7, trusting=TRUSTING)


def line_of(student: str, told: dict[str, Any], notebook: str = "start_here") -> Line:
    if "refused" in told:
        return Line(student, notebook, "refused", told["refused"], seconds=told["seconds"])
    points, out_of = (sum(t[of] for t in told["tests"].values()) for of in ("earned", "points"))
    how = told["seed"], told["walls"]
    return Line(student, notebook, "marked", "", points, out_of, *how, seconds=told["seconds"])


def a_class(*handed_in: bytes) -> Marks:
    """Mark notebooks of students called a, b, c and so on."""
    told = [(f"{chr(97 + n)}", marked(content)) for n, content in enumerate(handed_in)]
    return [(line_of(student, one), one) for student, one in told]


def failed(promise: str, saw: str, kept: tuple[str, ...] = (), points: int = 4) -> Result:
    trials = [Trial(each, kept=True, saw="never told") for each in kept]
    broken = Trial(promise, kept=False, saw=saw, nudge="which one?")
    return Result("detect", points, (*trials, broken))


def passed(points: int = 4) -> Result:
    return Result("detect", points, (Trial("it works", kept=True),))


def ready(student: str, *results: Result, seconds: float = 0.5) -> tuple[Line, dict[str, Any]]:
    """Return a student's line as marking would have made it, from results."""
    tests = {f"test_{n}": {**r.as_json(), "seconds": seconds} for n, r in enumerate(results)}
    told = {"seed": 7, "walls": "room", "seconds": seconds, "limit": LIMIT, "tests": tests}
    return line_of(student, told, "preferences"), told


def refused(student: str, reason: str) -> tuple[Line, dict[str, Any]]:
    told = {"refused": reason, "seed": 1, "seconds": 0.0}
    return line_of(student, told, "preferences"), told


class Shape(HTMLParser):
    """What a browser takes for markup: elements, with the names of their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, ...]] = []
        self.addresses: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, *(name for name, _ in attrs)))
        self.addresses += [str(value) for name, value in attrs if name in ("href", "src")]


def words(page: str) -> str:
    """Return what can be read on a page, in one line."""
    body = re.sub(r"<style>.*?</style>|<[^>]+>", "", page, flags=re.DOTALL)
    return " ".join(body.split())


def test_a_marked_class_is_counted_exactly() -> None:
    """
    Real marks: points, promises, how many broke which, who has not begun.
    """
    names = ("right/pathlib", "wrong/in_memory", "wrong/a_set", "wrong/in_memory")
    marks = a_class(*map(answer, (*names, "wrong/untouched")), b"{")

    found = class_tally(marks)

    [notebook] = found.notebooks
    [task] = notebook.tasks
    assert found.status == {"marked": 5, "refused": 1}
    assert notebook.points == (0, 0, 0, 0, 2)
    assert (notebook.mean, notebook.median, notebook.out_of) == (0.4, 0, 2)
    assert [(bar.low, bar.high, bar.count) for bar in notebook.bars] == [
        (0, 0, 4),
        (1, 1, 0),
        (2, 2, 1),
    ]
    assert (task.task, task.points, task.passed, task.not_started) == ("sign_in", 2, 1, 1)
    assert sum(broken.count for broken in task.broken) == 3
    assert task.broken[0].count == 2
    assert (task.broken[0].example.student, task.broken[0].example.alike) == ("b", 2)


def test_marking_tells_what_reports_need() -> None:
    """
    Each promise up to the broken one, what was seen of that one only, and the seconds.
    """
    told = marked(answer("wrong/in_memory"))

    test = told["tests"]["test_sign_in"]
    *kept, broken = test["trials"]
    assert all(trial["kept"] and not trial["saw"] for trial in kept)
    assert broken["promise"] == test["broken"]
    assert broken["saw"] in test["text"]
    assert broken["try"] in test["text"]
    assert 0 < test["seconds"] <= told["seconds"]
    assert json.loads(json.dumps(told)) == told


def test_an_exception_shows_the_students_line() -> None:
    """
    Those who raise the same error are one group, whatever it says; the example has the line.
    """
    source = "def sign_in(path, name):\n    return {{'{}': name}}[path]"
    marks = a_class(*(handed_in(source.format(key)) for key in ("one", "two")))

    [broken] = class_tally(marks).notebooks[0].tasks[0].broken

    assert (broken.promise, broken.count) == ("`sign_in` raised KeyError", 2)
    assert broken.example.line == "return {'one': name}[path]"
    assert "return {'one': name}[path]" in words(class_page("start", marks)).replace(
        "&#39;", "'"
    )


def test_what_a_submission_says_stays_text() -> None:
    """
    An answer that raises markup and prints more of it: both pages show it, none obeys it.
    """
    source = (
        "def sign_in(path, name):\n    print('<img src=x onerror=alert(2)>')\n"
        "    raise ValueError('<script>alert(1)</script>')  # <b>"
    )
    marks = a_class(handed_in(source))

    for page in (class_page("start", marks), student_page("start", "a", marks)):
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert {"script", "img", "b"} & {tag for tag, *_ in Shape(page).elements} == set()


@pytest.mark.parametrize("evil", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_changes_no_markup(evil: str) -> None:
    """
    In every place that a student can write to, the page's elements stay what they were.
    """
    assert shapes(evil) == shapes("harmless")


def shapes(text: str) -> list[list[tuple[str, ...]]]:
    marks = [
        ready(text, failed(text, text, (text,)), passed()),
        ready("b", replace(failed("promise", "seen"), printed=text)),
        refused(text + "2", text),
    ]
    pages = [class_page("6_preferences", marks), student_page("6_preferences", text, marks)]
    for page in pages:
        page.encode()
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page)
        assert len(page) < 20 * MOST
    return [
        [(tag, *rest) for tag, *rest in Shape(page).elements if tag != "code"] for page in pages
    ]


def test_pages_need_nothing_but_themselves() -> None:
    """
    No script, no style or picture from elsewhere, and links only to the students' pages.
    """
    marks = [ready("ada", passed(), failed("kept", "not"))]
    for page in (class_page("6_preferences", marks), student_page("6_preferences", "a", marks)):
        shape = Shape(page)
        tags = {tag for tag, *_ in shape.elements}
        assert {"script", "link", "img", "iframe", "object", "form"} & tags == set()
        assert not re.search(r"url\(|@import|https?:", page)
        assert {a for a in shape.addresses if not a.startswith("#")} <= {
            "6_preferences/ada.html"
        }


def test_a_page_can_be_read_by_ear() -> None:
    """
    Every table has a caption and headers with a scope, headings skip no level, pictures a title.
    """
    marks = [ready("ada", passed(), failed("kept", "not")), refused("bob", "it is a link")]
    for page in (class_page("6_preferences", marks), student_page("6_preferences", "a", marks)):
        elements = Shape(page).elements
        count = Counter(tag for tag, *_ in elements)
        levels = [int(tag[1]) for tag, *_ in elements if re.fullmatch(r"h\d", tag)]
        assert count["table"] == count["caption"]
        assert all("scope" in names for tag, *names in elements if tag == "th")
        assert levels[0] == 1
        assert all(b - a <= 1 for a, b in pairwise(levels))
        assert page.count('role="img"') == count["svg"] == page.count('<title id="picture-')


def test_promises_with_drawn_inputs_are_one() -> None:
    """
    What a check draws anew does not split a group; what it tries elsewhere is another promise.
    """
    marks = [
        ready("a", failed("the nearest to 'a quick summary' comes first", "it was 'x'")),
        ready("b", failed("the nearest to 'program snippets' comes first", "it was 'y'")),
        ready("c", failed("the nearest to 'a chat' comes first", "nothing came at all")),
        ready("d", failed("the nearest to 'a chat' comes first", "it was 'z'", ("first",))),
        ready("e", failed("everybody else's rows stay", "2 went")),
        ready("f", failed("everybody else's rows stay", "13 went", ("first",))),
    ]

    [task] = class_tally(marks).notebooks[0].tasks

    told = [(b.promise, b.count, b.example.saw, b.example.alike) for b in task.broken]
    assert told == [
        ("the nearest to … comes first", 3, "it was 'x'", 2),
        ("everybody else's rows stay", 2, "2 went", 2),
        ("the nearest to 'a chat' comes first", 1, "it was 'z'", 1),
    ]


def test_a_class_of_one() -> None:
    """
    One student is a class: their points are mean, median, lowest and highest.
    """
    marks = [ready("ada", passed(), failed("the last message counts", "the first did"))]

    assert in_short(marks) == (
        "preferences: 1 marked; mean 4.0 of 8; most often broken: the last message counts (1)",
    )
    assert "mean 4.0" in words(class_page("6_preferences", marks))


def test_an_assignment_of_two_notebooks() -> None:
    """
    Each has numbers of its own; a student's page adds them up, and says what was not marked.
    """
    line, told = ready("ada", passed(), failed("kept", "not"))
    other = ready("ada", passed(points=3))
    marks = [
        (line, told),
        (replace(other[0], notebook="history"), other[1]),
        refused("bob", "it is a link or a folder, not a file"),
    ]

    found = class_tally(marks)

    assert [(n.name, n.out_of, n.points) for n in found.notebooks] == [
        ("history", 3, (3,)),
        ("preferences", 8, (4,)),
    ]
    assert found.students == ("ada", "bob")
    assert in_short(marks)[1] == (
        "preferences: 1 marked, 1 refused; mean 4.0 of 8; most often broken: kept (1)"
    )
    assert "7 of 11 points" in words(student_page("1_parts", "ada", marks[:2]))
    assert "Not marked: it is a link" in words(student_page("1_parts", "bob", marks[2:]))


def test_a_class_of_which_nothing_could_be_marked() -> None:
    """
    No mean and no picture, but each reason and what to do next.
    """
    marks = [
        refused("ada", "it is not a Jupyter notebook (Expecting value)"),
        refused("bob", "the file has 200 megabytes; 20 is the most"),
        refused("cem", "a reason that nobody has thought of"),
    ]

    page = class_page("6_preferences", marks)

    assert in_short(marks) == ("preferences: 3 refused",)
    assert "No notebook was marked" in page
    assert "svg" not in {tag for tag, *_ in Shape(page).elements}
    for told in ("ask for another copy", "put the smaller file", "put another one"):
        assert told in words(page)


def test_every_reason_has_a_next_step_of_its_own(tmp_path: Path) -> None:
    """
    Whatever marking says of a file that it refuses, the report knows what to do about it.
    """
    (tmp_path / "link.ipynb").symlink_to("nowhere")
    (tmp_path / "large.ipynb").touch()
    os.truncate(tmp_path / "large.ipynb", 30 << 20)
    reasons = [crew.ENDS, foreman.ENDS, classroom.FAILED]
    odd = (b"", b'{"cells": 1, "nbformat": 4, "nbformat_minor": 5}', EMPTY)
    reasons += [marked(content)["refused"] for content in odd]
    for name in ("link", "large", "absent"):
        with pytest.raises(NotMarkable) as caught:
            Submission("ada", "parts", name, tmp_path / f"{name}.ipynb").read()
        reasons.append(str(caught.value))

    problems = class_tally([refused("ada", reason) for reason in reasons]).problems

    assert {problem.line.reason for problem in problems if problem.next == OTHERWISE} == set()


@pytest.mark.parametrize(
    ("points", "out_of", "filled"),
    [
        ([8, 8, 8], 8, [(8, 8, 3)]),
        ([0, 0], 8, [(0, 0, 2)]),
        ([0, 49, 50, 99, 100], 100, [(0, 3, 1), (48, 51, 2), (96, 99, 1), (100, 100, 1)]),
    ],
    ids=["all the same", "all nothing", "many points"],
)
def test_a_histogram_counts_everybody_once(
    points: list[int], out_of: int, filled: list[tuple[int, int, int]]
) -> None:
    """
    Whatever the spread, each notebook is in one bar, and there are few enough to read.
    """
    found = NotebookTally("preferences", out_of, tuple(points), ())

    assert [(b.low, b.high, b.count) for b in found.bars if b.count] == filled
    assert len(found.bars) <= 31
    assert sum(bar.count for bar in found.bars) == len(points)


def test_the_slowest_come_first_with_their_task() -> None:
    """
    Ten of them, and which task took the time.
    """
    marks = [ready(f"s{n}", passed(), seconds=float(n)) for n in range(1, 13)]

    slowest = class_tally(marks).slowest

    assert [slow.line.student for slow in slowest] == [f"s{n}" for n in range(12, 2, -1)]
    assert slowest[0].task == "detect"


def test_what_is_not_entered_is_told_beside_its_points() -> None:
    """
    It counts as marked work, and the report says that the gradebook lacks it.
    """
    line, told = ready("ada", passed())
    marks = [(replace(line, status="not entered", reason="nbgrader refused it"), told)]

    assert in_short(marks) == ("preferences: 1 not entered; mean 4.0 of 4",)
    assert "mend what the log names" in words(class_page("6_preferences", marks))
    assert "not in the gradebook yet" in student_page("6_preferences", "ada", marks)


def test_a_seed_is_told_with_the_command_that_uses_it() -> None:
    """
    A mark without walls is repeated without walls.
    """
    line, told = ready("ada", passed())

    page = student_page("6_preferences", "ada", [(line, told)])
    trusted = student_page(
        "6_preferences", "ada", [(replace(line, walls="without walls"), told)]
    )

    assert "<code>autograder try preferences.ipynb --seed 7</code>" in page
    assert "--seed 7 --trust-submissions" in trusted


ODD = [
    "",
    ".",
    "..",
    "a b",
    "a/b",
    "a_b",
    "Zoë",
    "Zoe\u0308",
    "~",
    "-rf",
    "a\nb",
    "\udcff",
    "x" * 255,
]


def test_any_student_name_makes_a_file_name_of_its_own() -> None:
    """
    Short, of harmless characters, and never the page of somebody else.
    """
    made = [file_name(name) for name in ODD]

    assert len(set(made)) == len(ODD)
    assert all(re.fullmatch(r"\w[\w.@+~-]{0,119}\.html", name, re.ASCII) for name in made)
    assert file_name("ada.lovelace+1@x-y") == "ada.lovelace+1@x-y.html"
    # A name cannot be chosen so that its page is another one's.
    assert file_name(file_name("a b").removesuffix(".html")) != file_name("a b")


def test_pages_lie_where_the_class_report_links_to(tmp_path: Path) -> None:
    """
    Odd names included, each link leads to a page; part of a class leaves the class report alone.
    """
    marks = [ready(name, passed()) for name in ODD if name]
    report = Report("6_preferences", tuple(line for line, _ in marks))

    write_pages(tmp_path, report, marks)

    page = tmp_path / "6_preferences.html"
    links = {a for a in Shape(page.read_text("utf-8")).addresses if not a.startswith("#")}
    assert {str(p.relative_to(tmp_path)) for p in tmp_path.glob("*/*")} == links
    page.write_text("as it was")
    write_pages(tmp_path, replace(report, students="a*"), marks[:1])
    assert page.read_text() == "as it was"


def steps(work: Callable[[], Any]) -> int:
    """Return how many lines of Python are run, each turn of a loop counted."""
    count = 0

    def look(_: Any, event: str, __: Any) -> Any:
        nonlocal count
        count += event == "line"
        return look

    before = sys.gettrace()
    sys.settrace(look)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def test_twice_the_class_is_twice_the_work(tmp_path: Path) -> None:
    """
    All pages of 300 students take no more than twice the steps that those of 150 take.
    """

    def work(size: int) -> Callable[[], None]:
        marks = [
            ready(f"s{n:03}", passed(), failed(f"promise {n % 7}", f"saw {n}"))
            for n in range(size)
        ]
        report = Report("6_preferences", tuple(line for line, _ in marks))
        return lambda: write_pages(tmp_path, report, marks)

    work(1)()  # templates are compiled once

    assert steps(work(300)) < 2.05 * steps(work(150))
    assert len(list((tmp_path / "6_preferences").glob("*.html"))) == 300


def test_lines_of_another_version_are_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    What another version has found out has not the form that reports need: it is marked anew.
    """
    path = tmp_path / "start_here.ipynb"
    path.write_bytes(answer("right/pathlib"))
    submission = Submission("ada", "0_start_here", "start_here", path)
    journal = Journal(tmp_path / "journal")
    with monkeypatch.context() as patch:
        patch.setattr(classroom, "version_of", lambda _: "of last week")
        old = classroom.key_of(submission, path.read_bytes())
    journal.add(old, {"seed": 7, "walls": "room", "tests": {}})

    [(_, told)] = mark_all([submission], journal, workers=1, trusting=TRUSTING)

    assert told["key"] != old
    assert told["tests"]["test_sign_in"]["trials"]
    assert tally("start_here", [("ada", told)]).points == (2,)


@pytest.fixture
def graded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """A course of one lesson, in which three have handed in; returns what grades it."""
    for name in ("nbgrader_config.py", "notebooks/0_start_here", "solutions/start_here.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name)
        else:
            shutil.copy(ROOT / name, tmp_path / name)
    course.renew(tmp_path)
    for student, content in (
        ("ada", answer("right/pathlib")),
        ("bob", answer("wrong/in_memory")),
        ("cem", b"{"),
    ):
        folder = tmp_path / "course" / "submitted" / student / "0_start_here"
        folder.mkdir(parents=True)
        (folder / "start_here.ipynb").write_bytes(content)
    monkeypatch.chdir(tmp_path)
    trusting = ["--trust-submissions"] if TRUSTING else []

    def grade(*more: str) -> tuple[int, str]:
        capsys.readouterr()
        code = cli.main(["grade", "0_start_here", *trusting, *more])
        return code, capsys.readouterr().out

    return grade


def test_grading_writes_the_reports_and_prints_the_class_in_short(
    graded: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    """
    Pages and JSON agree; the terminal names who was refused, and everybody only if asked.
    """
    code, said = graded()

    [sentence] = [line for line in said.splitlines() if line.startswith("start_here: ")]
    folder = tmp_path / "course" / "grading"
    told = json.loads((folder / "0_start_here.json").read_text())
    assert code == 1
    assert sentence.startswith("start_here: 2 marked, 1 refused; mean 1.0 of 2; most often")
    assert [sentence] == told["summary"]
    assert "cem" in said
    assert not {"ada", "bob"} & set(said.split())
    assert "Class report: course/grading/0_start_here.html" in said
    assert sorted(page.name for page in folder.glob("0_start_here/*")) == [
        "ada.html",
        "bob.html",
        "cem.html",
    ]
    assert all(line["seconds"] > 0 for line in told["lines"] if line["status"] == "marked")
    assert "marked2 not entered0 refused1" in words(
        (folder / "0_start_here.html").read_text("utf-8")
    )
    assert {"ada", "bob", "cem"} <= set(graded("--verbose")[1].split())
