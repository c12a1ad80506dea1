"""What grading says is what is so: of cells, of whole classes, of gradebooks, of its own options."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbgrader
import pytest
from nbgrader.api import Gradebook

from autograder import course
from autograder.cells import answers, fit, grade_id, nbformat, read_notebook, solve
from autograder.engine.doctor import examine
from autograder.grading.handed_in import submissions
from autograder.grading.reports import OTHERWISE, Line, class_tally
from autograder.marked import NotMarkable
from autograder.outputs import write

ROOT = Path(__file__).parents[1]
START, PART = "0_start_here", "1_checkpointers"
TRUSTING = examine().level == "none"  # a machine without walls tests all the rest
SECONDS = 300  # for one run
# nbgrader's documentation course, and the two example students that it comes with.
DOCS = Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide"


def solved(assignment: str, name: str) -> Any:
    stub = read_notebook(ROOT / "notebooks" / assignment / f"{name}.ipynb")
    return solve(stub, fit(stub, answers(ROOT / "solutions" / f"{name}.py")))


RIGHT = solved(START, "start_here")
STUB = read_notebook(ROOT / "notebooks" / START / "start_here.ipynb")


def a_course(root: Path, assignment: str, add: Callable[[Any], None] | None = None) -> Path:
    """Make a course of one assignment, as `make class` does; *add* changes the source."""
    shutil.copytree(ROOT / "notebooks" / assignment, root / "notebooks" / assignment)
    (root / "solutions").mkdir()
    for path in (root / "notebooks" / assignment).glob("*.ipynb"):
        shutil.copy(ROOT / "solutions" / f"{path.stem}.py", root / "solutions")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    course.renew(root)
    if add:
        source = root / "course" / "source" / assignment / "start_here.ipynb"
        notebook = read_notebook(source)
        add(notebook)
        nbformat.write(notebook, source)
        assert (
            run(root, "nbgrader", "generate_assignment", assignment, "--force").returncode == 0
        )
    return root


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of the first lesson; nobody has handed in yet."""
    return a_course(tmp_path_factory.mktemp("told") / "book", START)


@pytest.fixture
def root(empty: Path, tmp_path: Path) -> Path:
    """A course of the test's own."""
    return Path(shutil.copytree(empty, tmp_path / "book"))


