"""The report for programs, `ASSIGNMENT.json`: the whole class, whichever part of it was graded."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from autograder.grading.gradebook import Scores
from autograder.grading.handed_in import Submission
from autograder.grading.journal import Journal
from autograder.grading.line import ABSENT, Line, Marks
from autograder.grading.points import as_in

__all__ = ["others", "with_marks"]


def others(file: Path, everybody: Iterable[Submission], part: set[str]) -> list[Line]:
    """Return the lines that an earlier run has written of others, as they were.

    Args:
        file: The report of earlier runs; one that is not there or damaged has no lines.
        everybody: What is handed in now: what is gone is left out.
        part: The students whom this run has graded.
    """
    there = {(one.student, one.notebook) for one in everybody}
    students = {student for student, _ in there} - part
    return [
        line
        for line in _lines(file)
        if line.student in students
        and ((line.student, line.notebook) in there or line.status == ABSENT)
    ]


def with_marks(lines: Iterable[Line], journal: Journal, scores: Scores) -> Marks:
    """Return earlier lines, each with what marking told of it then, where it was marked.

    Its tests have the points that the gradebook gives for them now.
    """
    told = {
        (each["student"], each["notebook"], each["seed"]): each
        for each in journal.lines.values()
        if "tests" in each
    }
    found = []
    for line in lines:
        who = line.student, line.notebook
        own = told.get((*who, line.seed), {}) if line.walls else {}
        found.append((line, as_in(scores[who], own) if own and who in scores else own))
    return found


def _lines(file: Path) -> list[Line]:
    try:
        found = [Line(**line) for line in json.loads(file.read_bytes())["lines"]]
    except (OSError, ValueError, TypeError, KeyError):
        return []
    texts = (text for line in found for text in (line.student, line.notebook, line.status))
    return found if all(isinstance(text, str) for text in texts) else []
