"""What decides a mark or a penalty is looked at again in each run, and nothing else is done anew."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbgrader
import pytest
from nbgrader.api import Gradebook

from autograder import course
from autograder.cells import answers, fit, is_test, nbformat, read_notebook, solve
from autograder.engine.doctor import examine
from autograder.grading.classroom import key_of, mark_all, submissions
from autograder.grading.gradebook import Score
from autograder.grading.journal import Journal
from autograder.grading.points import as_in, difference
from autograder.lessons import original

ROOT = Path(__file__).parents[1]
ASSIGNMENT, NOTEBOOK = "0_start_here", "start_here"
STUB = read_notebook(ROOT / "notebooks" / ASSIGNMENT / f"{NOTEBOOK}.ipynb")
RIGHT = solve(STUB, fit(STUB, answers(ROOT / "solutions" / f"{NOTEBOOK}.py")))
TRUSTING = examine().level == "none"  # a machine without walls tests all the rest
# nbgrader's documentation course, and the two example students that it comes with.
DOCS = Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide"
SECONDS = 300  # for one run
ZERO = "\nc.LateSubmissionPlugin.penalty_method = 'zero'\n"
DUE, LATER = "2026-11-20 10:00:00 UTC", "2026-11-30 10:00:00 UTC"
IN_TIME, LATE = "2026-11-19 10:00:00 UTC", "2026-11-22 10:00:00 UTC"

walled = pytest.mark.skipif(TRUSTING, reason="this machine has no walls for another course")


def run(
    folder: Path, module: str, *arguments: str, before: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    """Run a module's command in a folder."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return subprocess.run(
        [*before, sys.executable, "-m", module, *arguments],
        cwd=folder,
        env=os.environ | {"PATH": path, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )


def command(*options: str) -> list[str]:
    return ["grade", *(options or (ASSIGNMENT,)), *(["--trust-submissions"] * TRUSTING)]


def grade(root: Path) -> subprocess.CompletedProcess[str]:
    return run(root, "autograder.cli", *command())


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of the first lesson, as `make class` builds it; nobody has handed in yet."""
    root = tmp_path_factory.mktemp("entering") / "book"
    shutil.copytree(ROOT / "notebooks" / ASSIGNMENT, root / "notebooks" / ASSIGNMENT)
    (root / "solutions").mkdir()
    shutil.copy(ROOT / "solutions" / f"{NOTEBOOK}.py", root / "solutions")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    course.renew(root)
    return root


@pytest.fixture
def root(empty: Path, tmp_path: Path) -> Path:
    """A course of the test's own."""
    return Path(shutil.copytree(empty, tmp_path / "book"))


@pytest.fixture(scope="module")
def other_empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """nbgrader's own course, as `nbgrader quickstart` makes it, with its two students."""
    folder = tmp_path_factory.mktemp("other")
    assert run(folder, "nbgrader", "quickstart", "demo").returncode == 0
    assert run(folder / "demo", "nbgrader", "generate_assignment", "ps1").returncode == 0
    shutil.copytree(DOCS / "submitted", folder / "demo" / "submitted")
    return folder / "demo"


@pytest.fixture
def other(other_empty: Path, tmp_path: Path) -> Path:
    """Another course of the test's own."""
    return Path(shutil.copytree(other_empty, tmp_path / "demo"))


def hand_in(root: Path, student: str, content: Any = RIGHT, when: str = "") -> Path:
    path = root / "course" / "submitted" / student / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not isinstance(content, bytes):
        content = nbformat.writes(content).encode()
    path.write_bytes(content)
    if when:
        path.with_name("timestamp.txt").write_text(when)
    return path


def book(root: Path) -> Gradebook:
    """Open the gradebook of a course."""
    place = root / "course" if (root / "course").is_dir() else root
    return Gradebook(f"sqlite:///{place / 'gradebook.db'}")


def due(root: Path, when: str, assignment: str = ASSIGNMENT) -> None:
    with book(root) as gradebook:
        gradebook.update_or_create_assignment(assignment, duedate=when)


