"""Marks as the outputs of test cells, where nbgrader reads points and makes feedback of them."""

from __future__ import annotations

from typing import Any

from autograder.cells import Notebook, grade_id, is_solution, is_test, nbformat
from autograder.lessons import code_cells, lesson_of

__all__ = ["TRUSTED", "error_output", "in_words", "write"]

TRUSTED = "without walls"
ANOTHERS = "This test was not marked: the notebook handed in is another lesson's."
NO_CHECK = (
    "This test was not marked: it is none of this lesson's checks. "
    "Instructor: put it into an assignment of its own."
)
HOW = "Marked {walls}; inputs drawn from seed {seed}."


def write(notebook: Notebook, marked: dict[str, Any]) -> None:
    """Put each mark into its test cell, where nbgrader reads the points.

    *marked* is what `Marked.as_json` returns.
    """
    how = HOW.format(walls=in_words(marked["walls"]), seed=marked["seed"])
    for cell in code_cells(notebook):
        cell.outputs, cell.execution_count = [], None
        if not is_test(cell):
            continue
        test = marked["tests"].get(grade_id(cell))
        if test is None and is_solution(cell):  # a person marks a cell that is both
            continue
        if test is None:
            # nbgrader gives all points for a test cell that shows nothing.
            why = ANOTHERS if lesson_of([grade_id(cell)]) else NO_CHECK
            cell.outputs = [error_output("NotMarked", why)]
            continue
        text = f"{test['text']}\n  {how}"
        if test["earned"]:
            shown = {"output_type": "stream", "name": "stdout", "text": text + "\n"}
            cell.outputs = [nbformat.from_dict(shown)]
        else:
            cell.outputs = [error_output("CheckFailed", text)]


def in_words(walls: str) -> str:
    """Say how something was marked, behind these walls or without."""
    return walls if walls == TRUSTED else f"behind walls ({walls})"


def error_output(name: str, told: str) -> Any:
    """Return an output that nbgrader takes for a failed test."""
    return nbformat.from_dict(
        {"output_type": "error", "ename": name, "evalue": told, "traceback": told.split("\n")}
    )
