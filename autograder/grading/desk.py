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
        told: Each notebook that has come, with its line of the journal.
        refused: By student, why nbgrader did not enter what came.
    """

    def __init__(
        self, root: Path, assignment: str, handed_in: Iterable[Submission], journal: Journal
    ) -> None:
        self._root, self.assignment, self._journal = root, assignment, journal
        self._missing = Counter(submission.student for submission in handed_in)
        self._of: defaultdict[str, list[Submission]] = defaultdict(list)
        self._before: Scores = scores_of(root / "course", assignment)
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
        return {t["key"] for s, t in self.told.items() if self._is_entered(s, scores)}

    def _is_entered(self, submission: Submission, scores: Scores) -> bool:
        told, who = self.told[submission], (submission.student, submission.notebook)
        if self._journal.entered.get(who) != told["key"]:
            return False
        earned = {test: float(one["earned"]) for test, one in told["tests"].items()}
        return earned.items() <= scores.get(who, {}).items()

    def _enter(self, student: str) -> None:
        marked = [one for one in self._of[student] if "tests" in self.told[one]]
        if all(self._is_entered(one, self._before) for one in marked):
            return
        # Beside a notebook that cannot be read, nbgrader would leave out the sound ones.
        whole = len(marked) == len(self._of[student])
        marks = {one.notebook: self.told[one] for one in marked}
        given = str(self._root), self.assignment, student, marks, whole
        self._pool = self._pool or ProcessPoolExecutor(
            1, mp_context=get_context("spawn"), initializer=end_with_parent
        )
        self._at_work[self._pool.submit(_enter, *given)] = student

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
                if "tests" in self.told[one]:
                    self._journal.enter(self.told[one]["key"], student, one.notebook)


def _enter(
    root: str, assignment: str, student: str, marks: dict[str, Told], whole: bool
) -> str:
    """Enter a student's marks, in the process that does this and nothing else."""
    return str(_converter(root, assignment).enter(student, marks, whole=whole))


@cache
def _converter(root: str, assignment: str) -> Any:
    from autograder.grading.entering import open_converter

    log = Path(root, "course", "grading", f"{assignment}.log")
    return open_converter(root, assignment, str(log))
