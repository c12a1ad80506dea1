"""A course for a real class: demo students come and go, lessons change, students have clones."""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from autograder import course, demo
from autograder.cells import grade_id, nbformat, read_notebook
from autograder.engine.doctor import examine
from autograder.grading.guard import alone

ROOT = Path(__file__).parents[1]
ASSIGNMENT, NOTEBOOK = "6_preferences", "preferences"
ANSWER = "wrong/detect_all_messages.py"
DEMO = {"demo-untouched", "demo-reference", "demo-detect-all-messages"}
SECONDS = 300
NEW_CELL = {"grade": False, "grade_id": "plan", "locked": True, "schema_version": 3}
NEW_CELL |= {"solution": False, "task": False}
# nbgrader's own gradebook makes SQLAlchemy say so as it adds a submission.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type <Submitted")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with the exercise alone, as `make class` leaves it, and anna's own notebook."""
    root = tmp_path_factory.mktemp("made") / "workbook"
    gallery = f"tests/gallery/{NOTEBOOK}/{ANSWER}"
    lesson = f"notebooks/{ASSIGNMENT}/{NOTEBOOK}.ipynb"
    for name in ("nbgrader_config.py", f"solutions/{NOTEBOOK}.py", gallery, lesson):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    if examine().level == "none":  # a machine without walls tests all the rest
        with (root / "nbgrader_config.py").open("a") as config:
            config.write("c.Execute.trust_submissions = True\n")
    done = make_class(root)
    assert done.returncode == 0, done.stderr
    hand_in(root, "anna")
    return root


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    """A course of the test's own."""
    return Path(shutil.copytree(made, tmp_path / "workbook"))


