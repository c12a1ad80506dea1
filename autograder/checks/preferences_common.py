"""What the checks of `6_preferences/preferences` share: words, draws, and advice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from autograder.contract import NotPlain, Student
from autograder.probes import preferences_bonus as probes

__all__ = [
    "ADVICE",
    "KEYWORDS",
    "PRELOAD",
    "SHORT_PREFIX",
    "draw_keywords",
    "draw_users",
    "elsewhere",
    "listed",
    "names_in",
    "not_names",
]

# The lesson's five keywords and the preference each one states.
KEYWORDS = {
    "detailed": "detailed_explanations",
    "concise": "concise_responses",
    "examples": "include_examples",
    "formal": "formal_tone",
    "casual": "casual_tone",
}
PRELOAD = (
    "langgraph.checkpoint.sqlite",
    "langgraph.graph",
    "langgraph.store.memory",
    "langgraph.store.sqlite",
)
SHORT_PREFIX = "search() looks into every namespace that begins as told; how does yours begin?"
ADVICE = {
    "unexpected keyword argument 'namespace'": (
        "search() takes the namespace first, without a name; the lesson text is out of date here"
    ),
    "unexpected keyword argument 'serde'": (
        "from_conn_string() takes the path alone; the lesson text is out of date here"
    ),
    "can only concatenate list": "the field is a list; is what you return one as well, not a text or a set?",
    "can only concatenate str": "what does the field's type start as, and what do nodes add?",
    "unsupported operand type(s) for /": (
        "`folder` is a text; Path(folder) / name joins, and so does an f-string"
    ),
    "'datetime.datetime' and 'str'": (
        "one of the two is a text; datetime.fromisoformat makes a moment of it"
    ),
    "unsupported operand": "a reducer joins two values; does yours fit two lists?",
    "apply to a 'NoneType' object": "a list's method changes it in place; what does it hand back?",
    "dictionary update sequence": "which of the three things that put() takes is a dict?",
    "'function' object is not iterable": "an edge joins names, and a node has one: which?",
    "object is not iterable": "which of the things you pass on should be a list or a dict?",
    "Invalid reducer signature": "a reducer is given what was there and what is new",
    "Invalid namespace": "a namespace is a tuple of labels, also when it is short",
    "Expected dict": "a node returns a dict: which parts of the state changed, and to what",
    "list index out of range": "what is in that list when nothing was found yet?",
    "'builtin_function_or_method'": "a method that is named is not yet called",
    ".compile() takes": "compile() wants these by name: checkpointer=..., store=...",
    ".search() takes": "after the namespace, search() wants its arguments by name",
    "positional argument: 'state'": "a node is handed over, not called; who calls it later?",
    "no attribute 'executescript'": "that class takes an open connection; what takes a path?",
    "no attribute 'create_function'": "that class takes an open connection; what takes a path?",
    "transaction within a transaction": (
        "a store wants a connection with isolation_level=None; from_conn_string sees to that"
    ),
    "Message' object has no attribute": "a message is an object: which attribute is its text?",
    "Message' object is not subscriptable": "a message is an object: which attribute is its text?",
    "Item' object is not subscriptable": "an item is an object: which attribute is its name?",
    "expected str instance": "join() takes texts; what is in your list?",
    "'dict' object has no attribute": "a message, or a state: which form does it have here?",
    "not subscriptable": "how does this style of state give its fields: state[...] or state. ...?",
    "Invalid checkpointer": "from_conn_string() gives a context manager; who enters it?",
    "closed database": "what was opened in a `with` block is used after its end",
    "created in a thread": "a graph works in several threads; what does sqlite3.connect need?",
    "unable to open database": "sqlite3 takes the path of a file; what did it get?",
    "synchronous function": "the graph is invoked without await; does this node need `async`?",
    "async methods": "chat is called without await; which calls have no `a` in front?",
    "'NoneType' object has no attribute 'invoke'": "what does `build_graph` give back?",
    "'NoneType' object has no attribute 'put'": "what does the graph get as its store?",
    "'NoneType' object has no attribute 'search'": "what does the graph get as its store?",
    "unknown node": "add_node(name, function): a node's name is the function's unless you say it",
    "'NoneType' object has no attribute": "which call gave None, and what was it to find or to get?",
    "not JSON serializable": "a store keeps plain data: text, numbers, lists, dicts",
    "missing 1 required positional argument: 'value'": "put() needs three things: where, under which name, what",
    "KeyError: 'user_id'": "what does the graph get as its input, besides the message?",
    "'configurable' keys": "a saver keeps threads; who tells it which one, and in which dict?",
    "'StateGraph' object has no": "a builder is not a graph yet",
    "entrypoint": "where does the graph begin?",
    "the context manager protocol": "what does `with` enter? compare your two open_ functions",
    "unhashable type": "a schema is a class; what is yours?",
    "must be a": "compare what your function gives with what its docstring promises",
}


def listed(names: Iterable[str]) -> str:
    """Write names for a sentence."""
    return ", ".join(f"`{name}`" for name in names) or "nothing"


def draw_users(student: Student, count: int) -> list[str]:
    """Draw user ids; no dots, which a namespace label may not hold."""
    return [f"user-{number}" for number in student.random.sample(range(1000, 9999), count)]


def draw_keywords(student: Student, count: int) -> list[str]:
    """Draw some of the five keywords."""
    return student.random.sample(sorted(KEYWORDS), count)


def names_in(found: Any) -> list[str]:
    """Return the names in *found*; what is no list is not shown here."""
    return [str(name) for name in found] if isinstance(found, list) else []


def not_names(found: Any) -> str:
    """Say what to try where the answer is no list of names at all."""
    if found is None:
        return "what does a function give back that never says `return`?"
    if isinstance(found, str):
        return "one name, or a list of names?"
    kind = found.type if isinstance(found, NotPlain) else type(found).__name__
    if kind in ("coroutine", "generator", "set", "dict"):
        return f"the docstring asks for a list; what makes yours a {kind}?"
    return "an item's key is the preference's name; the docstring asks for names"


def elsewhere(student: Student, user: str) -> str:
    """Say what to try where the user's own namespace was not searched."""
    searched = student.run(probes.searched)
    if [user, "preferences"] in searched:
        return ""
    if any(user in prefix for prefix in searched):
        return "a namespace has labels in an order; which did your node put first?"
    return "whose preferences did the caller ask for?"
