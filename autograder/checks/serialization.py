"""What `4_protection/serialization` must show first: which values of a state do not survive.

The serializer that runs nothing is in `serialization_safe`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from autograder.checks.serialization_paths import (
    BY_ITSELF,
    CHANGED,
    FINE,
    REFUSED,
    Planned,
    planned,
    random_plan,
)
from autograder.checks.serialization_safe import PRELOAD, check_safe_serializer
from autograder.contract import Student, Trial
from autograder.probes import serialization as probes
from autograder.task import task

__all__ = ["check_find_unserializable", "check_safe_serializer"]

ADVICE = {
    "this serializer knows no": "which errors does the task count? where, and around which calls, do you catch them?",
    "not msgpack serializable": "that is the very error to be found; who catches it?",
    "Integer exceeds": "that is the very error to be found; who catches it?",
    "RecursionError": "a text is made of texts; what has no parts?",
    "recursion depth": "a text is made of texts; what has no parts?",
    "cannot pickle": "`asdict` copies everything inside; which function only names the fields?",
    "unhashable": "not every part of a state can be a key, or be in a set",
    "dictionary changed size": "the state is somebody else's: look, and change nothing",
}


@task("find_unserializable", 5, ("find_unserializable",), PRELOAD, ADVICE)
def check_find_unserializable(student: Student) -> Iterator[Trial]:
    """Each value that is refused, or comes back as another type, is found; no other is."""
    fine = random_plan(student.random, list(FINE))
    fine = {key: _without_tuples(part) for key, part in fine.items()}
    yield from _asked(student, "nothing is found where all comes back whole", planned(fine))

    flat = {"client": ["leaf", "Client"], "days": 7, "lock": ["leaf", "lock"]}
    yield from _asked(student, "what cannot be saved is found under its path", planned(flat))

    for plan, promise in _NESTED:
        yield from _asked(student, promise, planned(plan))

    for kind in CHANGED:
        plan = {"notes": ["list", [["leaf", "datetime"], ["leaf", kind]]]}
        promise = f"what comes back as another type is found: {_a(kind)}"
        yield from _asked(student, promise, planned(plan))
        if kind == "exception":
            promise = "a tuple comes back as a list, wherever it stands"
            yield from _asked(student, promise, planned(_TUPLES))
            promise = "a container that is refused, and none of its parts, is found"
            yield from _asked(student, promise, planned(_BY_ITSELF))

    strict: dict[str, Any] = {
        "fares": ["list", [["leaf", "Meal"], ["leaf", "Seat"]]],
        "ticket": ["dataclass", {"number": 7, "meal": ["leaf", "Meal"]}],
    }
    yield from _asked(student, "an enum and a named tuple come back whole", planned(strict))
    yield from _asked(
        student,
        "the serializer that is given decides: this one knows neither class",
        planned(strict, "strict"),
        "strict",
    )
    yield from _asked(
        student,
        "this one raises a ValueError when it reads what it does not know",
        planned(strict, "raising"),
        "raising",
    )
    for _ in range(3):
        plan = random_plan(student.random, [*REFUSED, *CHANGED, *FINE])
        yield from _asked(student, "in large states, the same", planned(plan))


_LOCK, _CLIENT = ["leaf", "lock"], ["leaf", "Client"]
_NESTED: list[tuple[dict[str, Any], str]] = [
    (
        {"guide": ["dict", {"name": "Ana", "http": ["dict", {"client": _CLIENT}]}]},
        "it looks into dicts",
    ),
    (
        {"legs": ["list", ["Oslo", ["list", ["Faro", _LOCK]]]]},
        "it looks into lists, and counts from 0",
    ),
    ({"legs": ["tuple", ["Oslo", _LOCK]]}, "it looks into tuples"),
    (
        {"seats": ["list", [["named tuple", [7, _LOCK]]]]},
        "it looks into named tuples, by index",
    ),
    (
        {"hotel": ["dataclass", {"number": 7, "meal": _LOCK}]},
        "it looks into dataclasses",
    ),
]
_TUPLES: dict[str, Any] = {"legs": ["list", [["tuple", ["Oslo", ["tuple", [7, 9]]]]]]}

_BY_ITSELF = {"seats": ["list", ["Oslo", ["leaf", BY_ITSELF]]]}


def _without_tuples(plan: Any) -> Any:
    if not isinstance(plan, list) or plan[0] == "leaf":
        return plan
    kind, parts = plan
    if isinstance(parts, dict):
        return [kind, {key: _without_tuples(part) for key, part in parts.items()}]
    return ["list", [_without_tuples(part) for part in parts]]


def _asked(
    student: Student, promise: str, wanted: Planned, serde: str = "open"
) -> Iterator[Trial]:
    answer = student.run(probes.judge, wanted.plan, serde)
    found, kind, unchanged = answer
    if not isinstance(found, dict):
        yield Trial(promise, False, f"it returned {_short(found, kind)}", _no_dict(found, kind))
        return
    saw, nudge = _difference(found, wanted, serde)
    yield Trial(promise, kept=not saw, saw=saw, nudge=nudge)
    yield Trial(
        "the state stays as it was",
        kept=bool(unchanged),
        saw="the state was changed while it was looked at",
        nudge="whose state is it? what do you assign to, or use up?",
    )


def _short(found: Any, kind: str) -> str:
    return f"{_a(kind)}: {str(found)[:80]}" if isinstance(found, list) else _a(kind)


def _no_dict(found: Any, kind: str) -> str:
    if kind == "NoneType":
        return "what does a function give back that never says `return`?"
    if kind in ("list", "set", "tuple"):
        return "the paths alone? the caller also wants to know what becomes of each"
    if kind == "generator":
        return "the caller takes the result as it is; nobody loops over it"
    return "a dict: the path is the key; what is the value?"


def _difference(found: dict[str, Any], wanted: Planned, serde: str) -> tuple[str, str]:
    """Say what is wrong with what was found, and what to try; two empty texts if nothing."""
    if found == wanted.fates:
        return "", ""
    strange = [path for path in found if path not in wanted.kinds]
    if strange:
        return _strange(strange[0], found, wanted)
    missing = [path for path in wanted.fates if path not in found]
    if missing:
        return _missing(missing[0], wanted, serde)
    extra = [path for path in found if path not in wanted.fates]
    if extra:
        return _extra(extra[0], found, wanted)
    path = next(path for path, fate in wanted.fates.items() if found[path] != fate)
    return _wrong_fate(path, found[path], wanted)


def _strange(path: str, found: dict[str, Any], wanted: Planned) -> tuple[str, str]:
    known = ", ".join(wanted.fates) or "no path at all"
    saw = f"it named {path!r}; there is to be found: {known}"
    if path == "":
        return saw, _top(found[path], wanted)
    if any(sign in path for sign in "[]'/"):
        return saw, "how does the task write a path? keys and numbers, and one sign between"
    if path.startswith("."):
        return saw, "what stands in front of the first key?"
    if any(known.endswith(f".{path}") for known in wanted.kinds):
        return saw, "a path leads there from the top; what does your inner call know of that?"
    if any(path == known.replace(".", "") for known in wanted.kinds):
        return saw, "what stands between two keys?"
    above, _, key = path.rpartition(".")
    while above and above not in wanted.kinds:
        above, _, key = above.rpartition(".")
    if wanted.kinds.get(above) in ("list", "tuple", "named tuple") and key.isdigit():
        return saw, "from which number does the task count?"
    if wanted.kinds.get(above) == "named tuple":
        return saw, "a named tuple is a tuple; how does the task write a place in one?"
    kind = _a(wanted.kinds[above]) if above in wanted.kinds else "nothing"
    return saw, f"{above or 'the top'} is {kind}; what are its parts called?"


def _top(fate: Any, wanted: Planned) -> str:
    # The same mistake would name every container: it is no matter of the top alone.
    refused = [path for path, word in wanted.fates.items() if word == "refused"]
    if fate == "refused" and refused:
        return f"that is the whole state: is it at fault, or is {refused[0]!r} inside it?"
    if fate == "dict":
        return "that is the whole state, a dict before and after; what did you compare?"
    return "the state itself is not one of its values"


def _missing(path: str, wanted: Planned, serde: str) -> tuple[str, str]:
    kind, fate = wanted.kinds[path], wanted.fates[path]
    above = wanted.kinds.get(path.rpartition(".")[0], "")
    where = f", in {_a(above)}" if above else ""
    saw = f"{path!r} was not named; there is {_a(kind)}{where}"
    if kind == BY_ITSELF:
        return saw, "all its parts can be saved, and it cannot; who asks about it, then?"
    if fate == "refused":
        if above in _LOOK_INTO:
            return saw, _LOOK_INTO[above]
        return saw, "what does the serializer do with this value? how would you notice?"
    saw += f", which comes back as {_a(fate)}"
    if serde == "strict" and kind in ("Meal", "Seat"):
        return saw, "which serializer did you ask? the caller gave you one"
    if kind == "tuple":
        return saw, "who judges the container itself, once its parts are done?"
    if kind == "bytearray":
        return saw, "ask for it alone, and ask for it inside a list: is that the same question?"
    if kind in ("Miles", "defaultdict"):
        return saw, "the two are equal; are they of one type?"
    if kind == "set of tuples":
        return saw, "which set has no part of another type, and still becomes a list?"
    if kind == "dataclass made in a function":
        return saw, "from which module could its class be imported again?"
    return saw, "no error is raised here; what does the serializer give back?"


_LOOK_INTO = {
    "dict": "a dict inside a dict: who looks into that one?",
    "list": "who looks at the second, the third item of a list?",
    "tuple": "a tuple has parts, too",
    "named tuple": "a named tuple has parts, as any tuple has",
    "dataclass": "how does one get at the fields of a dataclass?",
}


def _extra(path: str, found: dict[str, Any], wanted: Planned) -> tuple[str, str]:
    kind = wanted.kinds[path]
    saw = f"it named {path!r} as {found[path]!r}; there is {_a(kind)}"
    inside = [each for each in wanted.fates if each.startswith(f"{path}.")]
    if found[path] == kind:
        return saw, "the type is the same; what did you compare?"
    if inside:
        return saw, f"is that its own fault, or that of {inside[0]!r} inside it?"
    return saw, "what comes back for this very value, from the serializer you were given?"


def _wrong_fate(path: str, fate: Any, wanted: Planned) -> tuple[str, str]:
    right, kind = wanted.fates[path], wanted.kinds[path]
    saw = f"for {path!r}, {_a(kind)}, it says {fate!r}"
    if right == "refused":
        return saw, "which word does the task use where an error is raised?"
    if fate == "refused":
        return saw, "is there an error, or does something come back?"
    if "class" in str(fate):
        return saw, "the name of a type, without its wrapping"
    return saw, "the type it was, or the type that comes back?"


def _a(kind: str) -> str:
    if kind in ("None", "NoneType", "bytes"):
        return kind.removesuffix("Type")
    return f"{'an' if kind[:1] in 'aeiouAEIOU' else 'a'} {kind}"
