"""What a child has told, as the contract's own values and errors."""

from __future__ import annotations

import linecache
from typing import Any

from autograder.contract import CodeRaised, Line, NotPlain

__all__ = ["raised_by", "value_of"]


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
        # Only the process that holds the notebook's cells knows their text.
        text = text or linecache.getline(file, number).strip()
        line = Line(file, number, function, text)
    return CodeRaised(told["kinds"], told["message"], line, untouched=bool(told["untouched"]))
