"""Run cells for the names they define: as plain Python where they are that, else by IPython.

IPython around a cell costs twenty times as much, and for most shows nothing that marking reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import CodeType
from typing import Any

__all__ = ["load"]

# What earlier cells were, and what they showed: IPython has to run those for it.
HISTORY = r"In|Out|_+\d*|_i+\d*|_[oid]h"
OF_HISTORY = re.compile(HISTORY)
OF_IPYTHON = re.compile(rf"get_ipython|display|exit|quit|{HISTORY}")
# The same in a cell that Python alone cannot read.
SAYS_HISTORY = re.compile(rf"\b({HISTORY}|__future__)\b")


def load(shell: Any, cells: list[list[str]]) -> dict[str, BaseException]:
    """Run cells, each its id and source, in a `Shell`; return what they raised, by cell."""
    raised: dict[str, BaseException] = {}
    for cell, source, code in _plainly(shell, cells):
        error = shell.run(cell, source)[0] if code is None else _run(code, shell.user_ns)
        if error is not None:
            raised[cell] = error
    return raised


def _run(code: CodeType, names: dict[str, Any]) -> BaseException | None:
    try:
        exec(code, names)  # noqa: S102
    except BaseException as error:
        return error
    return None


def _plainly(shell: Any, cells: list[list[str]]) -> Iterator[tuple[str, str, CodeType | None]]:
    """Yield each cell's id, its source, and its code where that is all it takes to run it."""
    before, codes = [], []
    for cell, source in cells:
        before.append(shell.compile.flags)  # what cells above it import from __future__
        codes.append(_code(shell, cell, source))
    if any(map(_asks_for_history, codes, [source for _, source in cells])):
        shell.compile.flags = (before or [0])[0]
        yield from ((cell, source, None) for cell, source in cells)
        return
    for (cell, source), code, flags in zip(cells, codes, before, strict=True):
        shell.compile.flags = flags
        needed = code is None or any(map(OF_IPYTHON.fullmatch, _names(code)))
        yield cell, source, None if needed else code


def _code(shell: Any, cell: str, source: str) -> CodeType | None:
    if len(source.splitlines()) < 2:
        return None  # IPython takes a single word for a magic, where there is one
    shell.compile.cell = cell
    name = shell.compile.cache(source, shell.execution_count, raw_code=source)
    try:
        # By IPython's own compiler, which keeps what cells import from __future__.
        code: CodeType = shell.compile(source, name, "exec")
    except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError):
        return None
    return code


def _asks_for_history(code: CodeType | None, source: str) -> bool:
    if code is None:
        return SAYS_HISTORY.search(source) is not None
    return any(map(OF_HISTORY.fullmatch, _names(code)))


def _names(code: CodeType) -> Iterator[str]:
    """Return the names that code, and the functions in it, look up outside themselves."""
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner)
