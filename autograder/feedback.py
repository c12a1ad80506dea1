"""What a check found out, and how a student reads it: promise, saw, try."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from autograder.contract import CodeMissing, CodeRaised, StudentFault, Trial

__all__ = ["Result", "clean", "first_line"]

NOT_STARTED = "○ not started: {}, then this one"

MOST = 8_000  # characters of a text, or of all kept promises
MOST_OF_ONE = 2_000  # characters of one line of it
# What a terminal would obey, what turns the direction of a text, or what no file can hold.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def clean(text: str, most: int = MOST, end: str = "\n  [the rest was cut off]") -> str:
    """Return *text* as it may be shown: no control characters, and not endless."""
    cut = text if len(text) <= most else text[:most] + end
    return CONTROL.sub("\N{REPLACEMENT CHARACTER}", cut)


def first_line(error: BaseException, most: int = 200) -> str:
    """Return the first line of what an error says, or its class where it says nothing."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:most]


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

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data, each text of it clean: what reports are made of."""
        broken = next((trial for trial in self.trials if not trial.kept), None)
        return {
            "task": self.task,
            "earned": self.earned,
            "points": self.points,
            "started": self.started,
            "broken": clean(broken.promise) if broken else "",
            "fault": clean(str(self.fault or "")),
            "text": str(self),
            "trials": list(map(_plain, self.trials)),
            "ended": self._ended(),
            "printed": list(map(clean, self._end_of_print())),
        }

    def _ended(self) -> dict[str, str] | None:
        """Say what ended the check early: all of it, its kind, the student's line, advice."""
        fault = self.fault
        if fault is None:
            return None
        said = _sentence(fault) if self.started else NOT_STARTED.format(_first_step(fault))
        line = fault.line.text if isinstance(fault, CodeRaised) and fault.line else ""
        told = {"said": said, "kind": _kind(fault), "line": line, "try": self.advice}
        return {name: clean(text) for name, text in told.items()}

    def __str__(self) -> str:
        """Write the feedback as a student reads it."""
        lines = [f"Task {self.task} · {self.points} points"]
        if self.fault and not self.started:
            return clean(
                "\n".join([*lines, f"  {NOT_STARTED.format(_first_step(self.fault))}"])
            )
        end = [line for trial in self.trials if not trial.kept for line in _tell(trial)]
        end += self._tell_fault()
        end += self._tell_printed()
        if self.passed:
            end.append(f"  All promises kept: {self.earned} of {self.points} points.")
        return "\n".join([*lines, *self._tell_kept(), *end])

    def _tell_kept(self) -> list[str]:
        """Tell each promise once; of very many, the first ones and how many there are."""
        kept = Counter(trial.promise for trial in self.trials if trial.kept)
        lines, room = [], MOST
        for promise, times in kept.items():
            lines.append(_short(f"  ✓ {promise}" + (f" ({times} times)" if times > 1 else "")))
            room -= len(lines[-1])
            if room < 0 and len(lines) < len(kept):
                return [*lines, f"  ✓ and {len(kept) - len(lines)} more"]
        return lines

    def _tell_fault(self) -> list[str]:
        fault = self.fault
        if fault is None:
            return []
        lines = [f"  ✗ {_sentence(fault)}"]
        if isinstance(fault, CodeRaised) and fault.line and fault.line.text:
            lines.append(f"      at   {fault.line.text}")
        if self.advice:
            lines.append(f"      try  {self.advice}")
        return list(map(_short, lines))

    def _tell_printed(self) -> list[str]:
        lines = self._end_of_print()
        heads = ["      printed  ", *["               "] * len(lines)]
        return [head + line for head, line in zip(heads, lines, strict=False)]

    def _end_of_print(self) -> list[str]:
        if self.passed:
            return []
        return [clean(line[:100]) for line in self.printed.strip().splitlines()[-5:]]


def _is_untouched(fault: StudentFault | None) -> bool:
    # A stub that is a class raises as it is defined, and so stays undefined.
    return isinstance(fault, CodeMissing) or (isinstance(fault, CodeRaised) and fault.untouched)


def _first_step(fault: StudentFault) -> str:
    if isinstance(fault, CodeMissing):
        return f"{fault} yet; fill in its cell and run it"
    where = fault.line.function if isinstance(fault, CodeRaised) and fault.line else ""
    of = f" of `{where}`" if where.isidentifier() else ""
    return f"replace the `raise NotImplementedError` line{of}, run the cell"


def _plain(trial: Trial) -> dict[str, Any]:
    # What would have been seen of a kept promise is nobody's business.
    saw, nudge = ("", "") if trial.kept else (clean(trial.saw), clean(trial.nudge))
    return {
        "promise": clean(trial.promise),
        "kept": bool(trial.kept),
        "saw": saw,
        "try": nudge,
    }


def _tell(trial: Trial) -> list[str]:
    lines = f"  ✗ {trial.promise}", f"      saw  {trial.saw}", f"      try  {trial.nudge}"
    return list(map(_short, lines))


def _short(line: str) -> str:
    return clean(line, MOST_OF_ONE, " […]")


def _sentence(fault: StudentFault) -> str:
    if isinstance(fault, CodeMissing):
        return f"{fault}: run the cell that defines it, then this one"
    if isinstance(fault, CodeRaised):
        where = fault.line.function if fault.line else ""
        if fault.untouched:
            return f"this task also needs `{where}`, which is not started"
        return f"{_inside(where)} raised {fault}"
    return str(fault)


def _kind(fault: StudentFault) -> str:
    """Say what happened without what differs from one student to the next."""
    if isinstance(fault, CodeRaised) and not fault.untouched:
        return f"{_inside(fault.line.function if fault.line else '')} raised {fault.type}"
    return _sentence(fault)


def _inside(function: str) -> str:
    return f"`{function}`" if function.isidentifier() else "your code"
