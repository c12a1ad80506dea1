"""The demo class: students made of the gallery's answers, who hand in as anybody does.

They are told from real students by their names and, in the gradebook, by their last name.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from autograder.cells import Notebook, answers, fit, nbformat, read_notebook, solve
from autograder.enrolment import CourseError, enrolment, has_gradebook

__all__ = ["ASSIGNMENT", "dismiss", "give_up_marks", "is_demo", "submit"]

ASSIGNMENT, NOTEBOOK = "6_preferences", "preferences"
PREFIX, LAST_NAME = "demo-", "demo class"
# Where nbgrader has a folder for each student; what is handed in is known longest.
FOLDERS = ("feedback", "autograded", "submitted")


def submit(root: Path) -> list[str]:
    """Hand in for every student of the demo class; return their names.

    Raises:
        CourseError: The gallery that the class is made of is not there, or the gradebook
            takes nobody.
    """
    gallery = _gallery(root)
    if not gallery.is_dir():
        raise CourseError(
            f"{gallery.relative_to(root)} is missing: the demo class is made of it"
        )
    stub = read_notebook(root / "course" / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb")
    reference = fit(stub, answers(root / "solutions" / f"{NOTEBOOK}.py"))
    given = {
        name: {} if own is None else {**reference, **own}
        for name, own in _demo_answers(gallery)
    }
    with enrolment(root, ASSIGNMENT) as gradebook:
        for name, own in given.items():
            first = name.removeprefix(PREFIX)
            gradebook.update_or_create_student(name, first_name=first, last_name=LAST_NAME)
            _hand_in(root / "course" / "submitted" / name / ASSIGNMENT, solve(stub, own))
    return list(given)


def _hand_in(folder: Path, notebook: Notebook) -> None:
    """Leave what `nbgrader collect` would; without time and secret no feedback is released."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / f"{NOTEBOOK}.ipynb")
    now = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f %Z}"
    (folder / "timestamp.txt").write_text(now)
    (folder / "submission_secret.txt").write_text(secrets.token_hex(64))


def dismiss(root: Path) -> list[str]:
    """Take the demo class out of the gradebook and the course's folders; return who was there.

    What a person handed in for another assignment under such a name is left where it is.

    Raises:
        CourseError: Somebody is grading, or the gradebook cannot be written.
    """
    if not has_gradebook(root):
        return []
    with enrolment(root, ASSIGNMENT) as gradebook:
        there = {path.name for path in (root / "course" / "submitted").glob(f"{PREFIX}*")}
        there |= {student.id for student in gradebook.students}
        gone = sorted(name for name in there if is_demo(root, gradebook, name))
        for name in gone:
            # The gradebook comes last: after a kill it still tells who was of the class.
            _clear(root / "course", name)
            _dismiss(gradebook, name)
    return gone


def give_up_marks(root: Path, gradebook: Any) -> None:
    """Take the demo class's marks out of the gradebook, so that its cells can change."""
    for submission in gradebook.assignment_submissions(ASSIGNMENT):
        if is_demo(root, gradebook, submission.student_id):
            gradebook.remove_submission(ASSIGNMENT, submission.student_id)


def is_demo(root: Path, gradebook: Any, name: str) -> bool:
    """Say whether this student is one of the demo class, and no real one with such a name."""
    if not name.startswith(PREFIX):
        return False
    known = {student.id: student.last_name for student in gradebook.students}
    return known.get(name) == LAST_NAME or name in _names(_gallery(root))


def _gallery(root: Path) -> Path:
    return root / "tests" / "gallery" / NOTEBOOK


def _demo_answers(gallery: Path) -> Iterator[tuple[str, dict[str, str] | None]]:
    yield f"{PREFIX}untouched", None
    yield f"{PREFIX}reference", {}
    for path in sorted(gallery.glob("*/*.py")):
        if "\ndemo: yes\n" in path.read_text():
            yield _name(path), answers(path)


def _names(gallery: Path) -> set[str]:
    """Return whom the gallery could have made: an answer may be in the class no longer."""
    made = set(map(_name, gallery.glob("*/*.py")))
    return made | {f"{PREFIX}untouched", f"{PREFIX}reference"}


def _name(path: Path) -> str:
    return f"{PREFIX}{path.stem.replace('_', '-')}"


def _clear(course: Path, name: str) -> None:
    for folder in FOLDERS:
        theirs = course / folder / name
        shutil.rmtree(theirs / ASSIGNMENT, ignore_errors=True)
        if theirs.is_dir() and not any(theirs.iterdir()):
            theirs.rmdir()
    (course / "grading" / ASSIGNMENT / f"{name}.html").unlink(missing_ok=True)


def _dismiss(gradebook: Any, name: str) -> None:
    others = set()
    for submission in gradebook.student_submissions(name):
        if submission.assignment.name == ASSIGNMENT:
            gradebook.remove_submission(ASSIGNMENT, name)
        else:
            others.add(submission.assignment.name)
    if not others and name in {student.id for student in gradebook.students}:
        gradebook.remove_student(name)