def configure(root: Path, text: str) -> None:
    with (root / "nbgrader_config.py").open("a") as config:
        config.write(text)


def penalties(root: Path, assignment: str = ASSIGNMENT) -> dict[str, float]:
    with book(root) as gradebook:
        found = gradebook.assignment_submissions(assignment)
        return {one.student.id: one.late_submission_penalty for one in found}


def exported(root: Path) -> dict[str, tuple[float, float]]:
    """Return each student's score, and of how much, as `nbgrader export` tells it."""
    assert run(root, "nbgrader", "export", "--to=grades.csv").returncode == 0
    place = root / "course" if (root / "course").is_dir() else root
    path = next(each for each in (place, root) if (each / "grades.csv").exists())
    rows = [x.split(",") for x in (path / "grades.csv").read_text().splitlines()[1:]]
    return {row[3]: (float(row[9]), float(row[10])) for row in rows}


def journal(root: Path, assignment: str = ASSIGNMENT) -> list[dict[str, Any]]:
    place = root / "course" if (root / "course").is_dir() else root
    path = place / "grading" / f"{assignment}.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()]


def marked(root: Path, assignment: str = ASSIGNMENT) -> list[str]:
    return [line["key"] for line in journal(root, assignment) if "entered" not in line]


def entered(root: Path, assignment: str = ASSIGNMENT) -> Counter[str]:
    lines = (line for line in journal(root, assignment) if "entered" in line)
    return Counter(line["student"] for line in lines)


def lines(root: Path, assignment: str = ASSIGNMENT) -> dict[str, dict[str, Any]]:
    place = root / "course" if (root / "course").is_dir() else root
    told = json.loads((place / "grading" / f"{assignment}.json").read_text())
    return {line["student"]: line for line in told["lines"]}


# --- Late penalties ---


def test_a_penalty_comes_and_goes_with_what_decides_it(root: Path) -> None:
    """
    Settings, due date, time of handing in, extension: each is heeded after the first grading.
    """
    hand_in(root, "ada", when=IN_TIME)
    late = hand_in(root, "bob", when=LATE)
    assert grade(root).returncode == 0
    marks = marked(root)

    def after(change: Callable[[], object]) -> dict[str, float]:
        change()
        assert grade(root).returncode == 0
        return penalties(root)

    def extend(days: int) -> None:
        with book(root) as gradebook:
            gradebook.grant_extension(ASSIGNMENT, "bob", days=days)

    time_of_bob = late.with_name("timestamp.txt")
    assert after(lambda: due(root, DUE)) == {"ada": 0, "bob": 0}
    assert after(lambda: configure(root, ZERO)) == {"ada": 0, "bob": 2}
    assert after(lambda: due(root, LATER)) == {"ada": 0, "bob": 0}
    assert after(lambda: due(root, DUE)) == {"ada": 0, "bob": 2}
    assert after(lambda: extend(3)) == {"ada": 0, "bob": 0}
    assert after(lambda: extend(1)) == {"ada": 0, "bob": 2}
    assert after(lambda: time_of_bob.write_text(IN_TIME)) == {"ada": 0, "bob": 0}
    assert marked(root) == marks
    assert entered(root) == {"ada": 5, "bob": 8}
    assert (lines(root)["bob"]["status"], lines(root)["bob"]["points"]) == ("marked", 2)

    before = journal(root)
    grade(root)
    assert journal(root) == before


def test_a_plugin_beside_the_settings_decides_too(root: Path) -> None:
    """
    A penalty of the course's own is assigned anew when its code changes; one that fails is told.
    """
    plugin = """
from nbgrader.plugins import BasePlugin

class Late(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return {}
"""
    hand_in(root, "bob", when=LATE)
    due(root, DUE)
    (root / "own_late.py").write_text(plugin.format(0.5))
    settings = "\nimport sys\nsys.path.append(str(course.parent))\n"
    configure(root, f"{settings}c.AssignLatePenalties.plugin_class = 'own_late.Late'\n")
    assert grade(root).returncode == 0
    assert penalties(root) == {"bob": 0.5}

    (root / "own_late.py").write_text(plugin.format("1 / 0"))
    failed = grade(root)

    assert failed.returncode == 1
    assert "ZeroDivisionError: division by zero" in failed.stdout
    assert "Traceback" not in failed.stdout + failed.stderr
    assert penalties(root) == {"bob": 0.5}
    (root / "own_late.py").write_text(plugin.format(1.25))
    assert grade(root).returncode == 0
    assert penalties(root) == {"bob": 1.25}
    assert len(marked(root)) == 1