def make_class(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return run(root, "autograder.cli", "course", *options)


def nbgrader(root: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return run(root, "nbgrader", *arguments, **more)


def run(folder: Path, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command in *folder*, as one does who has entered .venv; *more* are variables."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env=os.environ | {"PATH": path, "PYTHONPATH": str(ROOT)} | more,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )


def hand_in(root: Path, student: str) -> Path:
    """Put the untouched notebook where README says that an instructor may."""
    released = root / "course" / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    path = root / "course" / "submitted" / student / ASSIGNMENT / released.name
    path.parent.mkdir(parents=True)
    shutil.copy(released, path)
    return path


def mark_by_hand(root: Path, student: str) -> None:
    """Enter a student with a comment and points for one test, as Formgrader does."""
    with gradebook(root) as book:
        book.update_or_create_student(student)
        book.update_or_create_submission(ASSIGNMENT, student)
        who = (NOTEBOOK, ASSIGNMENT, student)
        book.find_grade("test_state", *who).manual_score = 1.5
        book.find_comment("state", *who).manual_comment = f"well tried, {student}"
        book.db.commit()


def by_hand(root: Path, student: str) -> tuple[Any, Any]:
    with gradebook(root) as book:
        who = (NOTEBOOK, ASSIGNMENT, student)
        grade, comment = book.find_grade("test_state", *who), book.find_comment("state", *who)
        return grade.manual_score, comment.manual_comment


def gradebook(root: Path) -> Any:
    return Gradebook(f"sqlite:///{root / 'course' / 'gradebook.db'}")


def enrolled(root: Path) -> dict[str, str | None]:
    """Return everybody in the gradebook, with their last names."""
    with gradebook(root) as book:
        return {student.id: student.last_name for student in book.students}


def marked(root: Path) -> set[str]:
    with gradebook(root) as book:
        return {each.student_id for each in book.assignment_submissions(ASSIGNMENT)}


def folders(root: Path, of: str) -> set[str]:
    return {path.parent.name for path in (root / "course" / of).glob(f"*/{ASSIGNMENT}")}


def contents(root: Path) -> dict[str, str]:
    """Return a digest of each file of the course; a lock that nobody holds is none."""
    files = (path for path in (root / "course").rglob("*") if path.is_file())
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if path.suffix != ".lock"
    }


def change_lesson(root: Path, **nbgrader: Any) -> None:
    """Add a locked cell to the lesson, as who improves it would."""
    path = root / "notebooks" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    notebook = read_notebook(path)
    cell = nbformat.v4.new_markdown_cell("Plan before you write.")
    cell.metadata["nbgrader"] = NEW_CELL | nbgrader
    notebook.cells.append(cell)
    nbformat.write(notebook, path)


def cells(root: Path, of: str) -> list[str]:
    path = root / "course" / of / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    return [grade_id(cell) for cell in read_notebook(path).cells]


# --- Feedback ---


def test_feedback_of_the_demo_class_is_released(root: Path) -> None:
    """
    Demo students hand in what `nbgrader submit` leaves, so their feedback goes its way.
    """
    done = nbgrader(root, "release_feedback", ASSIGNMENT)

    assert done.returncode == 0, done.stderr
    feedback = root / "course" / "exchange" / "state-persistence" / "feedback"
    assert len(list(feedback.glob("*.html"))) == len(DEMO)


def test_a_notebook_placed_by_hand_stops_no_feedback(root: Path) -> None:
    """
    Who did not hand in by nbgrader is named, and everybody else's feedback is released.
    """
    shutil.copytree(
        root / "course" / "feedback" / "demo-untouched", root / "course" / "feedback" / "anna"
    )
    (root / "course" / "feedback" / "anna" / ASSIGNMENT / "submission_secret.txt").unlink()

    done = nbgrader(root, "release_feedback", ASSIGNMENT)

    assert done.returncode == 0, done.stderr
    assert "Not released: the feedback of anna." in done.stderr
    assert "give it to them from course/feedback yourself" in done.stderr
    assert "Traceback" not in done.stderr
    feedback = root / "course" / "exchange" / "state-persistence" / "feedback"
    assert len(list(feedback.glob("*.html"))) == len(DEMO)
    alone = nbgrader(root, "release_feedback", ASSIGNMENT, "--student=demo-reference")
    assert "anna" not in alone.stderr


# --- A lesson that changes ---


def test_the_demo_class_is_no_obstacle_to_a_changed_lesson(root: Path) -> None:
    """
    A cell more, and only demo students have marks: it is released, and they begin anew.
    """
    change_lesson(root)

    course.renew(root)

    assert "plan" in cells(root, "source")
    assert "plan" in cells(root, "release")
    assert marked(root) == set()
    assert set(enrolled(root)) == DEMO


def test_marks_of_real_students_stop_a_changed_lesson(root: Path) -> None:
    """
    Nothing at all is changed; the sentence has the cell, the students and the ways out.
    """
    for student in ("anna", "demo-anna"):
        mark_by_hand(root, student)
    change_lesson(root)
    before = contents(root)

    done = make_class(root)

    assert done.returncode == 1
    assert contents(root) == before
    said = done.stderr
    assert said.startswith("Stopped: nothing was changed. 6_preferences has other")
    assert "(preferences.ipynb: plan new)" in said
    assert "anna, demo-anna have marks" in said
    assert "put the cells back in notebooks/6_preferences/" in said
    assert "Traceback" not in said


def test_the_way_out_of_a_changed_lesson_is_one(root: Path) -> None:
    """
    With the old marks given up, as the sentence says, the class is built and marked anew.
    """
    mark_by_hand(root, "anna")
    change_lesson(root)
    with pytest.raises(course.CourseError, match="or give up these marks") as told:
        course.renew(root)
    command = f"db assignment remove {ASSIGNMENT} --force"
    assert f"`nbgrader {command}`" in str(told.value)

    assert nbgrader(root, *command.split()).returncode == 0
    course.renew(root)
    course.grade(root, ASSIGNMENT, students="anna")

    assert "plan" in cells(root, "release")
    assert by_hand(root, "anna") == (None, None)
    assert (root / "course" / "submitted" / "anna" / ASSIGNMENT).is_dir()


def test_a_lesson_that_nbgrader_refuses_leaves_source_and_release(root: Path) -> None:
    """
    Whatever nbgrader's reason is, source and release are those of before, both of them.
    """
    mark_by_hand(root, "anna")
    change_lesson(root, grade_id="state")
    before = {of: cells(root, of) for of in ("source", "release")}

    with pytest.raises(course.CourseError, match="its source and release are as they were"):
        course.renew(root)

    assert {of: cells(root, of) for of in before} == before
    assert not list((root / "course").glob(".before-*"))


def test_nothing_is_built_while_a_class_is_graded(root: Path) -> None:
    """
    Cells and students do not change under a grader.
    """
    before = contents(root)

    with (
        alone(root / "course" / "grading", ASSIGNMENT),
        pytest.raises(course.CourseError, match="another process is grading 6_preferences"),
    ):
        course.renew(root)

    assert contents(root) == before


# --- The demo class ---


def test_demo_students_are_told_from_others(made: Path) -> None:
    """
    In the gradebook, in Formgrader and in the export their last name says what they are.
    """
    assert enrolled(made) == dict.fromkeys(DEMO, "demo class")


def test_a_class_without_demo_students(root: Path) -> None:
    """
    `--no-demo` takes out what the demo class left, and no real student, whatever the name.
    """
    for student in ("anna", "demo-anna"):
        mark_by_hand(root, student)
    hand_in(root, "demo-anna")
    page = root / "course" / "grading" / ASSIGNMENT / "demo-reference.html"
    page.parent.mkdir(parents=True)
    page.write_text("a page that `autograder grade` wrote")

    done = make_class(root, "--no-demo")

    assert done.returncode == 0, done.stderr
    assert "3 demo students were removed" in done.stdout
    real = {"anna", "demo-anna"}
    assert set(enrolled(root)) == marked(root) == folders(root, "submitted") == real
    assert folders(root, "autograded") == folders(root, "feedback") == set()
    assert not page.exists()
    with (root / "course" / "grades.csv").open(newline="") as file:
        assert {row["student_id"] for row in csv.DictReader(file)} == real
    assert by_hand(root, "anna") == (1.5, "well tried, anna")


def test_a_new_course_without_demo_students(root: Path) -> None:
    """
    Built for the first time with `--no-demo`, a course has its release and nobody in it.
    """
    shutil.rmtree(root / "course")

    done = make_class(root, "--no-demo")

    assert done.returncode == 0, done.stderr
    assert enrolled(root) == {}
    assert "test_state" in cells(root, "release")
    assert folders(root, "submitted") == set()


def test_what_a_person_handed_in_under_a_demo_name_stays(root: Path) -> None:
    """
    Only the exercise is the demo class's; another assignment of that name is somebody's work.
    """
    other = root / "course" / "submitted" / "demo-reference" / "0_start_here" / "mine.ipynb"
    other.parent.mkdir()
    other.write_text("mine")
    with gradebook(root) as book:
        book.add_assignment("0_start_here")
        book.add_submission("0_start_here", "demo-reference")

    assert set(demo.dismiss(root)) == DEMO
    assert set(enrolled(root)) == {"demo-reference"}
    assert marked(root) == set()
    assert other.read_text() == "mine"


def test_who_left_the_gallery_is_still_of_the_demo_class(root: Path) -> None:
    """
    An answer that was taken out of the gallery leaves no student that nobody can remove.
    """
    (root / "tests" / "gallery" / NOTEBOOK / ANSWER).unlink()

    assert set(demo.dismiss(root)) == DEMO
    assert enrolled(root) == {}


def test_a_demo_class_of_an_older_course_is_known_by_its_names(root: Path) -> None:
    """
    Courses made before demo students had a last name are rid of them, too; demo-anna stays.
    """
    with gradebook(root) as book:
        for name in (*DEMO, "demo-anna"):
            book.update_or_create_student(name, last_name=None)

    assert set(demo.dismiss(root)) == DEMO
    assert set(enrolled(root)) == {"demo-anna"}


def test_a_second_call_touches_no_mark_by_hand(root: Path) -> None:
    """
    `make class` again: points and comments of a person stay, anna's and a demo student's.
    """
    for student in ("anna", "demo-untouched"):
        mark_by_hand(root, student)

    done = make_class(root)

    assert done.returncode == 0, done.stderr
    assert by_hand(root, "anna") == (1.5, "well tried, anna")
    assert by_hand(root, "demo-untouched") == (1.5, "well tried, demo-untouched")


# --- The exchange ---


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A student's clone: the same configuration, in a folder of their own."""
    folder = tmp_path / "clone"
    folder.mkdir()
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    return folder


def test_a_students_clone_reaches_the_exchange(root: Path, clone: Path) -> None:
    """
    List, fetch, submit, collect, hand in again, release and fetch feedback, by one variable.
    """
    exchange = root / "course" / "exchange"
    mine = {"NBGRADER_EXCHANGE": str(exchange), "JUPYTER_DATA_DIR": str(clone / "data")}

    def student(*command: str) -> str:
        done = nbgrader(clone, *command, **mine)
        assert done.returncode == 0, done.stderr
        return done.stderr

    def instructor(*command: str) -> None:
        done = nbgrader(root, *command)
        assert done.returncode == 0, done.stderr

    instructor("release_assignment", ASSIGNMENT)
    assert f"state-persistence {ASSIGNMENT}" in student("list")
    student("fetch_assignment", ASSIGNMENT)
    fetched = clone / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    assert (
        fetched.read_bytes()
        == (root / "course" / "release" / ASSIGNMENT / fetched.name).read_bytes()
    )
    student("submit", ASSIGNMENT, "--student=bea")
    instructor("collect", ASSIGNMENT)
    handed_in = root / "course" / "submitted" / "bea" / ASSIGNMENT
    assert (handed_in / fetched.name).read_bytes() == fetched.read_bytes()

    fetched.write_text(fetched.read_text() + "\n")
    student("submit", ASSIGNMENT, "--student=bea")
    instructor("collect", ASSIGNMENT)
    assert (handed_in / fetched.name).read_bytes() != fetched.read_bytes()
    instructor("collect", ASSIGNMENT, "--update")
    assert (handed_in / fetched.name).read_bytes() == fetched.read_bytes()

    instructor("autograde", ASSIGNMENT, "--student=bea")
    instructor("generate_feedback", ASSIGNMENT, "--student=bea")
    instructor("release_feedback", ASSIGNMENT)
    student("fetch_feedback", ASSIGNMENT)
    (page,) = (clone / ASSIGNMENT / "feedback").glob(f"*/{NOTEBOOK}.html")
    assert "not started" in page.read_text()


@pytest.mark.parametrize("named", ["nowhere/exchange", "~nobody-of-this-name/exchange"])
def test_an_exchange_that_is_not_there_is_a_sentence(clone: Path, named: str) -> None:
    """
    A wrong variable is named, with what to set it to; nothing is made in its place.
    """
    done = nbgrader(clone, "list", NBGRADER_EXCHANGE=named)

    assert done.returncode == 1
    assert done.stderr.count(f"NBGRADER_EXCHANGE names {named}, which is no folder") == 1
    assert "course/exchange of your instructor's folder" in done.stderr
    assert "Traceback" not in done.stderr
    assert {path.name for path in clone.iterdir()} <= {"nbgrader_config.py", "__pycache__"}


@pytest.mark.parametrize("variables", [{}, {"NBGRADER_EXCHANGE": ""}])
def test_without_the_variable_the_exchange_is_the_courses(
    root: Path, variables: dict[str, str]
) -> None:
    """
    An instructor sets nothing.
    """
    done = nbgrader(root, "list", **variables)

    assert done.returncode == 0, done.stderr
    assert "NBGRADER_EXCHANGE" not in done.stderr
