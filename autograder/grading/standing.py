"""How a class stands in nbgrader's gradebook, where people and late penalties have their say."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from autograder.cells import grade_id, is_test
from autograder.grading.gradebook import GradebookError, opened
from autograder.lessons import lesson_of

__all__ = ["Sheet", "Standing", "must_have_checks", "sheets_of", "standings_of"]

# Every cell that gives points. A test is one that no student writes in.
CELLS = """
    SELECT notebook.name, base_cell.name, coalesce(grade_cells.max_score, task_cells.max_score),
        grade_cells.cell_type = 'code' AND NOT EXISTS (
            SELECT 1 FROM base_cell AS answer WHERE answer.type = 'SolutionCell'
            AND answer.name = base_cell.name AND answer.notebook_id = base_cell.notebook_id)
    FROM base_cell
    LEFT JOIN grade_cells ON grade_cells.id = base_cell.id
    LEFT JOIN task_cells ON task_cells.id = base_cell.id
    JOIN notebook ON notebook.id = base_cell.notebook_id
    JOIN assignment ON assignment.id = notebook.assignment_id
    WHERE assignment.name = ? AND coalesce(grade_cells.id, task_cells.id) IS NOT NULL
"""

# A mark by hand takes the place of a test's, as in `nbgrader.api.Grade.score`.
SCORES = """
    SELECT submitted_assignment.student_id, notebook.name,
        total(coalesce(grade.manual_score, grade.auto_score, 0)
            + coalesce(grade.extra_credit, 0)),
        coalesce(submitted_notebook.late_submission_penalty, 0),
        total(grade.needs_manual_grade)
    FROM submitted_notebook
    LEFT JOIN grade ON grade.notebook_id = submitted_notebook.id
    JOIN notebook ON notebook.id = submitted_notebook.notebook_id
    JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
    JOIN assignment ON assignment.id = submitted_assignment.assignment_id
    WHERE assignment.name = ?
    GROUP BY submitted_notebook.id
"""


@dataclass
class Sheet:
    """What a notebook of an assignment can give.

    Attributes:
        tests: The points of each test cell, by its `grade_id`.
        max_score: All points, those that a person gives counted in.
    """

    tests: dict[str, float] = field(default_factory=dict)
    max_score: float = 0

    @property
    def out_of(self) -> float:
        """What tests can give."""
        return sum(self.tests.values())


@dataclass(frozen=True)
class Standing:
    """What the gradebook has for a student's notebook.

    Attributes:
        score: By hand or by tests, less a late penalty; never below 0, as nbgrader exports it.
        waiting: How many cells wait for a person.
    """

    score: float
    waiting: int


def sheets_of(course: Path, assignment: str) -> dict[str, Sheet]:
    """Return what each notebook of an assignment can give, by its name.

    Raises:
        GradebookError: The gradebook cannot be read.
    """
    found: dict[str, Sheet] = {}
    with opened(course) as db:
        for notebook, cell, most, by_itself in db.execute(CELLS, (assignment,)):
            sheet = found.setdefault(notebook, Sheet())
            sheet.max_score += most or 0
            if by_itself:
                sheet.tests[cell] = most or 0
    return found


def standings_of(course: Path, assignment: str) -> dict[tuple[str, str], Standing]:
    """Return what the gradebook has, by student and notebook.

    Raises:
        GradebookError: It cannot be read.
    """
    with opened(course) as db:
        return {
            (student, notebook): Standing(max(0.0, score - penalty), int(waiting))
            for student, notebook, score, penalty, waiting in db.execute(SCORES, (assignment,))
        }


def must_have_checks(course: Path, assignment: str) -> None:
    """Say nothing if each test cell of the book's lessons among the notebooks has its check.

    A lesson's test cells are not run: they name the checks. One of an instructor's own names
    none, and would give nobody its points.

    Raises:
        GradebookError: One has none, or the gradebook cannot be read.
    """
    for notebook, sheet in sheets_of(course, assignment).items():
        lesson = lesson_of(sheet.tests)
        if lesson is None:
            continue
        known = {grade_id(cell) for cell in lesson.cells if is_test(cell)}
        if strange := sorted(sheet.tests.keys() - known):
            where = f"{course.name}/" if course.name == "course" else ""
            raise GradebookError(
                f"{', '.join(strange)} in {where}source/{assignment}/{notebook}.ipynb is no test "
                "of this lesson's checks, and would give nobody its points; put it into an "
                "assignment of its own, and run "
                f"`nbgrader generate_assignment {assignment} --force`"
            )
