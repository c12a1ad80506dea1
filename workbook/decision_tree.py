"""The smallest tree that says what a function says, as a picture and as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from workbook.decision_drawing import draw_tree
from workbook.decisions import every, neighbours, options, said

__all__ = ["Diagram", "Leaf", "Question", "follow", "tree"]


@dataclass(frozen=True)
class Leaf:
    """An answer."""

    answer: str


@dataclass(frozen=True)
class Question:
    """A field to ask for, and for each group of its values where that leads."""

    field: str
    branches: tuple[tuple[tuple[Any, ...], Leaf | Question], ...]


Tree = Leaf | Question
Known = tuple[Any, ...]  # a value for each field, or ANY
ANY = object()


def tree(decide: Callable[[Any], str], kind: Any) -> Tree:
    """Return a smallest tree that answers as *decide* does, for every value of *kind*.

    Values that lead to the same tree share a branch, and a field is asked for only where it
    matters. Of trees that are equally small, the one that asks earlier fields first.
    """
    possible = _relevant(decide, kind)

    @cache
    def best(known: Known) -> tuple[int, Tree]:
        free = [field for field, value in zip(possible, known, strict=True) if value is ANY]
        if not free:
            return 1, Leaf(decide(kind(**dict(zip(possible, known, strict=True)))))
        return min((asked(field, known) for field in free), key=lambda found: found[0])

    def asked(field: str, known: Known) -> tuple[int, Tree]:
        at, size = list(possible).index(field), 1
        groups: dict[Tree, list[Any]] = {}
        for value in possible[field]:
            weight, below = best((*known[:at], value, *known[at + 1 :]))
            size += 0 if below in groups else weight
            groups.setdefault(below, []).append(value)
        if len(groups) == 1:
            return size - 1, next(iter(groups))
        return size, Question(field, tuple((tuple(v), t) for t, v in groups.items()))

    return best((ANY,) * len(possible))[1]


def _relevant(decide: Callable[[Any], str], kind: Any) -> dict[str, tuple[Any, ...]]:
    """Leave out the fields that change no answer."""
    answers: dict[Any, str] = {one: decide(one) for one in every(kind)}
    matter = {
        field
        for one, answer in answers.items()
        for field, _, other in neighbours(one)
        if answers[other] != answer
    }
    return {field: values for field, values in options(kind).items() if field in matter}


def follow(asked: Tree, one: Any) -> str:
    """Return the answer that a tree has for *one*."""
    while isinstance(asked, Question):
        value = getattr(one, asked.field)
        asked = next(below for values, below in asked.branches if value in values)
    return asked.answer


@dataclass(frozen=True, repr=False)
class Diagram:
    """A tree to be shown: as a picture, and as text where there are none.

    Attributes:
        root: See `tree`.
        title: Above the picture.
    """

    root: Tree
    title: str

    def __repr__(self) -> str:
        return "\n".join([self.title, *_outline(self.root, "  ")])

    def _repr_svg_(self) -> str:
        spoken = "; ".join(f"{', '.join(path)}: {end}" for path, end in _paths(self.root))
        return draw_tree(list(_rows(self.root)), self.title, f"{self.title}. {spoken}.")


def _outline(asked: Tree, indent: str) -> Iterator[str]:
    if isinstance(asked, Leaf):
        yield f"{indent}{asked.answer}"
        return
    for values, below in asked.branches:
        if isinstance(below, Leaf):
            yield f"{indent}{_words(asked.field)} {said(values)}: {below.answer}"
        else:
            yield f"{indent}{_words(asked.field)} {said(values)}:"
            yield from _outline(below, indent + "    ")


def _paths(asked: Tree, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(asked, Leaf):
        yield path or ("always",), asked.answer
        return
    for values, below in asked.branches:
        yield from _paths(below, (*path, f"{_words(asked.field)} {said(values)}"))


def _rows(asked: Tree, depth: int = 0, value: str = "") -> Iterator[tuple[int, str, str, bool]]:
    """Give each line of the picture: its depth, the value that leads there, its words, if it ends."""
    if isinstance(asked, Leaf):
        yield depth, value, asked.answer, True
        return
    yield depth, value, f"{_words(asked.field)}?", False
    for values, below in asked.branches:
        yield from _rows(below, depth + 1, said(values))


def _words(field: str) -> str:
    return field.replace("_", " ")
