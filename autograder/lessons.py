"""Which lesson a submission is, and which of its cells are the student's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from autograder.book import notebooks
from autograder.cells import Notebook, grade_id, is_setup, is_solution, is_test, read_notebook

__all__ = ["code_cells", "lesson_of", "original", "submitted_cells"]

ROOT = Path(__file__).parents[1]


def submitted_cells(notebook: Notebook, book: Notebook) -> list[list[str]]:
    """Return `[id, source]` of the cells to run: set-up, answers, and what the student added.

    The lesson's own demonstrations are left out. A set-up cell that was deleted is put back.
    """
    # Windows' line ends are the same program, but not to IPython.
    for cell in code_cells(notebook):
        cell.source = cell.source.replace("\r\n", "\n")
    ours = {cell.source for cell in book.cells if cell.cell_type == "code"}
    setup = [cell for cell in book.cells if is_setup(cell)]
    there = {cell.get("id") for cell in notebook.cells}
    put_back = [[cell.id, cell.source] for cell in setup if cell.id not in there]
    kept = [
        [grade_id(cell) or cell.get("id", ""), cell.source]
        for cell in code_cells(notebook)
        if not is_test(cell)
        and (is_solution(cell) or is_setup(cell) or cell.source not in ours)
    ]
    return put_back + kept


@cache
def _book() -> tuple[tuple[frozenset[str], Notebook], ...]:
    """Return the book's lessons that have tasks, each with the ids of its graded cells."""
    read = map(read_notebook, notebooks(ROOT))
    lessons = ((frozenset(map(grade_id, book.cells)) - {""}, book) for book in read)
    return tuple((ids, book) for ids, book in lessons if ids)


def original(notebook: Notebook) -> Notebook | None:
    """Return the lesson that was handed in: the one it shares the most graded cells with."""
    return lesson_of(map(grade_id, notebook.cells))


def lesson_of(grade_ids: Iterable[str]) -> Notebook | None:
    """Return the lesson that has the most of these graded cells; nothing if none has any."""
    here = set(grade_ids)
    ids, book = max(_book(), key=lambda lesson: len(lesson[0] & here))
    return book if ids & here else None


def code_cells(notebook: Notebook) -> Iterator[Any]:
    """Return a notebook's code cells, in order."""
    return (cell for cell in notebook.cells if cell.cell_type == "code")
