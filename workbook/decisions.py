"""A decision made by a function, turned over: what it says for all needs, and what would turn it.

A *kind* is a frozen dataclass whose fields are `bool` or `Literal[...]`, such as the needs of a
program. All its values can be tried, so nothing here is written by hand. `decision_tree` draws
such a function, `decision_panel` lets people play with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from functools import cache
from itertools import product
from typing import Any, TypeVar, get_args, get_type_hints

from workbook.decision_drawing import NONE

__all__ = ["every", "neighbours", "options", "or_refused", "said", "turning"]

Kind = TypeVar("Kind")


def options(kind: type) -> dict[str, tuple[Any, ...]]:
    """Return by field the values that it may have."""
    return _options(kind)


@cache  # the hints of a class are evaluated anew each time
def _options(kind: Any) -> dict[str, tuple[Any, ...]]:
    hints = get_type_hints(kind)
    return {field.name: get_args(hints[field.name]) or (False, True) for field in fields(kind)}


def every(kind: type[Kind]) -> Iterator[Kind]:
    """Give every value that *kind* can have."""
    possible = options(kind)
    for values in product(*possible.values()):
        yield kind(**dict(zip(possible, values, strict=True)))


def neighbours(one: Any) -> Iterator[tuple[str, Any, Any]]:
    """Give what differs from *one* in a single field: the field, its value there, and the other."""
    for field, values in options(type(one)).items():
        for value in values:
            if value != getattr(one, field):
                yield field, value, replace(one, **{field: value})


def turning(
    answers: Callable[[Any], Mapping[str, str]], one: Any
) -> Iterator[tuple[str, Any, dict[str, str]]]:
    """Give the single fields that would change an answer: field, value, what would be another.

    Args:
        answers: Returns several answers by name. A `ValueError` is the answer to "no answer".
        one: Where to stand.
    """
    here = answers(one)
    for field, value, other in neighbours(one):
        try:
            there = answers(other)
        except ValueError as error:
            there = {"no answer, because": str(error)}
        changed = {name: new for name, new in there.items() if here.get(name) != new}
        if changed:
            yield field, value, changed


def or_refused(decide: Callable[[Any], str]) -> Callable[[Any], str]:
    """Return *decide* with a `ValueError` as an answer of its own."""

    def told(one: Any) -> str:
        try:
            return decide(one)
        except ValueError as error:
            return f"{NONE} {error}"

    return told


def said(values: tuple[Any, ...]) -> str:
    """Return values as a person says them."""
    return ", ".join({True: "yes", False: "no"}.get(value, str(value)) for value in values)
