"""How a class did in one notebook: points, and which promise broke for how many."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import fmean, median
from typing import Any

__all__ = ["Bar", "Broken", "Example", "NotebookTally", "TaskTally", "Told", "tally"]

Told = dict[str, Any]  # what `classroom.mark_bytes` returns

MOST_BARS = 31
COMPARED = 500  # characters of what was seen
# Quoted texts and numbers: what a check draws anew for each submission.
DRAWN = re.compile(r"(?<!\w)'[^']*'(?!\w)|\"[^\"]*\"|\b\d+(?:\.\d+)?\b")


@dataclass(frozen=True)
class Bar:
    """How many notebooks have from `low` to `high` points, both included."""

    low: int
    high: int
    count: int


@dataclass(frozen=True)
class Example:
    """What was seen of one student: the most frequent sight, and how many saw the like of it.

    Attributes:
        line: The line of the student's code that raised, where one did.
    """

    student: str
    saw: str
    line: str
    alike: int


@dataclass(frozen=True)
class Broken:
    """A promise that was broken, or how the check was ended early, and for how many."""

    task: str
    promise: str
    count: int
    example: Example


@dataclass(frozen=True)
class TaskTally:
    """One task: how many have its points, have not begun, or broke which promise first."""

    task: str
    points: int
    passed: int
    not_started: int
    broken: tuple[Broken, ...]


@dataclass(frozen=True)
class NotebookTally:
    """One notebook: everybody's points, in rising order, and its tasks."""

    name: str
    out_of: int
    points: tuple[int, ...]
    tasks: tuple[TaskTally, ...]

    @property
    def mean(self) -> float:
        """The mean of the points."""
        return fmean(self.points)

    @property
    def median(self) -> float:
        """The median of the points."""
        return median(self.points)

    @property
    def bars(self) -> tuple[Bar, ...]:
        """A histogram: a bar for each number of points, or for a few where there are many."""
        width = ceil((self.out_of + 1) / MOST_BARS)
        counts = Counter(points // width for points in self.points)
        return tuple(
            Bar(low, min(low + width - 1, self.out_of), counts[low // width])
            for low in range(0, self.out_of + 1, width)
        )

    @property
    def most_broken(self) -> list[Broken]:
        """Every broken promise, the most frequent first."""
        found = [broken for task in self.tasks for broken in task.broken]
        return sorted(found, key=lambda broken: -broken.count)


def tally(name: str, given: Sequence[tuple[str, Told]]) -> NotebookTally:
    """Count what was handed in for a notebook: each student, and the marks; at least one."""
    by_test: defaultdict[str, list[tuple[str, Told]]] = defaultdict(list)
    points = []
    for student, told in given:
        points.append(sum(test["earned"] for test in told["tests"].values()))
        for test_id, test in told["tests"].items():
            by_test[test_id].append((student, test))
    tasks = tuple(_task(found) for found in by_test.values())
    out_of = sum(task.points for task in tasks)
    return NotebookTally(name, out_of, tuple(sorted(points)), tasks)


def _task(found: list[tuple[str, Told]]) -> TaskTally:
    groups: defaultdict[tuple[str, int], list[tuple[str, Told]]] = defaultdict(list)
    for student, test in found:
        if test["started"] and not test["earned"]:
            groups[_sort(test)].append((student, test))
    first = found[0][1]
    broken = [_broken(first["task"], group) for group in groups.values()]
    return TaskTally(
        task=first["task"],
        points=first["points"],
        passed=sum(test["earned"] > 0 for _, test in found),
        not_started=sum(not test["started"] for _, test in found),
        broken=tuple(sorted(broken, key=lambda each: (-each.count, each.promise))),
    )


def _sort(test: Told) -> tuple[str, int]:
    """Return what is the same for all who failed in the same way.

    A promise may name what was drawn for this submission. Such promises are one if they were
    tried at the same place; two that say the same to the letter are one wherever they stand.
    """
    promise = _promise(test)
    pattern = _pattern(promise)
    return pattern, len(test["trials"]) if pattern != promise else 0


def _promise(test: Told) -> str:
    if test["broken"]:
        return str(test["broken"])
    return str(test["ended"]["kind"]) if test["ended"] else "the check tried nothing"


def _broken(task: str, group: list[tuple[str, Told]]) -> Broken:
    names = {_promise(test) for _, test in group}
    name = names.pop() if len(names) == 1 else _pattern(_promise(group[0][1]))
    patterns = Counter(_pattern(_saw(test)) for _, test in group)
    [(typical, alike)] = patterns.most_common(1)
    seen = [(student, test) for student, test in group if _pattern(_saw(test)) == typical]
    student, test = min(seen, key=lambda one: (len(_saw(one[1])), one[0]))
    line = test["ended"]["line"] if test["ended"] else ""
    return Broken(task, name, len(group), Example(student, _saw(test), line, alike))


def _saw(test: Told) -> str:
    if test["broken"]:
        return str(test["trials"][-1]["saw"])
    return str(test["ended"]["said"]) if test["ended"] else ""


def _pattern(text: str) -> str:
    return DRAWN.sub("…", text[:COMPARED])
