"""A class to grade: right and wrong answers of the gallery, as notebooks for each grader.

For this project's own grading a submission is the lesson, as it was handed out. For the others it
is the same lesson without its demonstrations: set-up, answers, and test cells that put the very
same checks to the answers, inside the kernel and without a restart, since theirs have no other place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from autograder.cells import (
    Notebook,
    answers,
    fit,
    is_setup,
    is_solution,
    is_test,
    nbformat,
    read_notebook,
    solve,
    source_form,
)

__all__ = ["ASSIGNMENT", "Course"]

ASSIGNMENT, LESSON = "6_preferences", "preferences"
# They end the process that runs them; bare, that is the benchmark's own.
ENDING = re.compile(r"\bexit\(|_exit\(")
OURS = """
from autograder.execute import in_place_of_nbgraders

in_place_of_nbgraders(c)
"""
CONFIG = """c = get_config()
c.CourseDirectory.root = "course"
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError"}
"""


class Course:
    """Folders for a class of *size*, in *root*: `ours/` and `theirs/`.

    Args:
        book: The workbook's folder, for the lesson, the reference and the gallery.
        root: An empty folder.
        size: Submissions.
    """

    def __init__(self, book: Path, root: Path, size: int) -> None:
        self.size, self._root, self._book = size, root, book
        self.lesson = book / "notebooks" / ASSIGNMENT / f"{LESSON}.ipynb"
        self._lesson = read_notebook(self.lesson)
        self._reference = answers(book / "solutions" / f"{LESSON}.py")
        self.ours = self._make("ours", self._lesson, OURS)
        self.theirs = self._make("theirs", _without_demonstrations(self._lesson), "")

    def notebooks(self, course: Path) -> list[Path]:
        """Return the submissions in one of the two."""
        return sorted((course / "course" / "submitted").glob("*/*/*.ipynb"))

    def _make(self, name: str, lesson: Notebook, config: str) -> Path:
        root = self._root / name
        source = root / "course" / "source" / ASSIGNMENT / f"{LESSON}.ipynb"
        source.parent.mkdir(parents=True)
        nbformat.write(source_form(lesson, self._reference), source)
        (root / "nbgrader_config.py").write_text(CONFIG + config)
        fitted = fit(lesson, self._reference)
        for number, own in enumerate(islice(cycle(self._answers()), self.size)):
            student = root / "course" / "submitted" / f"student-{number:04}" / ASSIGNMENT
            student.mkdir(parents=True)
            nbformat.write(solve(lesson, {**fitted, **own}), student / f"{LESSON}.ipynb")
        return root

    def _answers(self) -> Iterator[dict[str, str]]:
        """Yield right and wrong answers in turn, as in a class that is half-way there."""
        gallery = self._book / "tests" / "gallery" / LESSON
        right, wrong = (sorted((gallery / kind).glob("*.py")) for kind in ("right", "wrong"))
        for path, other in zip(cycle(right), wrong, strict=False):
            for each in (path, other):
                if not ENDING.search(each.read_text()):
                    yield answers(each)


def _without_demonstrations(lesson: Notebook) -> Notebook:
    kept = [cell for cell in lesson.cells if _is_kept(cell)]
    made = nbformat.from_dict({**lesson, "cells": kept})
    for cell in made.cells:
        if is_test(cell):
            test = cell.metadata.nbgrader.grade_id
            call = f"check({LESSON!r}, {test!r}, globals())"
            cell.source = f"from autograder.benchmarks.bare import check\n\n{call}"
    return made


def _is_kept(cell: Any) -> bool:
    return cell.cell_type == "code" and (is_solution(cell) or is_test(cell) or is_setup(cell))
