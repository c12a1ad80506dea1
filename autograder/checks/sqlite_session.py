"""What `2_sessions/sqlite_session` must show first: whole turns undone.

Questions asked once are in `sqlite_session_ask`.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from autograder.checks.sqlite_session_ask import ADVICE, PRELOAD, check_ask_once
from autograder.contract import Student, Trial
from autograder.probes import sqlite_session as probes
from autograder.task import task

__all__ = ["check_ask_once", "check_pop_turn"]

Items = list[dict[str, Any]]
POP_ADVICE = {
    **ADVICE,
    "'Bare' object has no attribute": "four methods, and no more: not every session is an SQLiteSession",
    "'NoneType' object": "what does `pop_item` return when there is nothing left?",
    "pop from empty list": "what does `pop_item` return when there is nothing left?",
    "max() arg is an empty sequence": "where does the turn begin if no user has spoken?",
    "max() iterable argument is empty": "where does the turn begin if no user has spoken?",
}
STORED = "SELECT id, created_at, message_data FROM agent_messages ORDER BY id"


@task("pop_turn", 4, ("pop_turn",), PRELOAD, POP_ADVICE)
def check_pop_turn(student: Student) -> Iterator[Trial]:
    """The last turn goes as a whole, and nothing else."""
    path = str(student.folder / "turns.db")
    rows: list[Any] = []
    draw = student.random
    first, second = turn(draw, 1, 0), turn(draw, 2, 1)

    def pop(items: Items, where: str = path) -> Any:
        if where:
            student.aside(probes.fill, where, items)
            rows[:] = student.rows("turns.db", STORED)
        kind, popped, left = student.run(probes.pop_turn, where, items)
        return kind, popped, student.aside(probes.kept, where) if where else left

    kind, popped, left = pop(first + second)
    yield Trial(
        "a turn with a tool is taken away as a whole",
        kept=left == first,
        saw=f"of {_names(first + second)} is left {_names(left)}",
        nudge=_left(left, first, second),
    )
    yield Trial(
        "its items are returned, oldest first",
        kept=popped == second,
        saw=f"it returned {_names(popped) if kind == 'list' else popped!r}",
        nudge="the order in which they came, or in which they were popped?"
        if isinstance(popped, list) and popped[::-1] == second
        else "what does the caller get: all items of the turn, in a list?",
    )
    _, popped, left = pop([])
    yield Trial(
        "an empty session gives an empty list",
        kept=popped == [] and left == [],
        saw=f"it returned {popped!r}",
        nudge="what does `pop_item` return when there is nothing left?",
    )
    lonely = [item for item in second if item.get("role") != "user"]
    _, popped, left = pop(lonely)
    yield Trial(
        "where no user has spoken, all items go",
        kept=popped == lonely and left == [],
        saw=f"it returned {_names(popped)} and left {_names(left)}",
        nudge="how does your loop end if it meets no user?",
    )
    twice = [*first, user("Hello"), user("Anybody there?")]
    _, popped, left = pop(twice)
    yield Trial(
        "a question that was never answered is a turn as well",
        kept=popped == twice[-1:] and left == twice[:-1],
        saw=f"it returned {_names(popped)} and left {_names(left)}",
        nudge="where does a turn begin?",
    )
    same = student.rows("turns.db", STORED) == rows[: len(twice) - 1]
    yield Trial(
        "what came before is not touched",
        kept=same,
        saw="the items before the turn are there, in rows that were written anew",
        nudge="killed between your two calls: what is left of the conversation?",
    )
    for where in (path, ""):
        for _ in range(6):
            turns = [turn(draw, n, draw.randrange(4)) for n in range(draw.randint(1, 5))]
            items = [item for each in turns for item in each]
            _, popped, left = pop(items, where)
            yield Trial(
                f"any conversation, {'in a file' if where else 'on a session of our own'}",
                kept=popped == turns[-1] and left == items[: -len(turns[-1])],
                saw=f"of {_names(items)} it returned {_names(popped)} and left {_names(left)}",
                nudge="how many items may a turn have, and of which kinds?",
            )
        short, long = turn(draw, 1, 1), turn(draw, 2, draw.randint(60, 80))
        _, popped, left = pop(short + long, where)
        yield Trial(
            f"a turn with many calls of tools, {'in a file' if where else 'on that session'}",
            kept=popped == long and left == short,
            saw=f"of a turn of {len(long)} items, with {len(short)} before it, it returned "
            f"{_count(popped)} and left {_count(left)}",
            nudge="does the longest turn fit into what you looked at?",
        )


def _left(left: Any, first: Items, second: Items) -> str:
    if left == first + second[:-1]:
        return "one item, or one turn?"
    if left == first + second[:-2]:
        return "two items are a turn only if no tool was called"
    if left == first + second:
        return "was anything taken away?"
    if left == first + second[:1]:
        return "who began the turn?"
    if left == []:
        return "all turns, or the last one?"
    return "a call of a tool and its output belong to the turn: did one of them stay?"


def user(text: str) -> dict[str, Any]:
    """Return what a user said."""
    return {"role": "user", "content": text}


def turn(draw: Random, number: int, tools: int) -> Items:
    """Return a turn: a question, calls of tools, one after the other or at once, a reply."""
    ids = [f"call_{number}_{draw.randrange(10**6)}" for _ in range(tools)]
    calls = [
        {"type": "function_call", "call_id": each, "name": "fare", "arguments": "{}"}
        for each in ids
    ]
    outputs = [
        {"type": "function_call_output", "call_id": each, "output": "12"} for each in ids
    ]
    pairs = [item for pair in zip(calls, outputs, strict=True) for item in pair]
    middle = calls + outputs if draw.random() < 0.5 else pairs
    return [user(f"question {number}"), *middle, {"role": "assistant", "content": "Yes."}]


def _count(items: Any) -> str:
    return f"{len(items)} items" if isinstance(items, list) else repr(items)


def _names(items: Any) -> str:
    if not isinstance(items, list):
        return repr(items)
    short = {"function_call": "call", "function_call_output": "output"}
    words = [short.get(str(each.get("type")), str(each.get("role"))) for each in items]
    return " ".join(words) or "nothing"
