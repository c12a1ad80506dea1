"""Code by notebook cell: answers in a Python file, cells in a notebook, and both joined.

A Python file says with `# cell: NAME` comments which solution cell each part of it
answers; what stands above the first one (imports, constants) belongs to no cell.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat as _nbformat

__all__ = [
    "Notebook",
    "answers",
    "fit",
    "grade_id",
    "grading_cells",
    "is_setup",
    "is_solution",
    "is_test",
    "nbformat",
    "read_notebook",
    "solve",
    "source_form",
]

MARKER = re.compile(r"^# cell: (\w+)\n", re.MULTILINE)

Notebook = Any  # nbformat carries no types
Defined = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
nbformat: Any = _nbformat


def answers(path: Path) -> dict[str, str]:
    """Return the source for each solution cell that the file at *path* answers."""
    _, *rest = MARKER.split(path.read_text())
    return {name: source.strip() for name, source in zip(rest[::2], rest[1::2], strict=True)}


def read_notebook(path: Path) -> Notebook:
    """Read a notebook of any version as version 4.

    Raises:
        ValueError: The file is not a notebook; says which file.
    """
    try:
        return nbformat.read(path, as_version=4)
    except (ValueError, KeyError, AttributeError, nbformat.ValidationError) as error:
        raise ValueError(f"{path} is not a Jupyter notebook: {error}") from error


def grade_id(cell: Any) -> str:
    """Return the cell's nbgrader id, or nothing."""
    return str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))


def is_solution(cell: Any) -> bool:
    """Say whether a student writes in this cell."""
    return bool(cell.metadata.get("nbgrader", {}).get("solution"))


def is_test(cell: Any) -> bool:
    """Say whether the cell earns points."""
    return bool(cell.metadata.get("nbgrader", {}).get("grade"))


def is_setup(cell: Any) -> bool:
    """Say whether marking runs this cell though no student writes in it: imports, helpers."""
    return cell.cell_type == "code" and "setup" in cell.metadata.get("tags", [])


def grading_cells(
    notebook: Notebook, given: Mapping[str, str] | None = None
) -> list[list[str]]:
    """Return `[id, source]` of what a marking run executes.

    That is the cells tagged `setup` and the solution cells, in order, with the
    source from *given* where it has one.
    """
    given = given or {}
    return [
        [grade_id(cell) or cell.id, given.get(grade_id(cell), cell.source)]
        for cell in notebook.cells
        if cell.cell_type == "code" and (is_solution(cell) or is_setup(cell))
    ]


def solve(notebook: Notebook, given: Mapping[str, str]) -> Notebook:
    """Return a copy of *notebook* with *given* in its solution cells, outputs cleared."""
    solved = nbformat.from_dict(notebook)  # a deep copy
    for cell in solved.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            if is_solution(cell):
                cell.source = given.get(grade_id(cell), cell.source)
    return solved


def fit(notebook: Notebook, reference: Mapping[str, str]) -> dict[str, str]:
    """Return *reference* as a notebook's cells have it: the stub's heads, its bodies.

    A reference module is typed with names that the notebook does not import.
    """
    return _fit(notebook, reference, [], [])


def source_form(notebook: Notebook, reference: Mapping[str, str]) -> Notebook:
    """Return the notebook as an instructor's source for nbgrader.

    Each stub's body becomes the answer's, between nbgrader's solution marks, so that
    `nbgrader generate_assignment` gives back the stub, to the letter.
    """
    marks = ["    ### BEGIN SOLUTION"], ["    ### END SOLUTION"]
    return solve(notebook, _fit(notebook, reference, *marks))


def _fit(
    notebook: Notebook, reference: Mapping[str, str], before: list[str], after: list[str]
) -> dict[str, str]:
    fitted = {}
    for cell in notebook.cells:
        if is_solution(cell):
            bodies = _bodies(reference[grade_id(cell)])
            lines = cell.source.splitlines()
            for node in reversed(ast.parse(cell.source).body):
                if isinstance(node, Defined):
                    stub = node.body[-1]
                    filled = [*before, bodies[node.name], *after]
                    lines[stub.lineno - 1 : stub.end_lineno] = filled
            fitted[grade_id(cell)] = "\n".join(lines)
    return fitted


def _bodies(answer: str) -> dict[str, str]:
    return {
        node.name: "\n".join(answer.splitlines()[_first_line(node) - 1 : node.end_lineno])
        for node in ast.parse(answer).body
        if isinstance(node, Defined)
    }


def _first_line(node: Defined) -> int:
    """Return where the body begins, comments included, docstring not."""
    if ast.get_docstring(node) is None:
        return node.body[0].lineno
    documented = node.body[0].end_lineno
    assert documented is not None
    return documented + 1
