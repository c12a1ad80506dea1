"""Say what to do when a cell of a lesson fails because cells ran before.

Lessons are read from top to bottom and assert what they show, down to the number of rows; a
cell that adds a row shows another number the second time. Its `AssertionError` alone would
read as if the lesson were wrong, or the library.

The callback gets IPython's `ExecutionResult` (IPython's documentation, "IPython Events").
"""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

__all__ = ["Runs", "watch"]

FRESH = "Kernel → Restart Kernel and Run up to Selected Cell… starts afresh."
AGAIN = f"This cell ran before in this kernel and may count on not having done so. {FRESH}"
ABOVE = f"Other cells ran more than once in this kernel; this one may count on once. {FRESH}"


class Runs:
    """How often each cell succeeded in this kernel, by its source."""

    def __init__(self) -> None:
        self._done: Counter[str] = Counter()

    def note(self, result: Any) -> None:
        """Note one run; where it failed, print what earlier runs may have to do with it."""
        source = str(result.info.raw_cell)
        if result.success:
            self._done[source] += 1
        elif advice := self._advice(source, result.error_in_exec):
            print(advice)

    def _advice(self, source: str, error: BaseException | None) -> str:
        # A check is there to be run again; what it says is all there is to say.
        if isinstance(error, Exception) and not _is_check(source):
            if self._done[source]:
                return AGAIN
            if isinstance(error, AssertionError) and self._is_any_repeated():
                return ABOVE
        return ""

    def _is_any_repeated(self) -> bool:
        return any(n > 1 and not _is_check(source) for source, n in self._done.items())


def _is_check(source: str) -> bool:
    return "autograder" in source or "check_" in source


def watch() -> None:
    """Have the kernel that this runs in note its cells; elsewhere, do nothing."""
    # Not imported: who is in no kernel needs no IPython.
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is not None:
        shell.events.register("post_run_cell", Runs().note)