def run(root: Path, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=root,
        env=os.environ | {"PATH": path, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )


def grade(root: Path, assignment: str, *options: str) -> subprocess.CompletedProcess[str]:
    trusting = ["--trust-submissions"] if TRUSTING else []
    return run(root, "autograder.cli", "grade", assignment, *options, *trusting)


def told(root: Path, assignment: str = START) -> dict[str, Any]:
    """Return the report for programs."""
    file = root / "course" / "grading" / f"{assignment}.json"
    return dict(json.loads(file.read_text()))


def lines(root: Path, assignment: str = START) -> dict[tuple[str, str], dict[str, Any]]:
    return {(x["student"], x["notebook"]): x for x in told(root, assignment)["lines"]}


def page(root: Path, student: str = "", assignment: str = START) -> str:
    """Return what can be read on a student's page, or on the class's, in one line."""
    folder = root / "course" / "grading"
    file = folder / assignment / f"{student}.html" if student else folder / f"{assignment}.html"
    text = file.read_text("utf-8")
    rest = text[text.index("<body>") :]
    for tag in ("<", ">"):
        rest = rest.replace(tag, f"\0{tag}")
    parts = rest.split("\0<")
    return " ".join(" ".join(part.partition("\0>")[2] for part in parts).split())


def hand_in(root: Path, student: str, content: Any = RIGHT, name: str = "start_here") -> Path:
    assignment = START if name == "start_here" else PART
    path = root / "course" / "submitted" / student / assignment / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not isinstance(content, bytes):
        content = nbformat.writes(content).encode()
    path.write_bytes(content)
    return path


def by_hand(root: Path, student: str, points: float) -> None:
    """Mark the lesson's test by hand, as Formgrader does."""
    with Gradebook(f"sqlite:///{root / 'course' / 'gradebook.db'}") as gradebook:
        grade = gradebook.find_grade("test_sign_in", "start_here", START, student)
        grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.db.commit()


def scores(root: Path) -> dict[str, tuple[float, float]]:
    """Return what the gradebook has for each student: the score, and of how much."""
    with Gradebook(f"sqlite:///{root / 'course' / 'gradebook.db'}") as gradebook:
        found = gradebook.assignment_submissions(gradebook.assignments[0].name)
        return {each.student.id: (each.score, each.max_score) for each in found}


# --- Cells of the instructor's own ---


def cell(name: str, source: str, points: int, *, solution: bool) -> Any:
    about = {
        "grade": True,
        "grade_id": name,
        "locked": not solution,
        "points": points,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    make = nbformat.v4.new_markdown_cell if solution else nbformat.v4.new_code_cell
    return make(source, metadata={"nbgrader": about})


def with_a_test(notebook: Any) -> None:
    notebook.cells.append(cell("test_mine", "assert 1 + 1 == 2", 3, solution=False))


def with_an_essay(notebook: Any) -> None:
    notebook.cells.append(cell("essay", "What have you learnt?", 5, solution=True))


def files(root: Path) -> set[Path]:
    """Return every file of a course; a lock that nobody holds is none."""
    return {path for path in root.rglob("*") if path.is_file() and path.suffix != ".lock"}


def handed_out(root: Path) -> Any:
    """Return what a student finds in the release, with the right answer in it."""
    released = read_notebook(root / "course" / "release" / START / "start_here.ipynb")
    given = solve(released, fit(STUB, answers(ROOT / "solutions" / "start_here.py")))
    for each in given.cells:
        if grade_id(each) == "essay":
            each.source = "That memory ends with its process."
    return given


@pytest.fixture(scope="module")
def own_test(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course whose lesson has a test of the instructor's own."""
    root = a_course(tmp_path_factory.mktemp("own") / "book", START, with_a_test)
    hand_in(root, "ada", handed_out(root))
    return root


def test_a_test_that_nothing_marks_is_refused_before_grading(own_test: Path) -> None:
    """
    One sentence that names the cell, its file and the way out; no mark, and no file.
    """
    before = files(own_test)

    done = grade(own_test, START)

    assert (done.returncode, done.stdout) == (2, "")
    [sentence] = done.stderr.splitlines()
    assert sentence.startswith(
        "Nothing was graded: test_mine in course/source/0_start_here/start_here.ipynb is no "
        "test of this lesson's checks"
    )
    assert "an assignment of its own" in sentence
    assert files(own_test) == before
    assert scores(own_test) == {}


def test_nbgraders_own_command_says_the_truth_in_such_a_cell(
    own_test: Path, tmp_path: Path
) -> None:
    """
    The cell is none of the lesson's checks; the notebook that was handed in is the right one.
    """
    if TRUSTING:
        pytest.skip("nbgrader's command grades behind walls only")
    root = Path(shutil.copytree(own_test, tmp_path / "book"))

    assert run(root, "nbgrader", "autograde", START).returncode == 0

    marked = read_notebook(root / "course" / "autograded" / "ada" / START / "start_here.ipynb")
    [shown] = [each.outputs for each in marked.cells if grade_id(each) == "test_mine"]
    assert "none of this lesson's checks" in shown[0].evalue
    assert "another lesson's" not in shown[0].evalue


def test_another_lessons_notebook_is_still_told() -> None:
    """
    A test of the book's own that was not marked is one of another lesson.
    """
    handed_in = solved(START, "start_here")

    write(handed_in, {"walls": "room", "seed": 1, "tests": {}})

    [shown] = [each.outputs for each in handed_in.cells if grade_id(each) == "test_sign_in"]
    assert "another lesson's" in shown[0].evalue


def test_cells_for_a_person_are_told_and_wait(tmp_path: Path) -> None:
    """
    An essay in a lesson costs nobody a point: the report says where it waits, for how many.
    """
    root = a_course(tmp_path / "book", START, with_an_essay)
    for student in ("ada", "bob"):
        hand_in(root, student, handed_out(root))

    done = grade(root, START)

    waits = "start_here: 1 cell of each waits for a person: Formgrader, Manual Grading"
    assert done.returncode == 0, done.stderr
    assert waits in done.stdout.splitlines()
    assert waits in told(root)["summary"]
    line = lines(root)["ada", "start_here"]
    assert (line["points"], line["out_of"]) == (2, 2)
    assert (line["score"], line["max_score"], line["waiting"]) == (2, 7, 1)
    assert scores(root)["ada"] == (2, 7)
    assert "1 cell of each waits for a person" in page(root)
    assert "1 cell waits for a person" in page(root, "ada")


# --- Notebooks that were not handed in ---


@pytest.fixture(scope="module")
def part(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graded part of six notebooks, of which somebody handed in two."""
    root = a_course(tmp_path_factory.mktemp("part") / "book", PART)
    for name in ("in_memory_saver", "sqlite_saver"):
        hand_in(root, "ada", solved(PART, name), name)
    done = grade(root, PART)
    assert done.returncode == 0, done.stderr
    (root / "said").write_text(done.stdout)
    return root


def test_notebooks_that_were_not_handed_in_are_named(part: Path) -> None:
    """
    Each has a line of its own, which is no failure of grading; the terminal has one for all.
    """
    found = lines(part, PART)
    status = {name: line["status"] for (_, name), line in found.items()}
    missing = sorted(name for name, one in status.items() if one == "not handed in")

    assert [status.pop(name) for name in ("in_memory_saver", "sqlite_saver")] == ["marked"] * 2
    assert missing == sorted(status)
    assert len(missing) == 4
    [line] = [x for x in (part / "said").read_text().splitlines() if "ada" in x.split()]
    assert line.split(None, 1)[1].strip() == f"not handed in: {', '.join(missing)}"


def test_points_are_of_all_notebooks(part: Path) -> None:
    """
    The student's page, the class report and the JSON say what the gradebook says.
    """
    [(points, out_of)] = scores(part).values()
    found = lines(part, PART).values()

    assert (sum(x["points"] for x in found), sum(x["out_of"] for x in found)) == (
        points,
        out_of,
    )
    assert f"{points:g} of {out_of:g} points" in page(part, "ada", PART)
    assert "history: 0 of 13 Not handed in." in page(part, "ada", PART)
    assert "history 0 of 13 not handed in" in page(part, "", PART)
    assert "history: 1 not handed in" in told(part, PART)["summary"]


def test_a_notebook_that_is_gone_again_leaves_its_mark(part: Path, tmp_path: Path) -> None:
    """
    Whoever takes a notebook back is told what the gradebook still has for it.
    """
    root = Path(shutil.copytree(part, tmp_path / "book"))
    (root / "course" / "submitted" / "ada" / PART / "sqlite_saver.ipynb").unlink()

    done = grade(root, PART)

    assert done.returncode == 0
    assert "an earlier mark of 10 stands in the gradebook" in done.stdout
    assert "sqlite_saver 0 of 10 not handed in ; earlier: 10" in page(root, "", PART)
    assert "8 of 59 points from tests" in page(root, "ada", PART)
    assert "late penalties: 18 of 59" in page(root, "ada", PART)


# --- What the gradebook has ---


def test_marks_by_hand_are_told_beside_the_tests(root: Path) -> None:
    """
    Terminal, pages and JSON have the points from tests, and the gradebook's where they differ.
    """
    for student in ("ada", "bob"):
        hand_in(root, student)
    grade(root, START)
    by_hand(root, "ada", 1.5)

    done = grade(root, START, "--verbose")

    assert done.returncode == 0
    found = lines(root)
    assert (found["ada", "start_here"]["points"], found["ada", "start_here"]["score"]) == (
        2,
        1.5,
    )
    assert (found["bob", "start_here"]["points"], found["bob", "start_here"]["score"]) == (2, 2)
    assert "2 of 2 from tests; 1.5 of 2 in the gradebook" in done.stdout
    [differs] = [x for x in told(root)["summary"] if "other than" in x]
    assert differs.endswith("for 1: ada")
    assert "In the gradebook: 1.5 of 2" in page(root, "ada")
    assert "In the gradebook" not in page(root, "bob")
    assert "Points from tests" in page(root)
    assert "2 of 2 yes: 1.5 of 2" in page(root)


def test_late_penalties_are_told_beside_the_tests(root: Path) -> None:
    """
    What nbgrader takes off is off in the report's score, and the tests' points stay.
    """
    with (root / "nbgrader_config.py").open("a") as config:
        config.write("\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
    with Gradebook(f"sqlite:///{root / 'course' / 'gradebook.db'}") as gradebook:
        gradebook.update_or_create_assignment(START, duedate="2015-02-02 15:00:00 UTC")
    late = hand_in(root, "ada").with_name("timestamp.txt")
    late.write_text("2015-02-02 17:00:00 UTC")

    assert grade(root, START).returncode == 0

    line = lines(root)["ada", "start_here"]
    assert (line["points"], line["score"]) == (2, 0)
    assert "In the gradebook: 0 of 2" in page(root, "ada")


def test_an_earlier_mark_that_stands_is_told(root: Path) -> None:
    """
    A file that cannot be read does not take away what is in the gradebook, and the report says so.
    """
    hand_in(root, "ada")
    hand_in(root, "bob", b"{")
    grade(root, START)
    hand_in(root, "ada", b"{")

    done = grade(root, START)

    assert done.returncode == 1
    assert scores(root)["ada"] == (2, 2)
    assert done.stdout.count("an earlier mark of 2 stands in the gradebook") == 1
    assert page(root).count("An earlier mark of 2 stands") == 1
    assert "An earlier mark of 2 stands" in page(root, "ada")
    assert "earlier mark" not in page(root, "bob")
    assert lines(root)["ada", "start_here"]["score"] == 2


# --- A part of the class ---


def test_a_part_is_put_into_the_class_report(root: Path) -> None:
    """
    The JSON has everybody; others' lines are as they were, and whoever is gone is gone.
    """
    for student in ("s01", "s02", "t01", "t02"):
        hand_in(root, student)
    assert grade(root, START).returncode == 0
    before = lines(root)
    hand_in(root, "s01", STUB)
    shutil.rmtree(root / "course" / "submitted" / "t02")

    done = grade(root, START, "--student", "s0*")

    assert done.returncode == 0
    assert "start_here: 2 marked; mean 1.0 of 2" in done.stdout
    after = lines(root)
    assert [student for student, _ in after] == ["s01", "s02", "t01"]
    assert after["s01", "start_here"]["points"] == 0
    assert after["t01", "start_here"] == before["t01", "start_here"]
    assert told(root)["students"] == "s0*"
    assert told(root)["summary"][0].startswith("start_here: 3 marked; mean 1.3 of 2")


def test_a_part_is_graded_beside_a_report_that_nobody_can_read(root: Path) -> None:
    """
    A file in its place that is no report is replaced by what there is to say.
    """
    hand_in(root, "s01")
    hand_in(root, "t01")
    for content in ("{", "[]", '{"lines": [{"student": 1}]}'):
        file = root / "course" / "grading" / f"{START}.json"
        file.parent.mkdir(exist_ok=True)
        file.write_text(content)

        assert grade(root, START, "--student", "s*").returncode == 0
        assert [student for student, _ in lines(root)] == ["s01"]


# --- Another course ---


def test_another_course_is_told_the_same(tmp_path: Path) -> None:
    """
    Notebooks that are missing, cells that wait, and a part of the class, as for the book's own.
    """
    if TRUSTING:
        pytest.skip("this machine has no walls, so nothing is graded here")
    root = tmp_path / "demo"
    assert run(tmp_path, "nbgrader", "quickstart", "demo").returncode == 0
    assert run(root, "nbgrader", "generate_assignment", "ps1").returncode == 0
    shutil.copytree(DOCS / "submitted", root / "submitted")
    (root / "submitted" / "hacker" / "ps1" / "problem2.ipynb").unlink()
    (root / "course").mkdir()

    done = grade(root, "ps1")
    part = grade(root, "ps1", "--student", "hacker")

    assert (done.returncode, part.returncode) == (0, 0), done.stderr
    assert "problem2: 2 cells of each wait for a person: Formgrader" in done.stdout
    assert "bitdiddle" not in part.stdout
    told = json.loads((root / "grading" / "ps1.json").read_text())
    assert [(x["student"], x["notebook"], x["status"]) for x in told["lines"]] == [
        ("bitdiddle", "problem1", "marked"),
        ("bitdiddle", "problem2", "marked"),
        ("hacker", "problem1", "marked"),
        ("hacker", "problem2", "not handed in"),
    ]
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        due = {
            (each.student.id, one.name): (one.score, one.max_score)
            for each in gradebook.assignment_submissions("ps1")
            for one in each.notebooks
        }
    found = {(x["student"], x["notebook"]): x for x in told["lines"]}
    assert {who: (x["score"], x["max_score"]) for who, x in found.items()} == due


# --- Options ---


@pytest.mark.parametrize(
    ("option", "says"),
    [
        ("--workers=-3", "1 or more"),
        ("--workers=0", "1 or more"),
        ("--workers=some", "1 or more"),
        ("--seconds=-1", "more than 0"),
        ("--seconds=0", "more than 0"),
        ("--seconds=nan", "more than 0"),
        ("--seconds=inf", "more than 0"),
        ("--seconds=x", "more than 0"),
    ],
)
def test_options_are_checked(root: Path, option: str, says: str) -> None:
    """
    What cannot be is told before anything is done, and never by a traceback.
    """
    hand_in(root, "ada")

    done = grade(root, START, option)

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert says in done.stderr.splitlines()[-1]
    assert not (root / "course" / "grading").exists()


def test_a_closed_pipe_ends_quietly(root: Path) -> None:
    """
    `autograder grade … | head -1` says what it says, and grades the class nevertheless.
    """
    hand_in(root, "ada")
    trusting = ["--trust-submissions"] if TRUSTING else []
    reader, writer = os.pipe()
    os.close(reader)  # a reader that is gone before the first word

    with os.fdopen(writer, "w") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "autograder.cli", "grade", START, *trusting],
            cwd=root,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=closed,
            stderr=subprocess.PIPE,
            text=True,
            timeout=SECONDS,
        )

    assert (done.returncode, done.stderr) == (0, "")
    assert lines(root)["ada", "start_here"]["status"] == "marked"
    assert scores(root) == {"ada": (2, 2)}


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("grade", ("exit code", "fnmatch", "course/grading/", "Execute.timeout", "--seconds")),
        ("try", ("exit code", "lesson")),
        ("doctor", ("exit code",)),
        ("notebooks", ("exit code",)),
        ("course", ("exit code",)),
    ],
)
def test_help_says_what_one_needs(command: str, words: tuple[str, ...]) -> None:
    """
    Exit codes, the kind of pattern, where reports are, and what holds in other courses.
    """
    done = run(ROOT, "autograder.cli", command, "--help")

    assert done.returncode == 0
    assert [word for word in words if word not in done.stdout] == []


# --- Small sentences ---


def test_a_pattern_that_nobody_matches(root: Path) -> None:
    """
    The sentence says so, and names a few of those who are there.
    """
    for number in range(8):
        hand_in(root, f"s{number:02}")
    for pattern in ("s0", "", "/", "..", "s0/*"):
        done = grade(root, START, "--student", pattern)

        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == (
            f"Nothing was graded: nobody who has handed in 0_start_here is named {pattern!r}; "
            "there are: s00, s01, s02, s03, s04 and 3 more\n"
        )


def test_a_student_named_without_wildcards(root: Path) -> None:
    """
    A name is a pattern, too; one of many is graded, and nobody else.
    """
    for student in ("s0", "s01", "S0"):
        hand_in(root, student)

    assert grade(root, START, "--student", "s0").returncode == 0
    assert [student for student, _ in lines(root)] == ["s0"]


def test_an_empty_folder_is_not_told_to_rename(root: Path) -> None:
    """
    Where nothing is, nothing can be renamed; where another name is, it can.
    """
    hand_in(root, "ada").unlink()
    hand_in(root, "bob").rename(root / "course" / "submitted" / "bob" / START / "my.ipynb")

    said = reasons(root)

    assert "rename" not in said["ada"]
    assert "its folder has no notebook" in said["ada"]
    assert "its folder has my.ipynb. If it has another name, rename it" in said["bob"]
    found = [Line(name, "start_here", "refused", why) for name, why in said.items()]
    ada, bob = (each.next for each in class_tally([(line, {}) for line in found]).problems)
    assert "give the file" not in ada
    assert "give the file" in bob


def reasons(root: Path) -> dict[str, str]:
    """Return why each notebook cannot be read, by student."""
    found = {}
    for one in submissions(root / "course" / "submitted", START, ["start_here"]):
        with pytest.raises(NotMarkable) as caught:
            one.read()
        found[one.student] = str(caught.value)
    return found


READ = """
import sys
from pathlib import Path
from autograder.grading.handed_in import submissions
from autograder.marked import NotMarkable
from autograder.outputs import write
for one in submissions(Path(sys.argv[1]), "0_start_here", ["start_here"]):
    try:
        one.read()
        print(one.student, "read")
    except NotMarkable as reason:
        print(one.student, reason)
"""


def test_what_may_not_be_read_is_told_as_that(root: Path) -> None:
    """
    A student's folder, the assignment's, and the file: each without leave to read it.
    """
    as_anybody: list[str] = []
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("root may read everything, and setpriv is not here to take that away")
        as_anybody = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--"]
    hand_in(root, "ada").chmod(0)
    hand_in(root, "bob").parent.chmod(0)
    hand_in(root, "cem").parents[1].chmod(0)
    hand_in(root, "dan")
    place = root / "course" / "submitted"
    try:
        done = subprocess.run(
            [*as_anybody, sys.executable, "-c", READ, str(place)],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
        )
    finally:
        (place / "bob" / START).chmod(0o700)
        (place / "cem").chmod(0o700)

    assert done.stdout.splitlines() == [
        "ada the file cannot be read (Permission denied)",
        "bob its folder cannot be read (Permission denied)",
        "cem its folder cannot be read (Permission denied)",
        "dan read",
    ], done.stderr
    line = Line("bob", "start_here", "refused", "its folder cannot be read (Permission denied)")
    assert class_tally([(line, {})]).problems[0].next != OTHERWISE


def test_a_folder_without_notebooks_is_told(tmp_path: Path) -> None:
    """
    Nothing to run is no success.
    """
    done = run(tmp_path, "autograder.cli", "notebooks")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("There are no notebooks in notebooks/ here")


def test_a_course_is_made_of_the_book_only(tmp_path: Path) -> None:
    """
    In another nbgrader course nothing is made, and one sentence says where to go.
    """
    (tmp_path / "nbgrader_config.py").touch()
    (tmp_path / "source" / "ps1").mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))

    done = run(tmp_path, "autograder.cli", "course")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Run this in the workbook's folder")
    assert len(done.stderr.splitlines()) == 1
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_named_course_is_not_a_course(tmp_path: Path) -> None:
    """
    What has no source/ in it hides no course; without any, the sentence is about the place.
    """
    (tmp_path / "course" / "exchange").mkdir(parents=True)
    (tmp_path / "source" / "ps1").mkdir(parents=True)

    assert "nobody has handed in ps1: submitted/STUDENT/ps1/ is empty" in (
        grade(tmp_path, "ps1").stderr
    )
    assert "no assignment 'ps2'; there are: ps1" in grade(tmp_path, "ps2").stderr
