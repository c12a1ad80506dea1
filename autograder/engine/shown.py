"""What a child says that a cell has shown: looked at before anything else sees it."""

from __future__ import annotations

import re
from typing import Any

from autograder.engine.channel import Garbled

__all__ = ["outputs_of"]

DEEPEST = 50  # lists and mappings within each other; nbformat goes down them by calling itself
NEEDED: dict[str, dict[str, type]] = {
    "stream": {"name": str, "text": str},
    "display_data": {"data": dict, "metadata": dict},
    "execute_result": {"data": dict, "metadata": dict},
    "error": {"ename": str, "evalue": str, "traceback": list},
}
SURROGATES = re.compile("[\ud800-\udfff]")  # no file can hold them


def outputs_of(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the outputs in an answer, each with what its kind needs, in characters a file takes.

    Raises:
        Garbled: They are not outputs of a notebook.
    """
    found = answer.get("outputs")
    if not isinstance(found, list) or not all(map(_is_sound, found)):
        raise Garbled("it is not what a cell can show")
    return [_storable(output, 0) for output in found]


def _is_sound(output: Any) -> bool:
    if not isinstance(output, dict) or not isinstance(output.get("output_type"), str):
        return False
    needed = NEEDED.get(output["output_type"])
    if needed is None or output.get("name", "stdout") not in ("stdout", "stderr"):
        return False
    lines = output.get("traceback", [])
    return all(isinstance(output.get(name), kind) for name, kind in needed.items()) and all(
        isinstance(line, str) for line in lines
    )


def _storable(value: Any, depth: int) -> Any:
    if depth > DEEPEST:
        raise Garbled("it is too deep")
    if isinstance(value, str):
        return SURROGATES.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, list):
        return [_storable(each, depth + 1) for each in value]
    if isinstance(value, dict):
        return {_storable(k, depth): _storable(each, depth + 1) for k, each in value.items()}
    return value
