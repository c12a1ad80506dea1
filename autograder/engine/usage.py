"""How much a student's processes use, all together; the kernel limits only each one."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from autograder.engine.walls import Limits

__all__ = ["TooMuch", "below", "must_be_modest", "remove"]

MOST_ENTRIES = 10_000  # files and folders in a submission's folder
DEEPEST = 100  # folders within folders


class TooMuch(Exception):
    """The code uses more than it may; the message says of what."""


def must_be_modest(folders: Iterable[Path], ancestor: int, limits: Limits) -> None:
    """Raise `TooMuch` if *folders*, or the descendants of a process, are beyond the limits."""
    used = 0
    for count, each in enumerate(entry for folder in folders for entry in below(folder)):
        if count >= MOST_ENTRIES:
            raise TooMuch(f"put more than {MOST_ENTRIES:,} files into its folder")
        with contextlib.suppress(OSError):
            used += each.stat(follow_symlinks=False).st_size
    held, nameless = _held(ancestor)
    if used + nameless > limits.folder:
        raise TooMuch(f"wrote {used + nameless >> 20} megabytes into its folder")
    if held > limits.memory:
        raise TooMuch(f"took {held >> 20} megabytes of memory")


def below(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Yield what is in a folder, as deep as `DEEPEST`; follow no link, and do not recurse."""
    to_do = [(str(folder), 0)]
    while to_do:
        path, depth = to_do.pop()
        with contextlib.suppress(OSError), os.scandir(path) as entries:
            for entry in entries:
                yield entry
                if depth < DEEPEST and entry.is_dir(follow_symlinks=False):
                    to_do.append((entry.path, depth + 1))


def remove(folder: Path) -> None:
    """Remove a folder, however deep it is and whatever its modes are."""
    with contextlib.suppress(OSError, RecursionError):
        shutil.rmtree(folder)
    if folder.exists():
        # Too deep for Python's recursion, or closed by its owner.
        for command in (["chmod", "-R", "u+rwX"], ["rm", "-rf"]):
            subprocess.run([*command, "--", str(folder)], stderr=subprocess.DEVNULL)


def _held(pid: int) -> tuple[int, int]:
    """Return the bytes of memory that a process's descendants have to themselves.

    And those of files that have no name any more, or never had one.
    """
    import psutil

    memory = 0
    files: dict[tuple[int, int], int] = {}
    with contextlib.suppress(psutil.Error):
        for child in psutil.Process(pid).children(recursive=True):
            with contextlib.suppress(OSError, ValueError):
                memory += _resident(child.pid)
                files.update(_nameless(child.pid))
    return memory, sum(files.values())


def _resident(pid: int) -> int:
    """Return what a process has in memory that is in no file; shared memory counts as its own."""
    with open(f"/proc/{pid}/status", "rb") as status:  # noqa: PTH123 (at every look)
        found = [line.split() for line in status if line.startswith((b"RssAnon", b"RssShmem"))]
    return sum(int(line[1]) for line in found) << 10


def _nameless(pid: int) -> Iterator[tuple[tuple[int, int], int]]:
    for entry in os.scandir(f"/proc/{pid}/fd"):
        with contextlib.suppress(OSError):
            found = entry.stat()
            if stat.S_ISREG(found.st_mode) and not found.st_nlink:
                yield (found.st_dev, found.st_ino), found.st_blocks << 9
