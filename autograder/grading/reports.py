"""A graded class: what became of each notebook, and the class in numbers.

`tally.py` counts what one notebook's answers broke; `pages.py` makes pages of all this.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from autograder.grading.line import ABSENT, Line, Marks, Report
from autograder.grading.tally import NotebookTally, Told, tally

__all__ = [
    "ClassTally",
    "Line",
    "Marks",
    "Problem",
    "Report",
    "Slow",
    "class_tally",
    "in_short",
]

SLOWEST = 10  # how many of them a report names
LONGEST = 120  # characters of a promise in a summary
# By a part of the reason: what an instructor can do about it, before grading again.
NEXT = {
    "link or a folder": "put the notebook itself in its place",
    "megabytes": "put the smaller file in its place",
    "not a sound Jupyter notebook": (
        "open it in JupyterLab and save it; if it does not open, ask for another copy"
    ),
    "not a Jupyter notebook": "ask for another copy of the notebook",
    "no cell of any lesson": "ask for the lesson's own notebook",
    "has no notebook": "ask for it; without it, take the empty folder away",
    "cannot be read": "give yourself leave to read it (`chmod`)",
    "there is no": "ask for it, or give the file that is there this name",
    "when it was alone": "read its code; mark it by hand, or ask for another one",
    "failed in the grader": "if it fails each time, `autograder try` shows more",
    "nbgrader refused": "mend what the log names; the mark is kept, and not drawn anew",
}
OTHERWISE = "look at the file, and put another one in its place"


@dataclass(frozen=True)
class Slow:
    """A notebook that took long, and the task that took most of it."""

    line: Line
    task: str
    seconds: float


@dataclass(frozen=True)
class Problem:
    """A notebook whose marks are not in the gradebook, and what to do next."""

    line: Line
    next: str


@dataclass(frozen=True)
class ClassTally:
    """A class in numbers.

    Attributes:
        students: Who handed in anything.
        status: How many notebooks there are of each.
        notebooks: One for each notebook that anybody has marks for.
        slowest: The longest first.
        walls: How many notebooks were marked behind which.
    """

    students: tuple[str, ...]
    status: Counter[str]
    notebooks: tuple[NotebookTally, ...]
    slowest: tuple[Slow, ...]
    problems: tuple[Problem, ...]
    walls: Counter[str]


def class_tally(marks: Marks) -> ClassTally:
    """Count a class."""
    by_notebook: defaultdict[str, list[tuple[str, Told]]] = defaultdict(list)
    for line, told in marks:
        if "tests" in told:
            by_notebook[line.notebook].append((line.student, told))
    slowest = sorted(marks, key=lambda mark: -mark[0].seconds)[:SLOWEST]
    lines = [line for line, _ in marks]
    return ClassTally(
        students=tuple(sorted({line.student for line in lines})),
        status=Counter(line.status for line in lines),
        notebooks=tuple(tally(name, given) for name, given in sorted(by_notebook.items())),
        slowest=tuple(_slow(line, told) for line, told in slowest if line.seconds),
        problems=tuple(
            Problem(x, _next(x.reason)) for x in lines if x.status not in ("marked", ABSENT)
        ),
        walls=Counter(line.walls for line, told in marks if "tests" in told),
    )


def in_short(marks: Marks) -> tuple[str, ...]:
    """Return a sentence for each notebook: how many, how well, what broke most often."""
    by_notebook: defaultdict[str, list[tuple[Line, Told]]] = defaultdict(list)
    for line, told in marks:
        by_notebook[line.notebook].append((line, told))
    return tuple(_sentence(name, given) for name, given in sorted(by_notebook.items()))


def _sentence(name: str, marks: Marks) -> str:
    found = class_tally(marks)
    counts = [f"{found.status[status]} {status}" for status in _in_order(found.status)]
    parts = [f"{name}: {', '.join(counts)}"]
    for notebook in found.notebooks:
        parts.append(f"mean {notebook.mean:.1f} of {notebook.out_of}")
        if notebook.most_broken:
            worst = notebook.most_broken[0]
            parts.append(f"most often broken: {_short(worst.promise)} ({worst.count})")
    return "; ".join(parts)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _in_order(status: Counter[str]) -> list[str]:
    known = ["marked", "refused", "not entered", ABSENT]
    return [each for each in known if each in status] + sorted(set(status) - set(known))


def _slow(line: Line, told: dict[str, Any]) -> Slow:
    tests = told.get("tests", {}).values()
    worst = max(tests, key=lambda test: test["seconds"], default=None)
    return Slow(line, worst["task"], worst["seconds"]) if worst else Slow(line, "", 0.0)


def _next(reason: str) -> str:
    return next((step for sign, step in NEXT.items() if sign in reason), OTHERWISE)
