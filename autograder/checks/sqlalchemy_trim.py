"""What `2_sessions/sqlalchemy_session` must show last: turns are cut whole."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from autograder.contract import Student, Trial
from autograder.probes import sqlalchemy_session as probes
from autograder.task import task

__all__ = ["check_trim"]

Items = list[dict[str, Any]]

ADVICE = {
    "KeyError: 'role'": "not every item has a role: a call of a tool has a type instead",
    "KeyError: 'type'": "not every item has a type: a message may have a role only",
    "KeyError: 'call_id'": "only a call and its output have a call_id",
    "list index out of range": "what if there are fewer turns than you may keep, or none?",
    "unhashable": "an item is a dict; what of it can be in a set?",
    "'dict' object has no attribute": "an item is a dict",
}


@task("trim", 5, ("trim",), (), ADVICE)
def check_trim(student: Student) -> Iterator[Trial]:
    """The last turns are sent whole, with standing instructions and all that is new."""
    draw = student.random
    new = [user("And to Oslo?")]

    def sent(history: Items, *turns: int) -> Any:
        kind, same = student.run(probes.trim, history, new, *turns)
        untouched.append(same)
        return student.call("trim", history, new, *turns) if kind == "list" else kind

    untouched: list[bool] = []
    five = [turn(draw, number) for number in range(5)]
    history = [item for each in five for item in each]
    found = sent(history, 2)
    yield Trial(
        "a list comes back",
        kept=isinstance(found, list),
        saw=f"it returned a {found}",
        nudge="the callback returns the list of items that is to be sent",
    )
    yield Trial(
        "all new items are sent, last",
        kept=found[-1:] == new,
        saw=f"the list ends with {_names(found[-3:])}",
        nudge="what did the user say just now?",
    )
    wanted = five[3] + five[4] + new
    yield Trial(
        "of five turns, the last two are sent whole",
        kept=found == wanted,
        saw=f"it sent {_names(found)}, and that should be {_names(wanted)}",
        nudge=_wrong_turns(found, five, new),
    )
    for turns, kept in ((5, history), (9, history), (0, []), (1, five[4])):
        found = sent(history, turns)
        yield Trial(
            f"with turns={turns}, of five, {min(turns, 5)} are sent",
            kept=found == kept + new,
            saw=f"it sent {_names(found)}",
            nudge=_counting(turns, found, new),
        )
    found = sent(history)
    yield Trial(
        "without a third argument, three turns are sent",
        kept=found == five[2] + five[3] + five[4] + new,
        saw=f"it sent {_names(found)}",
        nudge="the SDK calls it with two arguments",
    )
    yield from _special(sent, five, new)
    for _ in range(20):
        history = transcript(draw)
        turns = draw.randrange(5)
        found = sent(history, turns)
        yield Trial(
            "any conversation is trimmed as promised",
            kept=found == expected(history, turns) + new,
            saw=f"of {_names(history)} with turns={turns} it sent {_names(found)}",
            nudge=f"wanted is {_names(expected(history, turns) + new)}",
        )
    yield Trial(
        "the lists that it got are as they were",
        kept=all(untouched),
        saw="after a call the history, or the new items, had changed",
        nudge="which of your calls change a list in place?",
    )


def _special(sent: Any, five: list[Items], new: Items) -> Iterator[Trial]:
    rules = {"role": "system", "content": "Prices are in euros."}
    notes = {"role": "developer", "content": "The office closes at six."}
    found = sent([rules, *five[0], notes, *five[1], *five[2]], 1)
    yield Trial(
        "system and developer items are sent, first, wherever they stood",
        kept=found == [rules, notes, *five[2], *new],
        saw=f"it sent {_names(found)}",
        nudge="which items hold for the whole conversation?",
    )
    call, output, reply = five[1][1], five[1][2], five[1][-1]
    found = sent([output, reply, *five[2]], 3)
    yield Trial(
        "what stands before the first user's item is dropped",
        kept=found == [*five[2], *new],
        saw=f"it sent {_names(found)}",
        nudge="to which turn do items belong that nobody asked for?",
    )
    found = sent([*five[0], user("Porto?"), call], 2)
    yield Trial(
        "a call without its output is dropped",
        kept=found == [*five[0], user("Porto?"), *new],
        saw=f"it sent {_names(found)}",
        nudge="a crash left a call whose output never came; how do you know it?",
    )
    found = sent([*five[0], user("Porto?"), output, reply], 2)
    yield Trial(
        "an output without its call is dropped",
        kept=found == [*five[0], user("Porto?"), reply, *new],
        saw=f"it sent {_names(found)}",
        nudge="the other way round: an output whose call is not there",
    )
    mixed = [user("Porto?"), {**call, "call_id": "call_x"}, call, output, reply]
    found = sent(mixed, 1)
    yield Trial(
        "of two calls, the one with an output stays",
        kept=found == [mixed[0], call, output, reply, *new],
        saw=f"it sent {_names(found)}",
        nudge="calls and outputs belong together one by one: by what?",
    )


def user(text: str) -> dict[str, Any]:
    """Return what a user said."""
    return {"role": "user", "content": text}


def turn(draw: Random, number: int) -> Items:
    """Return a turn: a question, one to three calls at once with their outputs, a reply."""
    ids = [f"call_{number}_{draw.randrange(10**6)}" for _ in range(draw.randint(1, 3))]
    calls = [
        {"type": "function_call", "call_id": each, "name": "fare", "arguments": "{}"}
        for each in ids
    ]
    outputs = [
        {"type": "function_call_output", "call_id": each, "output": "12"} for each in ids
    ]
    reply = {"type": "message", "role": "assistant", "content": f"reply {number}"}
    # A call and its output next to each other first, so that tests can take one of each.
    pairs = [item for pair in zip(calls, outputs, strict=True) for item in pair]
    return [user(f"question {number}"), *pairs, reply]


def transcript(draw: Random) -> Items:
    """Return a conversation that crashes have torn here and there."""
    history = [item for number in range(draw.randrange(6)) for item in turn(draw, number)]
    history = [item for item in history if "call_id" not in item or draw.random() > 0.15]
    for role in ("system", "developer", "user"):
        if draw.random() < 0.5:
            history.insert(draw.randint(0, len(history)), {"role": role, "content": role})
    return history


def expected(history: Items, turns: int) -> Items:
    """Return what of *history* the task asks for."""
    standing = [item for item in history if item.get("role") in ("system", "developer")]
    kept: Items = []
    left = turns
    for item in reversed(history):
        if left == 0:
            break
        if item in standing:
            continue
        kept.insert(0, item)
        left -= item.get("role") == "user"
    while kept and kept[0].get("role") != "user":
        kept.pop(0)
    ids = [item["call_id"] for item in kept if "call_id" in item]
    return standing + [i for i in kept if "call_id" not in i or ids.count(i["call_id"]) == 2]


def _names(items: Any) -> str:
    if not isinstance(items, list):
        return repr(items)
    short = {"function_call": "call", "function_call_output": "output"}
    return " ".join(
        (short.get(str(item.get("type"))) or str(item.get("role")))
        if isinstance(item, dict)
        else "?"
        for item in items
    )


def _wrong_turns(found: Any, five: list[Items], new: Items) -> str:
    history = [item for each in five for item in each]
    if found == history + new:
        return "who counts the turns?"
    if found == five[0] + five[1] + new:
        return "the last two, or the first two?"
    if found == history[-2:] + new:
        return "two items, or two turns? one turn is longer than it looks"
    if sorted(map(str, found)) == sorted(map(str, five[3] + five[4] + new)):
        return "the order of the items is part of the conversation"
    if len(found) < len(five[3] + five[4] + new):
        return "whole turns: which of their items is missing?"
    return "where does a turn begin, and how many begin from there to the end?"


def _counting(turns: int, found: Any, new: Items) -> str:
    if turns == 0:
        return "a list from its last zero places on: what is that in Python?"
    if turns > 5:
        return "what if there are fewer turns than you may keep?"
    return "count the users' items from the end" if found != new else "is the count off by one?"