def test_marks_by_hand_are_not_disturbed(root: Path) -> None:
    """
    Where only the penalty is assigned anew, points by hand stay, and wait for nobody again.
    """
    hand_in(root, "bob", when=LATE)
    grade(root)
    with book(root) as gradebook:
        given = gradebook.find_grade("test_sign_in", NOTEBOOK, ASSIGNMENT, "bob")
        given.manual_score, given.extra_credit = 1.5, 0.25
        given.needs_manual_grade = False
        comment = gradebook.find_comment("sign_in", NOTEBOOK, ASSIGNMENT, "bob")
        comment.manual_comment = "Well done."
        gradebook.db.commit()
    configure(root, ZERO)
    due(root, DUE)

    assert grade(root).returncode == 0

    with book(root) as gradebook:
        given = gradebook.find_grade("test_sign_in", NOTEBOOK, ASSIGNMENT, "bob")
        comment = gradebook.find_comment("sign_in", NOTEBOOK, ASSIGNMENT, "bob")
        assert (given.auto_score, given.manual_score, given.extra_credit) == (2, 1.5, 0.25)
        assert not given.needs_manual_grade
        assert comment.comment == "Well done."
    assert penalties(root) == {"bob": 1.75}


def test_a_journal_of_before_goes_on(root: Path) -> None:
    """
    Lines that say nothing of lateness: the penalty is assigned once more, and nobody is marked.
    """
    hand_in(root, "bob", when=LATE)
    grade(root)
    path = root / "course" / "grading" / f"{ASSIGNMENT}.jsonl"
    told = journal(root)
    path.write_text(
        "".join(
            json.dumps({name: line[name] for name in line if name != "late"}) + "\n"
            for line in told
        )
    )
    assert path.read_text().count("late") < json.dumps(told).count("late")

    for _ in range(2):
        assert grade(root).returncode == 0
        assert marked(root) == [told[0]["key"]]
        assert entered(root) == {"bob": 2}


