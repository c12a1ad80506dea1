"""What `5_choosing/backends_measured` must show first: a size foretold from small ones.

A thread made light is in `backends_slim`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from autograder.checks.backends_slim import check_slim
from autograder.contract import NotPlain, Student, Trial
from autograder.task import task

__all__ = ["check_predict", "check_slim"]

PRELOAD = ("numpy", "workbook.measure", "langgraph.checkpoint.sqlite")
ADVICE = {
    "not subscriptable": "each point is a pair: turns, bytes",
    "SVD did not converge": "which numbers go into the fit?",
    "too many values to unpack": "`points` is one list of pairs; how do you take it apart?",
    "not enough values to unpack": "`points` is one list of pairs; how do you take it apart?",
}
FAR = 1000
NEAR = 0.02  # how far a foretold size may be from the true one
LAWS = ("log", "snapshots")
KINDS = {"log": "a session's log", "snapshots": "a saver's snapshots"}

Points = list[tuple[int, int]]


@task("predict", 5, ("predict",), PRELOAD, ADVICE)
def check_predict(student: Student) -> Iterator[Trial]:
    """From a few measured sizes: which law it is, and the size at 1,000 turns."""
    draw = student.random
    small, middle, large = (
        draw.randint(60, 120),
        draw.randint(500, 1500),
        draw.randint(3000, 5000),
    )
    turns = sorted(draw.sample(range(4, 33), 6))

    points, true = _snapshots(middle, turns)
    yield from _shape(student, points)
    yield from _foretold(student, points, FAR, "snapshots", true, middle)
    points, true = _log(middle, sorted(draw.sample(range(20, 300), 6)))
    yield from _foretold(student, points, FAR, "log", true, middle)
    points, true = _snapshots(small, turns)
    yield from _foretold(student, points, FAR, "snapshots", true, small)
    points, true = _log(large, sorted(draw.sample(range(20, 150), 5)))
    yield from _foretold(student, points, FAR, "log", true, large)
    nearer = draw.randint(400, 900)
    points, true = _snapshots(large, turns[-4:], nearer)
    yield from _foretold(student, points, nearer, "snapshots", true, large)
    few = sorted(draw.sample(range(3, 12), 3))
    points, true = _snapshots(middle, few)
    yield from _foretold(student, points, FAR, "snapshots", true, middle)


def _shape(student: Student, points: Points) -> Iterator[Trial]:
    told = student.call("predict", points, FAR)
    pair = isinstance(told, list | tuple) and len(told) == 2
    yield Trial(
        "it returns a pair: a law's name, and a number of bytes",
        kept=pair,
        saw=f"it returned {told!r}",
        nudge=_no_pair(told),
    )
    name, size = told
    yield Trial(
        "the law has one of the two names",
        kept=name in LAWS,
        saw=f"the law was {name!r}",
        nudge="which comes first, the law or the bytes?"
        if size in LAWS
        else 'the task names two laws, "log" and "snapshots", to the letter',
    )
    yield Trial(
        "the size is a number",
        kept=isinstance(size, int | float) and not isinstance(size, bool),
        saw=f"the size was {size!r}",
        nudge="plain bytes, no unit and no array: float(...) makes a number of what NumPy gives"
        if isinstance(size, NotPlain)
        else "plain bytes: who adds the unit?",
    )


def _no_pair(told: Any) -> str:
    if told is None:
        return "what does your function hand back?"
    if isinstance(told, NotPlain):
        return "plain data: a text, and a number that is Python's own"
    if isinstance(told, int | float):
        return "that is the size; which law did you take it from?"
    if isinstance(told, str):
        return "that is the law; which size does it foretell?"
    return "two things, in this order: the law, the bytes"


def _foretold(
    student: Student, points: Points, turns: int, law: str, true: int, size: int
) -> Iterator[Trial]:
    told = student.call("predict", points, turns)
    name, foretold = told if isinstance(told, list | tuple) and len(told) == 2 else (told, None)
    where = f"{KINDS[law]} with messages of {size} characters, {len(points)} points"
    yield Trial(
        f"{where}: it is recognised",
        kept=name == law,
        saw=f"for {points} the law was {name!r}",
        nudge=_wrong_law(law, points),
    )
    off = foretold / true - 1 if isinstance(foretold, int | float) else float("inf")
    yield Trial(
        f"{where}: the size after {turns:,} turns is right within 2 %",
        kept=abs(off) <= NEAR,
        saw=f"from {points} it foretold {foretold!r}; there are {true:,} bytes: {off:+.1%}",
        nudge=_far_off(law, points, foretold, turns, off),
    )


def _wrong_law(law: str, points: Points) -> str:
    if law == "snapshots":
        return (
            "compare what a turn adds at the beginning and at the end: does it stay the same?"
        )
    return (
        "these sizes follow steps of 4,096 bytes, a page, and T² will bend to them; "
        "how much of the last size does its part of the law make up?"
    )


def _far_off(law: str, points: Points, foretold: Any, turns: int, off: float) -> str:
    last, size = points[-1]
    if not isinstance(foretold, int | float):
        return "a number of bytes"
    if abs(foretold / (size * turns / last) - 1) < 0.001:
        if law == "snapshots":
            return "twice the turns, how many times the bytes?"
        return "an empty file has bytes, too: how do two points tell what one turn adds?"
    if abs(foretold / (size * (turns / last) ** 2) - 1) < 0.001:
        return "what one turn adds beside the copies grows with T alone; has your law a place for it?"
    if abs(foretold * 1000 / size - turns) < 1 or abs(off) > 0.9:
        return "which unit is it in, and after how many turns?"
    if law == "log":
        return "one line through all points, base included; which numbers did you fit?"
    return "which parts has the law of section 3, and are all points in your fit?"


def _snapshots(size: int, turns: Sequence[int], far: int = FAR) -> tuple[Points, int]:
    """Return measured points of a saver in memory, and its size after *far* turns.

    That is the law fitted to every turn up to the fortieth, which is right within 0.1 %:
    `tests/test_backends_measured.py` goes there.
    """
    from workbook import measure

    with measure.open_chat("InMemorySaver", size=size) as chat:
        points = measure.grow(chat, range(1, 41))
    true = measure.fit(points, 2).at(far)
    return [point for point in points if point[0] in turns], round(true)


def _log(size: int, turns: Sequence[int]) -> tuple[Points, int]:
    """Return measured points of a session's file, and its true size after `FAR` turns."""
    from workbook import measure

    with measure.open_log("SQLiteSession", size=size) as log:
        points = []
        for until in [*turns, FAR]:
            log.turn(until - log.turns)
            points.append((until, log.place.size()))
    return points[:-1], points[-1][1]
