"""What a child has told, as the contract's own values and errors."""

from __future__ import annotations

import linecache
from typing import Any

from autograder.contract import CodeRaised, Line, NotPlain

__all__ = ["raised_by", "value_of"]

LONGEST = 300  # characters of a message, or of a line of code


def value_of(value: Any) -> Any:
    """Return a value, or what stands for one that was not plain."""
    if isinstance(value, dict) and list(value) == ["not plain"]:
        kind, holds = value["not plain"]
        return NotPlain(str(kind), tuple(map(str, holds)))
    return value


def raised_by(told: dict[str, Any]) -> CodeRaised:
    """Return the error that a child has described."""
    line = None
    if told.get("line"):
        file, number, function, text = told["line"]
        number = int(number)
        text = _plainly(text or _of_a_cell(str(file), number))
        line = Line(_plainly(file), number, _plainly(function), text)
    kinds = [_plainly(kind) for kind in told["kinds"]]
    return CodeRaised(kinds, _plainly(told["message"]), line, untouched=bool(told["untouched"]))


def _plainly(value: object) -> str:
    """Return the first line of a text, of a length that a sentence can carry."""
    return (str(value)[:LONGEST].splitlines() or [""])[0]


def _of_a_cell(file: str, number: int) -> str:
    """Return a line of a cell that this very process holds, as a notebook's kernel does.

    The child names the file: what is not a cell is never opened.
    """
    known: Any = linecache.cache.get(file, ())
    # Size, time of change (which a file has, and a cell that IPython put there has not), lines.
    lines = known[2] if len(known) == 4 and known[1] is None else []
    return str(lines[number - 1]).strip() if 0 < number <= len(lines) else ""
