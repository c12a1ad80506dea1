"""What `1_checkpointers/in_memory_saver` must show first: a state that adds up in a given saver.

A thread that stays small is in `in_memory_growth`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from autograder.checks.in_memory_growth import check_keep
from autograder.checks.in_memory_threads import (
    ADVICE,
    PRELOAD,
    shape,
    what_is_there,
    where_is_it,
)
from autograder.contract import Student, Trial
from autograder.probes import in_memory_saver as probes
from autograder.task import task

__all__ = ["check_ask", "check_keep"]

CITIES = ("Lisbon", "Oslo", "Porto", "Bergen", "Turin", "Ghent", "Graz", "Malmo")


@task("ask", 4, ("ask",), PRELOAD, ADVICE)
def check_ask(student: Student) -> Iterator[Trial]:
    """Messages and results add up, the city does not, and all of it is in the saver."""
    first, second, third, fourth = student.random.sample(CITIES, 4)
    thread, other = (f"trip-{n}" for n in student.random.sample(range(10, 99), 2))

    told = student.run(probes.turns, "ask", "", thread, [[first]])
    yield Trial(
        "it returns what both nodes found",
        kept=_same(told, _found(first)),
        saw=f"for {first} it returned {told['returned']!r}",
        nudge=_first_nudge(told, first),
    )
    yield Trial(
        "the thread is in `saver`, under its thread_id",
        kept=bool(told["steps"]),
        saw=what_is_there(told, thread),
        nudge=where_is_it(told, thread),
    )
    yield from _state(told, [first])
    yield Trial(
        "`train` and `hotel` are two nodes of one super-step",
        kept=told["steps"][-1] == 1 and len(told["nodes"]) == 2,
        saw=f"the nodes {', '.join(told['nodes'])} ran; the last step was {told['steps'][-1]}",
        nudge="one node, or two? each is a node of the graph, as in section 3"
        if len(told["nodes"]) < 2
        else "from where do both nodes begin?",
    )
    told = student.run(probes.turns, "ask", told["content"], thread, [[second]])
    yield Trial(
        "a second turn adds its results to those of the first",
        kept=_same(told, _found(first, second)),
        saw=f"after {first} and {second} it returned {told['returned']!r}",
        nudge=_second_nudge(told, first, second),
    )
    yield from _state(told, [first, second])
    student.restart()
    moved = student.run(probes.turns, "ask", told["content"], thread, [[third]])
    yield Trial(
        "what the saver keeps is all that a new process needs",
        kept=_same(moved, _found(first, second, third)),
        saw=f"with the same content in another process it returned {moved['returned']!r}",
        nudge="where else, beside the saver, does your code keep something?",
    )
    yield from _apart(student, moved["content"], other, fourth)


def _found(*cities: str) -> list[list[str]]:
    return [[f"hotel in {city}", f"train to {city}"] for city in cities]


def _texts(returned: Any) -> bool:
    return isinstance(returned, list) and all(isinstance(each, str) for each in returned)


def _same(told: Any, turns: list[list[str]]) -> bool:
    """Say whether it returned these turns in this order; within a turn any order will do."""
    found = told["returned"]
    if not _texts(found):
        return False
    return [sorted(found[at : at + 2]) for at in range(0, len(found), 2)] == turns


def _first_nudge(told: Any, city: str) -> str:
    returned = told["returned"]
    if told["kind"] == "list" and not _texts(returned):
        return "a list of texts: which field of the state is it, and is it plain?"
    if not isinstance(returned, list):
        return shape(told, "the results")
    if set(returned) < set(_found(city)[0]):
        return "which nodes ran, and what has each of them found?"
    if len(returned) > 2:
        return "each result once: who returns what is there already?"
    return "the nodes' own texts, unchanged"


def _second_nudge(told: Any, first: str, second: str) -> str:
    returned = told["returned"]
    if not isinstance(returned, list):
        return shape(told, "the results")
    if _same(told, _found(second)):
        last = told["state"].get("results")
        if isinstance(last, list) and len(last) > 2:
            return "the state has more of them; which of them does the caller get?"
        if told["steps"][-1] < 4:
            return "the first turn is gone from the thread: under which id, and who removed it?"
        return "both turns ran on the thread; what joins a field's old value and its new one?"
    if told["state"].get("city") == first + second:
        return "which city did the nodes read? the latest one replaces the one before"
    if len(returned) > 4:
        return "results came twice: does the input, or a node, hand over what is there already?"
    if _same(told, _found(second, first)):
        return "oldest first"
    return f"two results for {first}, then two for {second}"


def _state(told: Any, cities: list[str]) -> Iterator[Trial]:
    state = told["state"]
    wanted = [["user", f"Find {city}"] for city in cities]
    turn = "a turn" if len(cities) == 1 else "two turns"
    yield Trial(
        f"after {turn}, `messages` has a message from the user for each",
        kept=state.get("messages") == wanted,
        saw=f"the saver has {state.get('messages', 'no such field')!r}",
        nudge=_message_nudge(state.get("messages"), wanted),
    )
    yield Trial(
        f"after {turn}, `city` is the latest one",
        kept=state.get("city") == cities[-1],
        saw=f"the saver has {state.get('city', 'no such field')!r}",
        nudge="does the latest city replace the one before it?"
        if "city" in state
        else "which fields does the state have, and does the input fill this one?",
    )
    results = state.get("results")
    yield Trial(
        f"after {turn}, `results` is in the state, too",
        kept=_same({"returned": results}, _found(*cities)),
        saw=f"the saver has {state.get('results', 'no such field')!r}",
        nudge="what is returned and what is kept are two things; which field did the nodes fill?",
    )


def _message_nudge(messages: Any, wanted: list[list[str]]) -> str:
    if not messages:
        return "what does the input of a turn bring along, besides the city?"
    if messages == wanted[-1:]:
        return "the message before it is gone; which class brings a reducer for `messages`?"
    pairs = [each for each in messages if isinstance(each, list) and len(each) == 2]
    if len(pairs) < len(messages):
        return "a message has a role and a content"
    if [text for _, text in pairs] == [text for _, text in wanted]:
        return "who is speaking? each message has a role"
    if len(messages) > len(wanted):
        return "one message for each turn: who adds the others?"
    return "compare the text with the task's, to the letter"


def _apart(student: Student, content: str, thread: str, city: str) -> Iterator[Trial]:
    for where, given in (("another thread of the saver", content), ("another saver", "")):
        told = student.run(probes.turns, "ask", given, thread, [[city]])
        yield Trial(
            f"{where} knows nothing of it",
            kept=_same(told, _found(city)),
            saw=f"for {city} it returned {told['returned']!r}",
            nudge="is every thread kept, and read, under the id it was given?",
        )
