"""An assignment of any other course, by nbgrader's own converter with `Execute` in its place.

The points are nbgrader's: its test cells run beside the student's code, as it has them. What it
starts anew for each notebook, a kernel above all, is a fork here; one process does it for the whole
class, with the gradebook opened once and one commit a student.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path
from statistics import fmean
from typing import Any

from autograder.engine.orphans import end_with_parent
from autograder.engine.usage import below
from autograder.grading.gradebook import GradebookError, Points, Scores, points_of, scores_of
from autograder.grading.handed_in import Submission
from autograder.grading.journal import Journal
from autograder.grading.reports import Line
from autograder.grading.version import version
from autograder.marked import NotMarkable

__all__ = ["Job", "lines", "marked", "sentences"]

Told = dict[str, Any]  # a line of the journal, or why there is none


@dataclass(frozen=True)
class Job:
    """What is graded, and how.

    Attributes:
        root: The folder with `nbgrader_config.py`.
        course: The folder with the gradebook.
        assignment: A folder of `source/` in it.
        walls: Which walls hold, as `Grader.walls` says it.
        trusting: Run submissions without them.
    """

    root: Path
    course: Path
    assignment: str
    walls: str
    trusting: bool


def marked(
    job: Job, handed_in: Iterable[Submission], journal: Journal
) -> Iterator[tuple[Submission, Told]]:
    """Run and enter what is new or has changed; yield each notebook once its student is entered.

    Raises:
        GradebookError: The gradebook, or the disk, takes no more.
    """
    before = scores_of(job.course, job.assignment)
    # What is the same for everybody: the code here, the settings, the tests.
    source = job.course / "source" / job.assignment
    about = _digest([str(job.root / "nbgrader_config.py"), *_files(source)], version())
    spawn = get_context("spawn")
    with ProcessPoolExecutor(1, spawn, initializer=end_with_parent) as pool:
        for student, group in groupby(handed_in, lambda one: one.student):
            keys, refused = _keys(about, list(group))
            yield from refused.items()
            if all(_is_known(one, key, journal, before) for one, key in keys.items()):
                yield from ((one, journal.lines[key]) for one, key in keys.items())
            elif keys:
                told = _run(pool, job, student, list(keys), whole=not refused)
                yield from _noted(keys, told, journal)


def _run(
    pool: ProcessPoolExecutor, job: Job, student: str, own: list[Submission], *, whole: bool
) -> Told:
    """Have a student's notebooks run and entered; return what the journal keeps of each.

    They are not the *whole* where one cannot be read: nbgrader would leave out the sound ones.
    """
    began = time.perf_counter()
    given = str(job.root), str(job.course), job.assignment, job.trusting
    names = [one.notebook for one in own]
    try:
        why = pool.submit(_enter, given, student, names, whole=whole).result()
    except BrokenProcessPool:
        raise GradebookError(
            f"the process that enters marks has ended; grading/{job.assignment}.log has its "
            "last words"
        ) from None
    seconds = round((time.perf_counter() - began) / len(names), 2)
    return {"walls": job.walls, "seconds": seconds, "why": why}


def _noted(
    keys: dict[Submission, str], told: Told, journal: Journal
) -> Iterator[tuple[Submission, Told]]:
    for one, key in keys.items():
        line = {"student": one.student, "notebook": one.notebook, **told}
        if not told["why"]:
            journal.add(key, line)
            journal.enter(key, one.student, one.notebook)
        yield one, {"key": key, **line}


def _enter(
    given: tuple[str, str, str, bool], student: str, names: list[str], *, whole: bool
) -> str:
    """Run and enter a student's notebooks, in the process that does this and nothing else."""
    return str(_converter(*given).enter(student, dict.fromkeys(names), whole=whole))


@cache
def _converter(root: str, course: str, assignment: str, trusting: bool) -> Any:
    from autograder.grading.entering import open_converter

    log = Path(course, "grading", f"{assignment}.log")
    return open_converter(root, assignment, str(log), running=True, trusting=trusting)


def _keys(
    about: str, own: list[Submission]
) -> tuple[dict[Submission, str], dict[Submission, Told]]:
    """Return what makes marks of a student's files unique, or why a file cannot be read."""
    keys: dict[Submission, str] = {}
    refused: dict[Submission, Told] = {}
    for one in own:
        begins = f"{one.student}/{one.notebook}"
        try:
            one.read()
            keys[one] = f"{begins}/{_digest(_files(one.path.parent), about)}"
        except NotMarkable as reason:
            refused[one] = {"key": f"{begins}/unreadable", "refused": str(reason)}
        except OSError as error:
            why = f"its folder cannot be read ({error.strerror})"
            refused[one] = {"key": f"{begins}/unreadable", "refused": why}
    return keys, refused


def _digest(files: list[str], about: str) -> str:
    """Return a digest of files and of what else decides their marks."""
    digest = hashlib.sha256(about.encode())
    for file in files:
        digest.update(f"{file}\n".encode("utf-8", "surrogatepass"))
        with open(file, "rb") as content:  # noqa: PTH123 (as it was found)
            digest.update(hashlib.file_digest(content, "sha256").digest())
    return digest.hexdigest()[:24]


def _files(folder: Path) -> list[str]:
    return sorted(entry.path for entry in below(folder) if entry.is_file(follow_symlinks=False))


def _is_known(one: Submission, key: str, journal: Journal, scores: Scores) -> bool:
    who = one.student, one.notebook
    return journal.entered.get(who) == key and who in scores


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
