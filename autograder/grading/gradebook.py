"""nbgrader's gradebook, looked at: whether it takes marks, and which ones it has.

Read as a database and not through `nbgrader.api`, which makes what is missing as it looks.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path

__all__ = [
    "Due",
    "GradebookError",
    "Points",
    "Score",
    "Scores",
    "due_of",
    "must_take_marks",
    "opened",
    "points_of",
    "scores_of",
    "why",
]

LOCKED_SECONDS = 3.0  # how long another program may take to finish what it writes
UPGRADE = "keep a copy of it, run `nbgrader db upgrade` in this folder, then this again"
SCORES = """
    SELECT submitted_assignment.student_id, notebook.name, base_cell.name, grade.auto_score,
        grade_cells.max_score
    FROM grade
    JOIN base_cell ON base_cell.id = grade.cell_id
    LEFT JOIN grade_cells ON grade_cells.id = base_cell.id
    JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
    JOIN notebook ON notebook.id = submitted_notebook.notebook_id
    JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
    JOIN assignment ON assignment.id = submitted_assignment.assignment_id
    WHERE assignment.name = ?
"""

# What tests gave and could give. What a person marks is an answer and a test at once.
POINTS = """
    SELECT submitted_assignment.student_id, notebook.name,
        total(grade.auto_score), total(grade_cells.max_score)
    FROM grade
    JOIN base_cell ON base_cell.id = grade.cell_id
    JOIN grade_cells ON grade_cells.id = base_cell.id AND NOT EXISTS (
        SELECT 1 FROM base_cell AS answer WHERE answer.type = 'SolutionCell'
        AND answer.name = base_cell.name AND answer.notebook_id = base_cell.notebook_id)
    JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
    JOIN notebook ON notebook.id = submitted_notebook.notebook_id
    JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
    JOIN assignment ON assignment.id = submitted_assignment.assignment_id
    WHERE assignment.name = ?
    GROUP BY 1, 2
"""

EXTENSIONS = """
    SELECT submitted_assignment.student_id, submitted_assignment.extension
    FROM submitted_assignment
    JOIN assignment ON assignment.id = submitted_assignment.assignment_id
    WHERE assignment.name = ? AND submitted_assignment.extension IS NOT NULL
"""

Score = tuple[float | None, float | None]  # automatic points, and out of how many
Scores = dict[tuple[str, str], dict[str, Score]]  # by student and notebook, by test
Due = tuple[str, dict[str, str]]  # when, and extensions by student, as the database has them
Points = dict[tuple[str, str], tuple[float, float]]  # by student and notebook: earned, out of


class GradebookError(Exception):
    """The gradebook takes no marks; the message says why, and what to do."""


def must_take_marks(course: Path, assignment: str) -> None:
    """Say nothing if marks of *assignment* can be entered now; write nothing either.

    Raises:
        GradebookError: They cannot.
    """
    with opened(course) as db:
        db.execute("BEGIN IMMEDIATE")  # what the first write of a transaction needs
        db.execute("ROLLBACK")
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
        if "alembic_version" not in tables:
            raise GradebookError(f"gradebook.db is no gradebook of nbgrader's; {UPGRADE}")
        found = [
            version for (version,) in db.execute("SELECT version_num FROM alembic_version")
        ]
        if found != [_newest()]:
            raise GradebookError(
                f"gradebook.db was made by another version of nbgrader; {UPGRADE}"
            )
        if not db.execute("SELECT 1 FROM assignment WHERE name = ?", (assignment,)).fetchone():
            raise GradebookError(
                f"the gradebook does not know {assignment}; "
                f"run `nbgrader generate_assignment {assignment}` first"
            )


def scores_of(course: Path, assignment: str) -> Scores:
    """Return the automatic points in the gradebook, by student and notebook, by test.

    Raises:
        GradebookError: It cannot be read.
    """
    found: Scores = defaultdict(dict)
    with opened(course) as db:
        for student, notebook, test, *score in db.execute(SCORES, (assignment,)):
            found[student, notebook][test] = (score[0], score[1])
    return found


def due_of(course: Path, assignment: str) -> Due:
    """Return when an assignment is due, and the extensions that students have.

    Raises:
        GradebookError: It cannot be read.
    """
    with opened(course) as db:
        found = db.execute("SELECT duedate FROM assignment WHERE name = ?", (assignment,))
        [due] = found.fetchone() or [None]
        extensions = dict(db.execute(EXTENSIONS, (assignment,)).fetchall())
    return str(due), {student: str(extension) for student, extension in extensions.items()}


def points_of(course: Path, assignment: str) -> Points:
    """Return the points from tests in the gradebook, and how many there are.

    Raises:
        GradebookError: It cannot be read.
    """
    with opened(course) as db:
        found = db.execute(POINTS, (assignment,)).fetchall()
    return {(student, notebook): (earned, most) for student, notebook, earned, most in found}


@contextmanager
def opened(course: Path) -> Iterator[sqlite3.Connection]:
    """Open the gradebook as a database.

    Raises:
        GradebookError: It is not there, is no sound database, or does not answer.
    """
    file = course / "gradebook.db"
    if not file.is_file():
        raise GradebookError(
            "there is no gradebook.db yet; run `make class` once, or, in a course of yours, "
            "`nbgrader generate_assignment`"
        )
    try:
        # As it is there, and never made: SQLite takes an empty file for an empty database.
        uri = f"{file.resolve().as_uri()}?mode=rw"
        with closing(sqlite3.connect(uri, LOCKED_SECONDS, uri=True)) as db:
            db.isolation_level = None
            yield db
    except sqlite3.OperationalError as error:
        raise GradebookError(why(error)) from None
    except sqlite3.DatabaseError as error:
        raise GradebookError(
            f"gradebook.db is not a sound database ({error}); put a copy of it back"
        ) from None


def why(error: object) -> str:
    """Say what SQLite's message means for the gradebook, and what to do."""
    if "locked" in str(error):
        return (
            "another program is writing to gradebook.db and does not come to an end; "
            "close Formgrader, or what else has it open"
        )
    return f"gradebook.db cannot be written ({error})"


def _newest() -> str | None:
    """Return the revision of the gradebooks that the nbgrader installed here makes."""
    from alembic.script import ScriptDirectory

    spec = find_spec("nbgrader")
    (package,) = (spec and spec.submodule_search_locations) or ("",)
    return ScriptDirectory(str(Path(package, "alembic"))).get_current_head()
