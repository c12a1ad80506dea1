"""What grading an assignment of another course tells: a line for each notebook, and a sentence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from statistics import fmean
from typing import TYPE_CHECKING, Any

from autograder.grading.gradebook import Points, points_of
from autograder.grading.handed_in import Submission
from autograder.grading.reports import Line

if TYPE_CHECKING:
    from autograder.grading.other_courses import Job

__all__ = ["lines", "sentences"]

Told = dict[str, Any]  # a line of the journal, or why there is none


def lines(job: Job, found: Iterable[tuple[Submission, Told]]) -> tuple[Line, ...]:
    """Return what became of each notebook, with the points of tests that the gradebook has."""
    points = points_of(job.course, job.assignment)
    return tuple(_line(job, one, told, points) for one, told in found)


def _line(job: Job, one: Submission, told: Told, points: Points) -> Line:
    who = one.student, one.notebook
    if "refused" in told:
        return Line(*who, "refused", told["refused"])
    how = {"walls": told["walls"], "seconds": told["seconds"]}
    if told["why"]:
        log = f"grading/{job.assignment}.log"
        reason = f"nbgrader refused it ({told['why']}); {log} says more"
        return Line(*who, "not entered", reason, **how)
    return Line(*who, "marked", "", *points.get(who, (0, 0)), **how)


def sentences(found: Iterable[Line]) -> tuple[str, ...]:
    """Return a sentence for each notebook: how many, how well."""
    by_notebook: defaultdict[str, list[Line]] = defaultdict(list)
    for line in found:
        by_notebook[line.notebook].append(line)
    return tuple(_sentence(name, own) for name, own in sorted(by_notebook.items()))


def _sentence(name: str, own: list[Line]) -> str:
    counts = Counter(line.status for line in own)
    told = f"{name}: {', '.join(f'{count} {status}' for status, count in counts.items())}"
    points = [line for line in own if line.status == "marked"]
    if not points or not points[0].out_of:
        return told
    mean = fmean(line.points for line in points)
    return f"{told}; mean {mean:.1f} of {points[0].out_of:g}"
