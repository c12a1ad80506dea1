"""An assignment of any other course, by nbgrader's own converter with `Execute` in its place.

The points are nbgrader's: its test cells run beside the student's code, as it has them. What it
starts anew for each notebook, a kernel above all, is a fork here; one process does it for the whole
class, with the gradebook opened once and one commit a student.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from autograder.engine.orphans import end_with_parent
from autograder.grading.about import about_all, about_one
from autograder.grading.classroom import parsed, unreadable
from autograder.grading.gradebook import GradebookError, Scores, scores_of
from autograder.grading.handed_in import Submission
from autograder.grading.journal import Journal
from autograder.grading.lateness import Lateness
from autograder.grading.other_lines import lines, sentences
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


@dataclass(frozen=True)
class _Desk:
    """Where students are run and entered, one after the other.

    Attributes:
        pool: The process that does this and nothing else.
        before: What the gradebook had to begin with.
    """

    job: Job
    journal: Journal
    pool: ProcessPoolExecutor
    before: Scores
    late: Lateness

    def take(self, about: str, own: list[Submission]) -> Iterator[tuple[Submission, Told]]:
        """Run and enter what a student has handed in; what is known already is left alone."""
        words = {one: self.late.of(one) for one in own}
        keys, refused = self._keys(about, own)
        yield from refused.items()
        if not keys and not any((one.student, one.notebook) in self.before for one in own):
            self._do("know", own[0].student)
        elif all(self._is_known(one, key) for one, key in keys.items()):
            yield from self._left_alone(keys, words)
        else:
            # nbgrader would leave out the sound ones, beside one that cannot be read.
            told = self._run(list(keys), whole=not refused)
            yield from self._noted(keys, told, words)

    def _keys(
        self, about: str, own: list[Submission]
    ) -> tuple[dict[Submission, str], dict[Submission, Told]]:
        """Return what makes marks of a student's files unique, or why a file has none."""
        keys: dict[Submission, str] = {}
        refused: dict[Submission, Told] = {}
        for one in own:
            begins = f"{one.student}/{one.notebook}"
            try:
                content = one.read()
                key = f"{begins}/{about_one(one)}/{about}"
                if not self._is_known(one, key):
                    parsed(content, lambda _: True)
                keys[one] = key
            except (NotMarkable, OSError) as error:
                refused[one] = {"key": f"{begins}/unreadable", "refused": unreadable(error)}
        return keys, refused

    def _is_known(self, one: Submission, key: str) -> bool:
        who = one.student, one.notebook
        return self.journal.entered.get(who) == key and who in self.before

    def _left_alone(
        self, keys: dict[Submission, str], words: dict[Submission, str]
    ) -> Iterator[tuple[Submission, Told]]:
        """Have penalties assigned where who is late has changed, and nothing run."""
        others = [
            one
            for one in keys
            if self.journal.late.get((one.student, one.notebook)) != words[one]
        ]
        why = ""
        if others:
            why = self._do("penalize", others[0].student, [one.notebook for one in others])
        for one, key in keys.items():
            if one in others and not why:
                self.journal.enter(key, one.student, one.notebook, words[one])
            line = self.journal.lines[key]
            yield one, {**line, "why": why} if why else line

    def _run(self, own: list[Submission], *, whole: bool) -> Told:
        """Have a student's notebooks run and entered; return what the journal keeps of each."""
        began = time.perf_counter()
        names = dict.fromkeys(one.notebook for one in own)
        why = self._do("enter", own[0].student, names, whole)
        seconds = round((time.perf_counter() - began) / len(names), 2)
        return {"walls": self.job.walls, "seconds": seconds, "why": why}

    def _noted(
        self, keys: dict[Submission, str], told: Told, words: dict[Submission, str]
    ) -> Iterator[tuple[Submission, Told]]:
        for one, key in keys.items():
            line = {"student": one.student, "notebook": one.notebook, **told}
            if not told["why"]:
                self.journal.add(key, line)
                self.journal.enter(key, one.student, one.notebook, words[one])
            yield one, {"key": key, **line}

    def _do(self, what: str, student: str, *given: Any) -> str:
        """Have a step of the converter's done for a student; return why it was not, or nothing."""
        job = self.job
        place = str(job.root), str(job.course), job.assignment, job.trusting
        try:
            return self.pool.submit(_do, place, what, student, *given).result()
        except BrokenProcessPool:
            raise GradebookError(
                f"the process that enters marks has ended; grading/{job.assignment}.log has "
                "its last words"
            ) from None


def marked(
    job: Job, handed_in: Iterable[Submission], journal: Journal
) -> Iterator[tuple[Submission, Told]]:
    """Run and enter what is new or has changed; yield each notebook once its student is entered.

    Raises:
        GradebookError: The gradebook, or the disk, takes no more.
    """
    before = scores_of(job.course, job.assignment)
    late = Lateness(job.root, job.course, job.assignment)
    about = about_all(job.root, job.course, job.assignment)
    spawn = get_context("spawn")
    with ProcessPoolExecutor(1, spawn, initializer=end_with_parent) as pool:
        desk = _Desk(job, journal, pool, before, late)
        for _, group in groupby(handed_in, lambda one: one.student):
            yield from desk.take(about, list(group))


def _do(given: tuple[str, str, str, bool], what: str, student: str, *more: Any) -> str:
    """Do a step for a student, in the process that does this and nothing else."""
    return str(getattr(_converter(*given), what)(student, *more))


@cache
def _converter(root: str, course: str, assignment: str, trusting: bool) -> Any:
    from autograder.grading.entering import open_converter

    log = Path(course, "grading", f"{assignment}.log")
    return open_converter(root, assignment, str(log), running=True, trusting=trusting)
