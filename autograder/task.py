"""A graded task: its check, its points, and what it needs to run."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import update_wrapper
from typing import Any

from autograder.contract import Student, StudentFault, Trial
from autograder.feedback import Result

__all__ = ["CheckFailed", "Task", "task"]

Check = Callable[[Student], Iterator[Trial]]
# What to try about faults that any task may have.
GENERAL = {
    "SyntaxError": "Python cannot read that cell; run it, and Python points at the place",
    "IndentationError": "Python cannot read that cell; run it, and Python points at the place",
    "NameError": "if a cell defines this name, run it; if none does, import it where you use it",
    "positional argument": "compare the parameters with those of the stub",
    "gave no answer within": "which loop, or which wait, never comes to its end?",
    "ended the whole process": "a function hands its result back; who else lives in this process?",
    "SystemExit": "leave a function with return: exit ends the process of everybody who called",
}
UNAWAITED = re.compile(r"coroutine '([\w.<>]+)' was never awaited")
NOT_AWAITED = "the caller does not await; which `def` does its work at once?"
NO_AWAIT = "which of your calls needs an `await`?"

# What a check meets where an answer, or a row of a database, has another shape than asked for.
CONFUSED = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)


class CheckFailed(AssertionError):
    """A promise was not kept; the message is the feedback."""

    def _render_traceback_(self) -> list[str]:
        """Tell IPython to show the feedback and none of our frames."""
        return str(self).split("\n")


@dataclass
class Task:
    """A check with a name and points; called in a notebook, it prints its feedback."""

    name: str
    points: int
    needs: tuple[str, ...]
    check: Check
    preload: tuple[str, ...] = ()
    advice: Mapping[str, str] = field(default_factory=dict)
    servers: tuple[str, ...] = ()
    values_only: bool = False

    def mark(self, student: Student) -> Result:
        """Put *student* to the test, up to the first promise that is not kept."""
        trials: list[Trial] = []
        try:
            for trial in self.check(student):
                if not trial.kept:
                    nudge = self._of_awaiting(student.printed, trial.nudge)
                    trials.append(replace(trial, nudge=nudge))
                    break
                trials.append(trial)
        except StudentFault as fault:
            told = self._advise(fault)
            if not told or "coroutine" not in str(fault):  # of which a task knows more
                told = self._of_awaiting(student.printed, told)
            return Result(self.name, self.points, tuple(trials), fault, told, student.printed)
        except CONFUSED as error:
            # Whoever answers otherwise than any honest code would, gets no point for it.
            odd = StudentFault(f"your code gave what cannot be judged: {type(error).__name__}")
            return Result(self.name, self.points, tuple(trials), odd, "", student.printed)
        return Result(self.name, self.points, tuple(trials), printed=student.printed)

    def __call__(self, names: Mapping[str, Any]) -> None:
        """Check the notebook whose `globals()` are *names*.

        Raises:
            CheckFailed: A promise was not kept.
        """
        from autograder import notebook

        try:
            result = notebook.mark(self, names)
        except KeyboardInterrupt:
            raise CheckFailed(
                f"Task {self.name}: stopped by you; run this cell again"
            ) from None
        if not result.passed:
            raise CheckFailed(str(result))
        print(result)

    def _of_awaiting(self, printed: str, otherwise: str) -> str:
        """Say what to try: where a coroutine was never awaited, nothing else has gone wrong yet."""
        found = UNAWAITED.search(printed)
        if not found or "await" in otherwise or "coroutine" in otherwise:
            return otherwise
        return NOT_AWAITED if found[1] in self.needs else NO_AWAIT

    def _advise(self, fault: StudentFault) -> str:
        told = str(fault)
        known = {**self.advice, **GENERAL}
        return next((advice for sign, advice in known.items() if sign in told), "")


def task(
    name: str,
    points: int,
    needs: tuple[str, ...],
    preload: tuple[str, ...] = (),
    advice: Mapping[str, str] | None = None,
    servers: tuple[str, ...] = (),
    *,
    values_only: bool = False,
) -> Callable[[Check], Task]:
    """Make a check function a `Task`.

    Args:
        name: What the feedback calls it.
        points: What its test cell is worth.
        needs: The names of the notebook that the check uses.
        preload: Modules to have in memory before the student's code starts.
        advice: By a part of an error message: what to try when it comes up.
        servers: Functions of `workbook.services` whose servers the student's code talks to.
        values_only: It asks what functions return and kills nobody: when grading, it may share a
            process with others of its lesson that do the same, which saves their start.
    """

    def make(check: Check) -> Task:
        made = Task(name, points, needs, check, preload, advice or {}, servers, values_only)
        update_wrapper(made, check, updated=())
        return made

    return make
