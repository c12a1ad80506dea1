"""How much a student's processes use, all together; the kernel limits only each one."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from autograder.engine.walls import Limits

__all__ = ["TooMuch", "must_be_modest"]


class TooMuch(Exception):
    """The code uses more than it may; the message says of what."""


def must_be_modest(folder: Path, ancestor: int, limits: Limits) -> None:
    """Raise `TooMuch` if *folder*, or the descendants of a process, are beyond the limits."""
    used = _size(folder)
    if used > limits.folder:
        raise TooMuch(f"wrote {used >> 20} megabytes into its folder")
    held = _memory(ancestor)
    if held > limits.memory:
        raise TooMuch(f"took {held >> 20} megabytes of memory")


def _size(folder: Path) -> int:
    total = 0
    for above, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += os.lstat(os.path.join(above, name)).st_size  # noqa: PTH118 (many)
    return total


def _memory(pid: int) -> int:
    """Return the bytes that the descendants of a process have to themselves."""
    import psutil

    total = 0
    with contextlib.suppress(psutil.Error):
        for child in psutil.Process(pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                info = child.memory_info()
                total += info.rss - info.shared
    return total