def test_killed_as_penalties_are_assigned(root: Path) -> None:
    """
    The next run goes on: each student has the penalty, and nobody was marked once more.
    """
    for number in range(12):
        hand_in(root, f"s{number:02}", when=LATE if number % 2 else IN_TIME)
    assert grade(root).returncode == 0
    marks, begun = marked(root), len(journal(root))
    configure(root, ZERO)
    due(root, DUE)
    path = root / "course" / "grading" / f"{ASSIGNMENT}.jsonl"

    for more in (1, 5):
        grader = subprocess.Popen(
            [sys.executable, "-m", "autograder.cli", *command()],
            cwd=root,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        while grader.poll() is None:
            if path.read_bytes().count(b"\n") >= begun + more:
                os.killpg(grader.pid, signal.SIGKILL)
                break
            time.sleep(0.001)
        assert grader.wait() == -signal.SIGKILL

    assert grade(root).returncode == 0
    assert penalties(root) == {f"s{n:02}": 2 * (n % 2) for n in range(12)}
    assert marked(root) == marks
    assert entered(root) == {f"s{n:02}": 2 for n in range(12)}


@walled
def test_in_another_course_a_due_date_is_heeded(other: Path) -> None:
    """
    Penalties follow the due date there, too, and nobody's code is run for that.
    """
    configure(other, ZERO)
    due(other, "2015-02-02 15:00:00 UTC", "ps1")
    assert run(other, "autograder.cli", "grade", "ps1").returncode == 0
    first, runs = penalties(other, "ps1"), marked(other, "ps1")
    assert sorted(first.values()) == [0, 1.5]

    due(other, LATER, "ps1")
    assert run(other, "autograder.cli", "grade", "ps1").returncode == 0
    assert set(penalties(other, "ps1").values()) == {0}
    with book(other) as gradebook:
        gradebook.grant_extension("ps1", "bitdiddle", weeks=-52 * 20)
    assert run(other, "autograder.cli", "grade", "ps1").returncode == 0
    assert penalties(other, "ps1") == first
    assert marked(other, "ps1") == runs


# --- Points ---


def worth(root: Path, points: float) -> None:
    """Give the lesson's test other points, as nbgrader's Create Assignment does."""
    path = root / "course" / "source" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    notebook = read_notebook(path)
    next(filter(is_test, notebook.cells)).metadata.nbgrader["points"] = points
    nbformat.write(notebook, path)
    done = run(root, "nbgrader", "generate_assignment", ASSIGNMENT, "--force")
    assert done.returncode == 0, done.stderr


def test_points_that_an_instructor_changed_are_the_points(root: Path) -> None:
    """
    Who passed has all of them, before the first grading or after it; nobody is marked for that.
    """
    worth(root, 8)
    hand_in(root, "ada")
    hand_in(root, "bob", STUB)

    for points, times in ((8, 1), (3, 2), (2.5, 3)):
        if times > 1:
            worth(root, points)
        done = grade(root)
        again = journal(root)

        assert (done.returncode, done.stderr) == (0, "")
        assert "refused" not in done.stdout
        assert exported(root) == {"ada": (points, points), "bob": (0, points)}
        assert len(marked(root)) == 2
        assert entered(root)["ada"] == times
        if points % 1 == 0:
            found = lines(root)
            assert [(found[x]["points"], found[x]["out_of"]) for x in ("ada", "bob")] == [
                (points, points),
                (0, points),
            ]
        grade(root)
        assert journal(root) == again


def test_a_lesson_without_its_tests_is_told_as_that(root: Path) -> None:
    """
    Where the gradebook has none of them, the reason says so; nbgrader refused nothing.
    """
    path = root / "course" / "source" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    notebook = read_notebook(path)
    notebook.cells = [cell for cell in notebook.cells if not is_test(cell)]
    nbformat.write(notebook, path)
    assert run(root, "nbgrader", "generate_assignment", ASSIGNMENT, "--force").returncode == 0
    hand_in(root, "ada", notebook)

    assert grade(root).returncode == 1

    assert "the gradebook has none of its tests" in lines(root)["ada"]["reason"]


def test_a_test_that_an_instructor_took_out_counts_for_nothing() -> None:
    """
    The others decide, each by whether it was passed, and the report has their points.
    """
    told = {
        "key": "k",
        "tests": {
            name: {"task": name, "earned": earned, "points": 4}
            for name, earned in (("test_a", 4), ("test_b", 0), ("test_gone", 4))
        },
    }
    kept: dict[str, Score] = {"test_a": (6.0, 6.0), "test_b": (0.0, 3.0), "essay": (None, 5.0)}

    assert difference(kept, told) == ""
    assert difference({**kept, "test_b": (3.0, 3.0)}, told).endswith("points for test_b")
    assert as_in(kept, told)["tests"] == {
        "test_a": {"task": "test_a", "earned": 6, "points": 6},
        "test_b": {"task": "test_b", "earned": 0, "points": 3},
    }


# --- What marks anew ---

VERSIONS = """
import json, sys
from pathlib import Path
from autograder.grading.version import version, version_of
read = {name: version_of(Path(name).read_bytes()) for name in sys.argv[1:]}
print(json.dumps({**read, "": version()}))
"""
MEMORY = "1_checkpointers/in_memory_saver"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of all that decides marks, to be changed."""
    for name in ("autograder", "workbook", "notebooks"):
        shutil.copytree(
            ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    return tmp_path


def changed(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def first_line(path: Path, kind: str) -> str:
    """Return the first line of the first cell of a kind, as the file has it."""
    cell = next(x for x in read_notebook(path).cells if x.cell_type == kind)
    return json.dumps(cell.source.splitlines()[0], ensure_ascii=False)[1:-1]


def test_a_lesson_is_marked_anew_by_what_decides_its_marks(copy: Path, tmp_path: Path) -> None:
    """
    Its code cells, its checks and probes, the engine: yes; its text, and other lessons: no.
    """
    handed_in = tmp_path / "handed_in"
    handed_in.mkdir()
    for name in (f"{ASSIGNMENT}/{NOTEBOOK}", MEMORY):
        shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", handed_in)
    (handed_in / "none.ipynb").write_text(nbformat.writes(nbformat.v4.new_notebook()))
    (handed_in / "odd.ipynb").write_text("{")
    names = sorted(str(path) for path in handed_in.iterdir())

    def versions() -> dict[str, str]:
        done = subprocess.run(
            [sys.executable, "-c", VERSIONS, *names],
            cwd=copy,
            env=os.environ | {"PYTHONPATH": str(copy)},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        found = json.loads(done.stdout)
        return {Path(name).stem: word for name, word in found.items()}

    everybody = {"in_memory_saver", "none", "odd", "start_here", ""}
    first = versions()
    assert len(set(first.values())) == 4
    assert first["odd"] == first[""]  # of what cannot be looked at, all decides
    start = copy / "notebooks" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    memory = copy / "notebooks" / f"{MEMORY}.ipynb"
    for path, old, new, differs in (
        (start, first_line(start, "markdown"), "another word", {"odd", ""}),
        (start, first_line(start, "code"), "import this", {"start_here", "odd", ""}),
        (memory, first_line(memory, "code"), "import this", {"in_memory_saver", "odd", ""}),
        (
            copy / "autograder/checks/in_memory_growth.py",
            "from",
            "# x\nfrom",
            {"in_memory_saver", "odd", ""},
        ),
        (
            copy / "autograder/probes/in_memory_saver.py",
            "from",
            "# x\nfrom",
            {"in_memory_saver", "odd", ""},
        ),
        (copy / "autograder/engine/child.py", "from", "# x\nfrom", everybody),
        (copy / "workbook/crash.py", "from", "# x\nfrom", everybody),
        (copy / "autograder/mutants/judging.py", "from", "# x\nfrom", {"odd", ""}),
    ):
        before = path.read_text()
        changed(path, old, new)
        now = versions()
        assert {name for name in now if now[name] != first[name]} == differs, path.name
        path.write_text(before)


LOADED = """
import json, sys
from importlib import import_module
from autograder.book import notebooks
from autograder.cells import read_notebook
from autograder.grading import version
OURS = ("autograder.checks.", "autograder.probes.")
missing = {}
for path in notebooks(version.ROOT):
    for name in [name for name in sys.modules if name.startswith(OURS)]:
        del sys.modules[name]
    named = set(version._named(read_notebook(path)))
    for name in named:
        import_module(name)
    there = {sys.modules[name].__file__ for name in sys.modules if name.startswith(OURS)}
    if lost := there - set(map(str, version._with_imports(named))):
        missing[path.stem] = sorted(lost)
print(json.dumps(missing))
"""


def test_every_module_of_a_lessons_checks_decides_its_marks() -> None:
    """
    What importing a lesson's checks really loads of ours is all in what its marks depend on.
    """
    done = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {}


def test_which_lesson_a_file_is_marking_and_its_key_agree_on() -> None:
    """
    The key reads plain JSON; what it takes a lesson for is what marking takes it for.
    """
    from autograder.grading import version

    for path in sorted((ROOT / "notebooks").glob("*/*.ipynb")):
        assert version._lesson(path.read_bytes()) is original(read_notebook(path))


def test_who_is_marked_anew_is_counted_and_told(root: Path) -> None:
    """
    A file that had marks by other checks counts; one that is new, or was corrected, does not.
    """
    for student in ("ada", "bob", "cem"):
        hand_in(root, student)
    handed_in = submissions(root / "course" / "submitted", ASSIGNMENT, [NOTEBOOK])
    path = root / "course" / "grading" / "journal"
    older, begins = Journal(path), dict[str, str]()
    for one in handed_in[:2]:
        begins[one.student] = key_of(one, one.read()).rpartition("/")[0]
        older.add(f"{begins[one.student]}/{'0' * 24}", {"tests": {}})
    older.add(f"cem/{NOTEBOOK}/{'1' * 24}/{'0' * 24}", {"tests": {}})
    assert (older.anew, older.news) == (0, ())

    def run_of(now: Journal) -> Journal:
        told = dict(mark_all(handed_in, now, workers=1, trusting=TRUSTING))
        assert all(line["tests"] for line in told.values())
        return now

    now = run_of(Journal(path))
    assert now.anew == 2
    assert now.news[0].startswith("2 marked anew: ")
    assert run_of(Journal(path)).news == ()


# --- Who is refused ---


def test_whoever_is_refused_has_a_row_in_the_export(root: Path) -> None:
    """
    With 0 points, as nbgrader has it; an earlier mark stays.
    """
    hand_in(root, "ada")
    hand_in(root, "bob")
    assert grade(root).returncode == 0
    hand_in(root, "bob", b"<html>")
    hand_in(root, "html", b"<html>", when=LATE)
    hand_in(root, "renamed").rename(
        root / "course" / "submitted" / "renamed" / ASSIGNMENT / "my.ipynb"
    )
    assert grade(root).returncode == 1
    assert exported(root) == {"ada": (2, 2), "bob": (2, 2), "html": (0, 2), "renamed": (0, 2)}
    with book(root) as gradebook:
        assert f"{gradebook.find_submission(ASSIGNMENT, 'html').timestamp} UTC" == LATE
    before = journal(root)

    assert grade(root).returncode == 1
    assert journal(root) == before
    hand_in(root, "html")
    assert grade(root).returncode == 1
    assert exported(root)["html"] == (2, 2)


@walled
def test_in_another_course_the_refused_are_those_of_the_book(other: Path) -> None:
    """
    A broken file is refused with the same words, costs no sound notebook, and leaves a row.
    """
    both, one = (other / "submitted" / name / "ps1" for name in ("broken", "bitdiddle"))
    shutil.copytree(one, both)
    for path in (*both.glob("*.ipynb"), one / "problem1.ipynb"):
        path.write_text('{"cells": [')

    done = run(other, "autograder.cli", "grade", "ps1")

    told = json.loads((other / "grading" / "ps1.json").read_text())["lines"]
    status = {(x["student"], x["notebook"]): (x["status"], x["reason"][:29]) for x in told}
    refused = ("refused", "it is not a Jupyter notebook ")
    assert done.returncode == 1, done.stderr
    assert status == {
        ("bitdiddle", "problem1"): refused,
        ("bitdiddle", "problem2"): ("marked", ""),
        ("broken", "problem1"): refused,
        ("broken", "problem2"): refused,
        ("hacker", "problem1"): ("marked", ""),
        ("hacker", "problem2"): ("marked", ""),
    }
    assert {name: score for name, (score, _) in exported(other).items()} == {
        "bitdiddle": 0,
        "broken": 0,
        "hacker": 3,
    }


def test_a_file_that_may_not_be_read_costs_nobody_else(root: Path) -> None:
    """
    It is refused with the reason, and the rest of the class is graded.
    """
    as_anybody: tuple[str, ...] = ()
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("root may read everything, and setpriv is not here to take that away")
        as_anybody = ("setpriv", "--bounding-set=-all", "--inh-caps=-all", "--")
    hand_in(root, "ada").chmod(0)
    hand_in(root, "bob")

    done = run(
        root, "autograder.cli", *command(ASSIGNMENT, "--trust-submissions"), before=as_anybody
    )

    assert done.returncode == 1, done.stderr
    found = lines(root)
    assert (found["ada"]["status"], found["bob"]["status"]) == ("refused", "marked")
    assert found["ada"]["reason"] == "the file cannot be read (Permission denied)"
    assert exported(root) == {"ada": (0, 2), "bob": (2, 2)}
