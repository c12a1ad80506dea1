"""What `5_choosing/choosing_a_backend` must show second: backends admitted by what was measured."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from autograder.checks.choosing_records import (
    NEAR,
    Limits,
    Record,
    bending,
    drawn,
    log,
    snapshots,
    truth,
)
from autograder.contract import NotPlain, Student, Trial
from autograder.task import task

__all__ = ["PRELOAD", "check_admit"]

ADVICE = {
    "KeyError": "compare the name of the key with those of the record in section 7",
    "list index out of range": "what if no crowd was large enough?",
    "min() iterable argument is empty": "what if no crowd was large enough?",
    "min() arg is an empty sequence": "what if no crowd was large enough?",
}
# What the notebook imports: in memory before a fork, and not read anew in each.
PRELOAD = (
    *("agents.extensions.memory", "langgraph.checkpoint.postgres", "langgraph.graph"),
    *("langgraph.checkpoint.sqlite.aio", "workbook.decision_panel", "workbook.measure"),
)
GENEROUS: Limits = {"turns": 0, "bytes": 10**15, "writers": 1, "ratio": 1000.0}
GENEROUS["outlives"] = False


@task("admit", 5, ("admit",), PRELOAD, ADVICE)
def check_admit(student: Student) -> Iterator[Trial]:
    """From fresh measurements: who keeps within the limits, in which order, with how many bytes."""
    draw = student.random
    turns = draw.randint(600, 2000)
    limits = {**GENEROUS, "turns": turns}
    steep, flat = snapshots(draw, "SqliteSaver"), bending(draw, "SQLiteSession", turns)
    yield from _shape(student, flat, limits)
    yield from _right(student, "a log is foretold", [flat], limits)
    yield from _right(student, "snapshots are foretold", [steep], limits)
    mixed = [steep, flat, log(draw, "RedisSession")]
    mixed[0]["ratio"], mixed[1]["ratio"] = 1.0, 3.0
    yield from _right(student, "the fewest bytes come first", mixed, limits)
    sizes = sorted(truth(record, turns) for record in mixed)
    between = {**limits, "bytes": round((sizes[1] * sizes[2]) ** 0.5)}
    yield from _right(student, "who needs more than `bytes` is out", mixed, between)
    yield from _crowds(student, draw, limits)
    slow, exact = log(draw, "RedisSession", ratio=2.6), log(draw, "SQLiteSession", ratio=2.5)
    at_most = {**limits, "ratio": 2.5}
    yield from _right(
        student, "`ratio` is at most the limit's, and may equal it", [slow, exact], at_most
    )
    gone, stays = snapshots(draw, "InMemorySaver", outlives=False), log(draw, "RedisSession")
    must = {**limits, "outlives": True}
    yield from _right(
        student, "who must outlive a kill, and does not, is out", [gone, stays], must
    )
    yield from _right(student, "who need not outlive a kill may", [gone, stays], limits)
    yield from _right(
        student, "if nobody is within the limits, the list is empty", [gone], must
    )
    for _ in range(12):
        records, these = drawn(draw)
        yield from _right(student, "all limits count together", records, these)


def _shape(student: Student, record: Record, limits: Limits) -> Iterator[Trial]:
    told = student.call("admit", [record], limits)
    pairs = isinstance(told, list | tuple) and all(
        isinstance(pair, list | tuple) and len(pair) == 2 for pair in told
    )
    yield Trial(
        "it returns a list of pairs: a backend, and bytes",
        kept=pairs,
        saw=f"it returned {told!r}",
        nudge=_no_pairs(told),
    )


def _no_pairs(told: Any) -> str:
    if told is None:
        return "what does your function hand back?"
    if isinstance(told, NotPlain):
        return "plain data: a list of pairs, each a text and a number that is Python's own"
    if isinstance(told, dict):
        return "an order is asked for: a list of pairs"
    return "two things for each backend, its name and the bytes foretold"


def _crowds(student: Student, draw: Random, limits: Limits) -> Iterator[Trial]:
    size, failed = draw.randint(5, 9), draw.randint(1, 30)
    wanted = {**limits, "writers": size}
    for promise, crowds in (
        ("a crowd of just that size counts", [[1, 0], [size, 0]]),
        ("a larger crowd without a failure will do", [[1, 0], [2 * size, 0]]),
        ("who was never tried with so many is not admitted", [[1, 0], [size - 1, 0]]),
        ("failures among so many are counted", [[1, 0], [size, failed]]),
        ("what failed in a smaller crowd does not count", [[2, failed], [size, 0]]),
        ("what failed in a still larger crowd does not count", [[size, 0], [4 * size, failed]]),
        ("the smallest that is large enough decides", [[size + 1, failed], [3 * size, 0]]),
        ("the crowds may stand in any order", [[4 * size, failed], [size, 0], [2, 0]]),
    ):
        record = log(draw, "SQLiteSession")
        record["writers"] = crowds
        yield from _right(student, promise, [record], wanted)


def _right(
    student: Student, promise: str, records: list[Record], limits: Limits
) -> Iterator[Trial]:
    """Compare names, order and sizes with the truth."""
    expected = _admitted(records, limits)
    told = student.call("admit", [_given(record) for record in records], limits)
    pairs = [pair for pair in told if isinstance(pair, list | tuple) and len(pair) == 2]
    names, right = [name for name, _ in pairs], [name for name, _ in expected]
    odd = _odd_one(records, names, right)
    yield Trial(
        promise,
        kept=sorted(map(str, names)) == sorted(right),
        saw=f"{odd['backend']} was {'' if odd['backend'] in names else 'not '}admitted: "
        f"{_of(odd, limits)}",
        nudge=_wrong_names(odd, limits, right),
    )
    for (name, size), (_, true) in zip(sorted(pairs), sorted(expected), strict=True):
        record = next(one for one in records if one["backend"] == name)
        near = isinstance(size, int | float) and abs(size / true - 1) <= NEAR
        yield Trial(
            f"{promise}: the bytes are right within 2 %",
            kept=near,
            saw=f"from {record['sizes']} ({record['keeps']}) it foretold {size!r} after "
            f"{limits['turns']:,} turns; there are {true:,} bytes",
            nudge=_far_off(record, limits["turns"], size),
        )
    yield Trial(
        f"{promise}: fewest bytes first",
        kept=names == right,
        saw=f"the order was {names}, their bytes {[size for _, size in pairs]}",
        nudge="by which part of a pair is the list to be sorted, and from which end?",
    )


def _odd_one(records: list[Record], names: list[Any], right: list[str]) -> Record:
    odd = [
        record
        for record in records
        if (record["backend"] in names) != (record["backend"] in right)
    ]
    return [*odd, *records][0]


def _of(record: Record, limits: Limits) -> str:
    """Say what of a record stands against which limits."""
    after = f"{truth(record, limits['turns']):,} bytes after {limits['turns']:,} turns"
    return (
        f"{after} (at most {limits['bytes']:,}), writers {record['writers']} (for "
        f"{limits['writers']}), ratio {record['ratio']} (at most {limits['ratio']}), outlives "
        f"{record['outlives']} ({'must' if limits['outlives'] else 'need not'})"
    )


def _wrong_names(record: Record, limits: Limits, right: list[str]) -> str:
    extra = record["backend"] not in right
    large = [crowd for crowd in sorted(record["writers"]) if crowd[0] >= limits["writers"]]
    if extra and not record["outlives"] and limits["outlives"]:
        return "does what this one keeps outlive a `kill -9`, and has it to?"
    if not record["outlives"] and not limits["outlives"]:
        return "nobody asked for surviving here; who is kept out all the same?"
    if extra:
        return _let_in(record, limits, large)
    if record["ratio"] == limits["ratio"]:
        return "at most: is the limit itself within it?"
    listed = [crowd for crowd in record["writers"] if crowd[0] >= limits["writers"]]
    if listed and listed[0][1]:
        return "the first of the crowds is not always the smallest; is any order all right?"
    if any(failures for _, failures in record["writers"]):
        return "which of its crowds is the one to look at? the others do not matter"
    if large and large[0][0] > limits["writers"]:
        return "nobody tried exactly that many; is a larger crowd no proof?"
    return f"{record['backend']} is within every limit; which of your tests keeps it out?"


def _let_in(record: Record, limits: Limits, large: list[Any]) -> str:
    if truth(record, limits["turns"]) > limits["bytes"]:
        return "foretell first, then compare with `bytes`"
    if record["ratio"] > limits["ratio"]:
        return "how many times as long may a turn take?"
    if not large:
        return "what was not tried is not known; which crowds are large enough?"
    return "of the crowds that are large enough, what does the *smallest* say?"


def _far_off(record: Record, turns: int, size: Any) -> str:
    if not isinstance(size, int | float):
        return "a number of bytes, without a unit"
    points = sorted(record["sizes"])
    last, measured = points[-1]
    true = truth(record, turns)
    if abs(size / (measured * turns / last) - 1) < 0.001:
        return "an empty file has bytes, too, and growth need not be straight: which law?"
    if abs(size / (measured * (turns / last) ** 2) - 1) < 0.001:
        return "the square is not all of the law; `fit` finds the other parts"
    if size in (measured, points[0][1]):
        return "that was measured; after how many turns does the limit hold?"
    if size < true / 500:
        return "which unit is that?"
    if record["keeps"] == "snapshots":
        return "twice the turns, how many times the bytes, where each step keeps everything?"
    return "a log has no T²; which power did its points get, and did all of them count?"


def _admitted(records: list[Record], limits: Limits) -> list[tuple[str, int]]:
    found = []
    for record in records:
        large = [crowd for crowd in sorted(record["writers"]) if crowd[0] >= limits["writers"]]
        if (
            truth(record, limits["turns"]) <= limits["bytes"]
            and large
            and large[0][1] == 0
            and record["ratio"] <= limits["ratio"]
            and (record["outlives"] or not limits["outlives"])
        ):
            found.append((record["backend"], truth(record, limits["turns"])))
    return sorted(found, key=lambda pair: pair[1])


def _given(record: Record) -> Record:
    return {key: value for key, value in record.items() if key != "law"}
