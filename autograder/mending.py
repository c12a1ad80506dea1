"""A notebook as nbgrader's converter can take it, whatever a student did to nbgrader's marks in it.

nbgrader stumbles over a doubled cell (it empties the mark of one, then looks for an id in it), over
a mark of another form than its own, and over a test whose answer is gone, too. What is taken away
here are marks, never a student's code; nbgrader puts the tests back by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.nbgraderformat import MetadataValidator

from autograder.cells import Notebook, nbformat

__all__ = ["judged_by_tests", "mend"]

GONE = "# This cell was missing from the submission."
SOLUTION = {
    "cell_type": "code",
    "grade": False,
    "locked": False,
    "schema_version": 3,
    "solution": True,
    "task": False,
}


def mend(notebook: Notebook, solutions: Iterable[str]) -> None:
    """Leave one sound mark for each id, the last one, and put empty cells for missing answers.

    Args:
        notebook: What was handed in; changed in place.
        solutions: The ids of the answers that tests, not people, judge.
    """
    found: set[str] = set()
    for cell in reversed(notebook.cells):
        if "nbgrader" in cell.metadata:
            name = _id(cell)
            if name is None or name in found:
                cell.metadata.pop("nbgrader", None)
            elif name:
                found.add(name)
    notebook.cells += [_empty(name) for name in solutions if name not in found]


def judged_by_tests(gradebook: Gradebook, notebook: str, assignment: str) -> list[str]:
    """Return the ids of a notebook's answers that tests, not people, judge."""
    lesson = gradebook.find_notebook(notebook, assignment)
    by_hand = {cell.name for cell in lesson.grade_cells}
    return sorted({cell.name for cell in lesson.solution_cells} - by_hand)


def _id(cell: Any) -> str | None:
    """Return the id in nbgrader's mark, "" if it needs none, nothing if the mark is not sound."""
    validator = MetadataValidator()
    try:
        validator.upgrade_cell_metadata(cell)
        validator.validate_cell(cell)
        return str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
    except Exception:  # it raises whatever its own code ran into
        return None


def _empty(name: str) -> Any:
    told: dict[str, Any] = {
        "cell_type": "code",
        "metadata": {"nbgrader": {**SOLUTION, "grade_id": name}},
        "source": GONE,
        "outputs": [],
        "execution_count": None,
    }
    return nbformat.from_dict(told)
