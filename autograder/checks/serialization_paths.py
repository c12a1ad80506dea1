"""Nested states with known values at known places, for `4_protection/serialization`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

__all__ = ["BY_ITSELF", "CHANGED", "FINE", "REFUSED", "Planned", "planned", "random_plan"]

REFUSED = ("Client", "lock", "function", "generator", "complex number", "65-bit number")
BY_ITSELF = "dict with a complex key"  # a container that is refused, and none of its parts
# What becomes of a value with an allow-list that has none of its classes, and without one.
CHANGED = {
    "exception": "str",
    "Miles": "int",
    "defaultdict": "dict",
    "bytearray": "bytes",
    "set of tuples": "list",
    "dataclass made in a function": "dict",
}
CHANGED_IF_STRICT = {"Meal": "str", "Seat": "dict"}  # where it does not raise an error
FINE = ("datetime", "set", "Decimal", "UUID", "Path", "message", "None", "bytes")
KEYS = ("legs", "hotel", "notes", "guide", "fares", "days", "maps", "extra")


@dataclass
class Planned:
    """A state that a probe will build, and what is to be found in it.

    Attributes:
        plan: What the probe builds.
        fates: By path, what becomes of the value there.
        kinds: By path, what kind of value stands there, for all paths.
    """

    plan: dict[str, Any]
    fates: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)


def planned(plan: dict[str, Any], serde: str = "open") -> Planned:
    """Return *plan* with all that is to be found in it, by one of the probe's serializers."""
    made = Planned(plan)
    for key, part in plan.items():
        _judge(made, key, part, serde)
    return made


def _judge(made: Planned, path: str, plan: Any, serde: str) -> bool:
    """Note what becomes of the value at *path*; say whether it can be saved."""
    kind, parts = plan if isinstance(plan, list) else ("leaf", type(plan).__name__)
    if kind == "leaf":
        made.kinds[path] = parts
        fate = _fate(parts, serde)
        if fate:
            made.fates[path] = fate
        return fate != "refused"
    made.kinds[path] = kind
    whole = [_judge(made, f"{path}.{key}", part, serde) for key, part in _parts(kind, parts)]
    if not all(whole):
        return False
    if kind == "tuple":
        # A named tuple comes back whole; only the open serializer is asked about one.
        made.fates[path] = "list"
    return True


def _fate(kind: str, serde: str) -> str:
    strange = kind in CHANGED_IF_STRICT and serde != "open"
    if kind in (*REFUSED, BY_ITSELF) or (strange and serde == "raising"):
        return "refused"
    return CHANGED.get(kind, "") or (CHANGED_IF_STRICT[kind] if strange else "")


def _parts(kind: str, parts: Any) -> Iterator[tuple[Any, Any]]:
    yield from parts.items() if kind in ("dict", "dataclass") else enumerate(parts)


def random_plan(random: Random, kinds: list[str]) -> dict[str, Any]:
    """Return a plan with all of *kinds* in it, each in a place drawn at random."""
    keys = random.sample(KEYS, 4)
    plan: dict[str, Any] = {key: _container(random, 2) for key in keys}
    for kind in kinds:
        _put(random, plan[random.choice(keys)], ["leaf", kind])
    return plan


def _container(random: Random, depth: int) -> list[Any]:
    kind = random.choice(["dict", "list", "list", "tuple", "dataclass"])
    inner = _container(random, depth - 1) if depth else ["leaf", random.choice(FINE)]
    other = ["leaf", random.choice(FINE)]
    if kind == "dict":
        one, two = random.sample(KEYS, 2)
        return [kind, {one: inner, two: other}]
    if kind == "dataclass":
        return [kind, {"number": random.randrange(99), "meal": inner}]
    return [kind, random.sample([inner, other], 2)]


def _put(random: Random, plan: list[Any], leaf: list[Any]) -> None:
    """Put *leaf* somewhere below the container *plan*."""
    kind, parts = plan
    if kind == "dataclass":
        if parts["meal"][0] == "leaf":
            parts["meal"] = ["list", [parts["meal"]]]
        _put(random, parts["meal"], leaf)
        return
    below = [part for _, part in _parts(kind, parts) if part[0] != "leaf"]
    if below and random.random() < 0.6:
        _put(random, random.choice(below), leaf)
    elif kind == "dict":
        parts[f"part{len(parts)}"] = leaf
    else:
        parts.append(leaf)
