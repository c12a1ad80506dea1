"""A lesson that changed under marks that are there: nbgrader keeps them by cell.

It refuses another set of cells once anybody has marks, in the midst of a build and in words of
its own. So this looks first, and says what there is to do.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbgrader.api import MissingEntry
from nbgrader.utils import is_grade, is_locked, is_solution, is_task

from autograder import demo
from autograder.cells import Notebook, grade_id
from autograder.enrolment import CourseError, enrolment, has_gradebook
from autograder.grading.outcome import few

__all__ = ["Forms", "make_way"]

Forms = dict[str, dict[str, Notebook]]  # by assignment, by notebook: the instructor's source
OURS = (is_grade, is_solution, is_task, is_locked)
KINDS = {
    "grade_cells": is_grade,
    "solution_cells": is_solution,
    "task_cells": is_task,
    "source_cells": lambda cell: any(is_one(cell) for is_one in OURS),
}
SHOWN = 3  # names in a sentence
REFUSED = (
    "nothing was changed. {assignment} has other graded or locked cells than the gradebook ({what}), and "
    "{who} marks for it, which nbgrader keeps by cell. Either put the cells back in "
    "notebooks/{assignment}/, or give up these marks, those by hand and comments too: keep a "
    "copy of course/gradebook.db, run `nbgrader db assignment remove {assignment} --force`, "
    "then this again, then `autograder grade {assignment}`: what was handed in is still in "
    "course/submitted/ and is marked anew"
)


def make_way(root: Path, forms: Forms) -> None:
    """See that nbgrader will take *forms*; marks of the demo class alone are no obstacle.

    Raises:
        CourseError: Somebody real has marks for cells that differ; nothing was changed.
    """
    if not has_gradebook(root):
        return
    with enrolment(root, demo.ASSIGNMENT) as gradebook:
        changed = {
            assignment: what
            for assignment, notebooks in forms.items()
            if (what := _changes(gradebook, assignment, notebooks))
        }
        for assignment, what in changed.items():
            if real := _real_students(root, gradebook, assignment):
                raise CourseError(
                    REFUSED.format(assignment=assignment, what=what, who=_in_words(real))
                )
        if demo.ASSIGNMENT in changed:
            demo.give_up_marks(root, gradebook)


def _changes(gradebook: Any, assignment: str, notebooks: dict[str, Notebook]) -> str:
    """Say how the cells differ from the gradebook's, or nothing."""
    try:
        known = {each.name: each for each in gradebook.find_assignment(assignment).notebooks}
    except MissingEntry:
        return ""
    found = []
    for name, notebook in sorted(notebooks.items()):
        if name not in known:
            found.append(f"{name}.ipynb is new")
            continue
        before, after = _cells_known(known[name]), _cells_of(notebook)
        parts = {"new": after - before, "gone or of another kind": before - after}
        found += [
            f"{name}.ipynb: {few(sorted({cell for _, cell in cells}), SHOWN)} {how}"
            for how, cells in parts.items()
            if cells
        ]
    return "; ".join(found)


def _cells_known(notebook: Any) -> set[tuple[str, str]]:
    return {(kind, cell.name) for kind in KINDS for cell in getattr(notebook, kind)}


def _cells_of(notebook: Notebook) -> set[tuple[str, str]]:
    return {
        (kind, grade_id(cell))
        for cell in notebook.cells
        for kind, is_one in KINDS.items()
        if is_one(cell)
    }


def _real_students(root: Path, gradebook: Any, assignment: str) -> list[str]:
    return sorted(
        submission.student_id
        for submission in gradebook.assignment_submissions(assignment)
        if assignment != demo.ASSIGNMENT
        or not demo.is_demo(root, gradebook, submission.student_id)
    )


def _in_words(students: list[str]) -> str:
    return f"{few(students, SHOWN)} {'has' if len(students) == 1 else 'have'}"
