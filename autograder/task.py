"""A graded task: its check, its points, and what a student reads about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import update_wrapper
from typing import Any

from autograder.contract import (
    CodeMissing,
    CodeRaised,
    Student,
    StudentFault,
    Trial,
)

__all__ = ["CheckFailed", "Result", "Task", "task"]

Check = Callable[[Student], Iterator[Trial]]

NOT_STARTED = "○ not started: {}, then this one"


# What to try about faults that any task may have.
GENERAL = {
    "NameError": "run the cell that defines this name, the setup cell perhaps, then this one",
    "positional argument": "compare the parameters with those of the stub",
    "gave no answer within": "which loop, or which wait, never comes to its end?",
    "ended the whole process": "a function hands its result back; who else lives in this process?",
    "SystemExit": "leave a function with return: exit ends the process of everybody who called",
}


class CheckFailed(AssertionError):
    """A promise was not kept; the message is the feedback."""

    def _render_traceback_(self) -> list[str]:
        """Tell IPython to show the feedback and none of our frames."""
        return str(self).split("\n")


@dataclass(frozen=True)
class Result:
    """What a check found out.

    Attributes:
        task: The task's name, the `grade_id` of its solution cell or cells.
        points: What the task is worth.
        trials: The promises tried, in order, up to the first broken one.
        fault: What the student's code did that ended the check early, if anything.
        advice: What to try about the fault.
        printed: The end of what the student's code printed just before.
    """

    task: str
    points: int
    trials: tuple[Trial, ...]
    fault: StudentFault | None = None
    advice: str = ""
    printed: str = ""

    @property
    def passed(self) -> bool:
        """Whether every promise was tried and kept."""
        return self.fault is None and bool(self.trials) and all(t.kept for t in self.trials)

    @property
    def earned(self) -> int:
        """All of the points or none, as nbgrader counts a cell."""
        return self.points if self.passed else 0

    @property
    def started(self) -> bool:
        """Whether the student has written anything for this task."""
        return bool(self.trials) or not _is_untouched(self.fault)

    def __str__(self) -> str:
        """Write the feedback as a student reads it."""
        lines = [f"Task {self.task} · {self.points} points"]
        if self.fault and not self.started:
            return "\n".join([*lines, f"  {NOT_STARTED.format(_first_step(self.fault))}"])
        for trial in self.trials:
            lines += _tell(trial)
        lines += self._tell_fault()
        lines += self._tell_printed()
        if self.passed:
            lines.append(f"  All promises kept: {self.earned} of {self.points} points.")
        return "\n".join(lines)

    def _tell_fault(self) -> list[str]:
        fault = self.fault
        if fault is None:
            return []
        lines = [f"  ✗ {_sentence(fault)}"]
        if isinstance(fault, CodeRaised) and fault.line and fault.line.text:
            lines.append(f"      at   {fault.line.text}")
        if self.advice:
            lines.append(f"      try  {self.advice}")
        return lines

    def _tell_printed(self) -> list[str]:
        if self.passed or not self.printed.strip():
            return []
        first, *rest = [line[:100] for line in self.printed.strip().splitlines()[-5:]]
        return [f"      printed  {first}", *(f"               {line}" for line in rest)]


def _is_untouched(fault: StudentFault | None) -> bool:
    # A stub that is a class raises as it is defined, and so stays undefined.
    return isinstance(fault, CodeMissing) or (isinstance(fault, CodeRaised) and fault.untouched)


def _first_step(fault: StudentFault) -> str:
    if isinstance(fault, CodeMissing):
        return f"{fault} yet; fill in its cell and run it"
    where = fault.line.function if isinstance(fault, CodeRaised) and fault.line else ""
    of = f" of `{where}`" if where.isidentifier() else ""
    return f"replace the `raise NotImplementedError` line{of}, run the cell"


def _tell(trial: Trial) -> list[str]:
    if trial.kept:
        return [f"  ✓ {trial.promise}"]
    return [f"  ✗ {trial.promise}", f"      saw  {trial.saw}", f"      try  {trial.nudge}"]


def _sentence(fault: StudentFault) -> str:
    if isinstance(fault, CodeMissing):
        return f"{fault}: run the cell that defines it, then this one"
    if isinstance(fault, CodeRaised):
        where = fault.line.function if fault.line else ""
        if fault.untouched:
            return f"this task also needs `{where}`, which is not started"
        inside = f"`{where}`" if where.isidentifier() else "your code"
        return f"{inside} raised {fault}"
    return str(fault)


@dataclass
class Task:
    """A check with a name and points; called in a notebook, it prints its feedback."""

    name: str
    points: int
    needs: tuple[str, ...]
    check: Check
    preload: tuple[str, ...] = ()
    advice: Mapping[str, str] = field(default_factory=dict)

    def mark(self, student: Student) -> Result:
        """Put *student* to the test, up to the first promise that is not kept."""
        trials: list[Trial] = []
        try:
            for trial in self.check(student):
                trials.append(trial)
                if not trial.kept:
                    break
        except StudentFault as fault:
            told = self._advise(fault)
            return Result(self.name, self.points, tuple(trials), fault, told, student.printed)
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
) -> Callable[[Check], Task]:
    """Make a check function a `Task`.

    Args:
        name: What the feedback calls it.
        points: What its test cell is worth.
        needs: The names of the notebook that the check uses.
        preload: Modules to have in memory before the student's code starts.
        advice: By a part of an error message: what to try when it comes up.
    """

    def make(check: Check) -> Task:
        made = Task(name, points, needs, check, preload, advice or {})
        update_wrapper(made, check, updated=())
        return made

    return make
