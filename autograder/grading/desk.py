"""Where marked notebooks are entered: one writer, one student at a time, while others are marked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Self

from autograder.engine.orphans import end_with_parent
from autograder.grading.classroom import Submission
from autograder.grading.gradebook import GradebookError, Scores, scores_of
from autograder.grading.journal import Journal
from autograder.grading.lateness import Lateness
from autograder.grading.points import as_in, difference

__all__ = ["Desk"]

Told = dict[str, Any]  # a line of the journal


class Desk:
    """Takes notebooks as they are marked, and has nbgrader enter what the gradebook has not.

    Args:
        root: The folder with `nbgrader_config.py`.
        assignment: What they are of.
        handed_in: All that are going to come.
        journal: Where it is noted who is entered.

    Attributes:
        assignment: As given.
        told: Each notebook that has come, with its line of the journal; in the end its tests have
            the gradebook's points.
        refused: By student, why nbgrader did not enter what came.
    """

    def __init__(
        self, root: Path, assignment: str, handed_in: Iterable[Submission], journal: Journal
    ) -> None:
        self._root, self.assignment, self._journal = root, assignment, journal
        self._missing = Counter(submission.student for submission in handed_in)
        self._of: defaultdict[str, list[Submission]] = defaultdict(list)
        self._before: Scores = scores_of(root / "course", assignment)
        self._late = Lateness(root, root / "course", assignment)
        self._words: dict[Submission, str] = {}  # of lateness, before anything was entered
        self._pool: ProcessPoolExecutor | None = None
        self._at_work: dict[Future[str], str] = {}
        self.told: dict[Submission, Told] = {}
        self.refused: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def take(self, submission: Submission, told: Told) -> None:
        """Take a notebook; once a student's are all here, they are entered.

        Raises:
            GradebookError: The gradebook, or the disk, takes no more.
        """
        student = submission.student
        self.told[submission] = told
        self._of[student].append(submission)
        self._missing[student] -= 1
        if not self._missing[student]:
            self._enter(student)
        self._collect(job for job in list(self._at_work) if job.done())

    def finish(self) -> set[str]:
        """Wait for what is being entered; return the keys that the gradebook has.

        Raises:
            GradebookError: The gradebook, or the disk, takes no more.
        """
        self._collect(list(self._at_work))
        scores = scores_of(self._root / "course", self.assignment)
        entered, failed = set[str](), set(self.refused)
        for one, told in self.told.items():
            if "tests" not in told or one.student in failed:
                continue
            if why := self._why_not(one, scores):
                self.refused[one.student] = why
            else:
                entered.add(told["key"])
                self.told[one] = as_in(scores[one.student, one.notebook], told)
        return entered

    def _why_not(self, submission: Submission, scores: Scores) -> str:
        """Return why a notebook's marks are not what the gradebook has, or nothing."""
        told, who = self.told[submission], (submission.student, submission.notebook)
        if self._journal.entered.get(who) != told["key"]:
            return "it was not entered"
        return difference(scores.get(who, {}), told)

    def _is_late_as_before(self, submission: Submission) -> bool:
        who = submission.student, submission.notebook
        return self._journal.late.get(who) == self._words[submission]

    def _enter(self, student: str) -> None:
        own = self._of[student]
        marked = [one for one in own if "tests" in self.told[one]]
        self._words |= {one: self._late.of(one) for one in marked}
        if not marked:
            if not any((student, one.notebook) in self._before for one in own):
                self._do("know", student)
        elif any(self._why_not(one, self._before) for one in marked):
            # Beside a notebook that cannot be read, nbgrader would leave out the sound ones.
            whole = len(marked) == len(own)
            self._do("enter", student, {one.notebook: self.told[one] for one in marked}, whole)
        elif not all(map(self._is_late_as_before, marked)):
            self._do("penalize", student, [one.notebook for one in marked])

    def _do(self, what: str, student: str, *given: Any) -> None:
        """Have a step of the converter's done for a student, in its process."""
        self._pool = self._pool or ProcessPoolExecutor(
            1, mp_context=get_context("spawn"), initializer=end_with_parent
        )
        place = str(self._root), self.assignment
        self._at_work[self._pool.submit(_do, *place, what, student, *given)] = student

    def _collect(self, jobs: Iterable[Future[str]]) -> None:
        for job in jobs:
            student = self._at_work.pop(job)
            try:
                why = job.result()
            except BrokenProcessPool:
                log = f"course/grading/{self.assignment}.log"
                raise GradebookError(
                    f"the process that enters marks has ended; {log} has its last words"
                ) from None
            if why:
                self.refused[student] = why
                continue
            for one in self._of[student]:
                if "tests" in (told := self.told[one]):
                    self._journal.enter(told["key"], student, one.notebook, self._words[one])


def _do(root: str, assignment: str, what: str, student: str, *given: Any) -> str:
    """Do a step for a student, in the process that does this and nothing else."""
    return str(getattr(_converter(root, assignment), what)(student, *given))


@cache
def _converter(root: str, assignment: str) -> Any:
    from autograder.grading.entering import open_converter

    log = Path(root, "course", "grading", f"{assignment}.log")
    return open_converter(root, assignment, str(log))
