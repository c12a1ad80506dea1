"""From what marking and the gradebook say of a class to its lines, and what there is to remark."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder.grading.handed_in import Submission
from autograder.grading.line import ABSENT, Line
from autograder.grading.standing import Sheet, sheets_of, standings_of

__all__ = ["absent", "few", "in_gradebook", "line_of", "remarks"]

ENOUGH = "its code used up {:g} seconds and was not run any more; what it earned before stands"
FEW = 5  # names in a sentence
WAITS = "for a person: Formgrader, Manual Grading"


def line_of(submission: Submission, told: dict[str, Any], entered: set[str], why: str) -> Line:
    """Return what became of a notebook.

    Args:
        submission: The notebook.
        told: Its line of the journal.
        entered: The keys that the gradebook has.
        why: Why nbgrader did not enter it, if it did not.
    """
    who = submission.student, submission.notebook
    if "tests" not in told:
        seed, seconds = told.get("seed", 0), told.get("seconds", 0.0)
        return Line(*who, "refused", told["refused"], seed=seed, seconds=seconds)
    status, reason = "marked", ENOUGH.format(told["limit"]) if told["used_up"] else ""
    if told["key"] not in entered:
        log = f"course/grading/{submission.assignment}.log"
        status, reason = "not entered", f"nbgrader refused it ({why}); {log} says more"
    tests = told["tests"]
    points, out_of = (sum(t[of] for t in tests.values()) for of in ("earned", "points"))
    broken = {name: t["broken"] or t["fault"] for name, t in tests.items() if not t["earned"]}
    how = {"seed": told["seed"], "walls": told["walls"], "seconds": told["seconds"]}
    return Line(*who, status, reason, points, out_of, broken=broken, **how)


def absent(handed_in: Iterable[Submission], names: Iterable[str]) -> list[Line]:
    """Return a line for each notebook of *names* that a student with others did not hand in."""
    there: defaultdict[str, set[str]] = defaultdict(set)
    for one in handed_in:
        there[one.student].add(one.notebook)
    names = list(names)
    return [
        Line(student, name, ABSENT)
        for student, own in there.items()
        for name in names
        if name not in own
    ]


def in_gradebook(lines: Iterable[Line], course: Path, assignment: str) -> list[Line]:
    """Return the lines with what the gradebook has for them.

    Raises:
        GradebookError: It cannot be read.
    """
    sheets, standings = sheets_of(course, assignment), standings_of(course, assignment)
    found = []
    for line in lines:
        sheet = sheets.get(line.notebook, Sheet())
        about: dict[str, Any] = {"max_score": sheet.max_score}
        if line.status in ("refused", ABSENT):
            about["out_of"] = sheet.out_of
        if standing := standings.get((line.student, line.notebook)):
            about["score"] = standing.score
            # A row that nobody has entered yet has all of its cells waiting.
            about["waiting"] = standing.waiting if line.status == "marked" else 0
        found.append(replace(line, **about))
    return found


def remarks(lines: Iterable[Line]) -> tuple[str, ...]:
    """Return a sentence for each notebook of which cells wait, or whose scores are not tests' only.

    Of *lines* with what the gradebook has.
    """
    by_notebook: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.status == "marked":
            by_notebook[line.notebook].append(line)
    found = []
    for name, own in sorted(by_notebook.items()):
        if told := _waiting(own):
            found.append(f"{name}: {told}")
        if others := [line.student for line in own if line.differs]:
            found.append(
                f"{name}: the gradebook's score is other than the points from tests (marks by "
                f"hand, late penalties, points of your own) for {len(others)}: {few(others)}"
            )
    return tuple(found)


def _waiting(own: Sequence[Line]) -> str:
    counts = Counter(line.waiting for line in own)
    total = sum(line.waiting for line in own)
    if not total:
        return ""
    cells = f"{own[0].waiting if len(counts) == 1 else total} cell"
    if len(counts) == 1:
        return f"{cells}{'s of each wait' if own[0].waiting > 1 else ' of each waits'} {WAITS}"
    where = f"in {len(own) - counts[0]} of {len(own)} notebooks"
    return (
        f"{cells}{'s' if total > 1 else ''} {where} {'wait' if total > 1 else 'waits'} {WAITS}"
    )


def few(names: Sequence[str], most: int = FEW) -> str:
    """Return the first few names, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"
