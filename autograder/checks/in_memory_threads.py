"""A thread in an `InMemorySaver`: what is there, and what to try where it is not."""

from __future__ import annotations

from typing import Any

__all__ = ["ADVICE", "PRELOAD", "shape", "what_is_there", "where_is_it"]

PRELOAD = (
    "langgraph.channels",
    "langgraph.checkpoint.memory",
    "langgraph.graph",
    "unittest",
    "workbook.crash",
    "workbook.look",
)
ADVICE = {
    "name 'Annotated' is not defined": "a class inside a function sees none of the notebook's imports here; define it above, in the same cell",
    "Can receive only one value per step": "two nodes return this field at once: what joins their values?",
    "Checkpointer requires one or more": "the config names the thread: {'configurable': {'thread_id': ...}}",
    "No checkpointer set": "who remembers for the graph? `compile` is told",
    "KeyError: 'city'": "a node reads this field; does the input fill it?",
    "KeyError: 'results'": "does the state have this field, and does anybody fill it?",
    "KeyError: 'days'": "does the state have this field, and does anybody fill it?",
    "EmptyInputError": "the input has no field that the state knows",
    "'dict' and 'list'": "the reducer of a DeltaChannel gets the old value, and a *list* of what was written",
    "can only concatenate": "what joins two values of this kind? a reducer gets the old one and the new one",
    "not subscriptable": "invoke() returns the final state, a dict",
    "'coroutine'": "it is called without await; which calls have no `a` in front?",
    "'StateGraph' object has no attribute 'invoke'": "a plan does not run; what makes a graph of it?",
}


def shape(told: Any, field: str) -> str:
    """Say what to try where an answer is not of the kind that was asked for."""
    kind = told["kind"]
    if kind == "NoneType":
        return "what does a function give back that never says `return`?"
    if kind == "coroutine":
        return "the caller does not await; which `def` gives its result at once?"
    if isinstance(told["returned"], dict) or "dict" in kind.lower():
        return f"that is a whole state; in which of its fields are {field}?"
    return f"a {kind} came back; of which kind are {field} to be?"


def what_is_there(told: Any, thread: str) -> str:
    """Say what the saver has instead of a thread."""
    threads = ", ".join(told["threads"]) or "no thread"
    return f"`saver` has {threads}; {thread} was asked for"


def where_is_it(told: Any, thread: str) -> str:
    """Say what to try where a thread is not in its saver."""
    if any(thread in name for name in told["threads"]):
        return "an id is kept as it was given, with nothing added"
    if told["threads"]:
        return "follow `thread_id` to the config: which thread does it name?"
    if told["made"]:
        return "your code made a saver of its own; the caller cannot look into that one"
    return "is the graph told who remembers for it?"
