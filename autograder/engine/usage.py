"""How much a student's processes use, all together; the kernel limits only each one."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
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
    folders = tuple(folders)
    all_of_them = (entry for folder in folders for entry in below(folder, strictly=True))
    for count, each in enumerate(all_of_them):
        if count >= MOST_ENTRIES:
            raise TooMuch(f"put more than {MOST_ENTRIES:,} files into its folder")
        with contextlib.suppress(OSError):
            used += each.stat(follow_symlinks=False).st_size
    held, nameless = _held(ancestor, folders, limits)
    if used + nameless > limits.folder:
        raise TooMuch(f"wrote {used + nameless >> 20} megabytes into its folder")
    if held > limits.memory:
        raise TooMuch(f"took {held >> 20} megabytes of memory")


def below(folder: Path, *, strictly: bool = False) -> Iterator[os.DirEntry[str]]:
    """Yield what is in a folder, as deep as `DEEPEST`; follow no link, and do not recurse.

    Raises:
        TooMuch: *Strictly*, where something cannot be seen: it is deeper, or closed.
    """
    to_do = [(str(folder), 0)]
    while to_do:
        path, depth = to_do.pop()
        try:
            with os.scandir(path) as entries:
                for entry in entries:
                    yield entry
                    if not entry.is_dir(follow_symlinks=False):
                        continue
                    if depth < DEEPEST:
                        to_do.append((entry.path, depth + 1))
                    elif strictly:
                        raise TooMuch(f"put more than {DEEPEST} folders into one another")
        except PermissionError:
            if strictly:
                raise TooMuch("made a folder that nobody may look into") from None
        except OSError:
            pass  # gone meanwhile


def remove(folder: Path) -> None:
    """Remove a folder, however deep it is and whatever its modes are."""
    with contextlib.suppress(OSError, RecursionError):
        shutil.rmtree(folder)
    if folder.exists():
        # Too deep for Python's recursion, or closed by its owner.
        for command in (["chmod", "-R", "u+rwX"], ["rm", "-rf"]):
            subprocess.run([*command, "--", str(folder)], stderr=subprocess.DEVNULL)


def _held(pid: int, folders: tuple[Path, ...], limits: Limits) -> tuple[int, int]:
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
                for what, size in _open(child.pid, limits):
                    memory += size if what is None else 0
                    files |= {what: size} if what else {}
                for what in _mapped(child.pid, folders):
                    # Nobody can ask for its size; it cannot be larger than this.
                    files.setdefault(what, limits.file)
    return memory, sum(files.values())


def _resident(pid: int) -> int:
    """Return what a process has in memory that is in no file; shared memory counts as its own."""
    with open(f"/proc/{pid}/status", "rb") as status:  # noqa: PTH123 (at every look)
        found = [line.split() for line in status if line.startswith((b"RssAnon", b"RssShmem"))]
    return sum(int(line[1]) for line in found) << 10


def _open(pid: int, limits: Limits) -> Iterator[tuple[tuple[int, int] | None, int]]:
    """Yield a process's nameless files with their size, and the most that its sockets hold.

    A file that is on its way through a socket is in no process's list: it counts as the largest.
    """
    for entry in os.scandir(f"/proc/{pid}/fd"):
        with contextlib.suppress(OSError):
            found = entry.stat()
            if stat.S_ISREG(found.st_mode) and not found.st_nlink:
                yield (found.st_dev, found.st_ino), found.st_blocks << 9
            elif stat.S_ISSOCK(found.st_mode):
                yield None, _socket_memory()
                if _on_their_way(pid, entry.name):
                    yield (found.st_dev, found.st_ino), limits.folder + 1


def _on_their_way(pid: int, fd: str) -> bool:
    with open(f"/proc/{pid}/fdinfo/{fd}", "rb") as info:  # noqa: PTH123 (at every look)
        return any(line.startswith(b"scm_fds:") and int(line.split()[1]) for line in info)


@cache
def _socket_memory() -> int:
    """Return the most bytes that wait in one socket; the kernel's own share doubles them, twice."""
    return 4 * int(Path("/proc/sys/net/core/wmem_max").read_text())


def _mapped(pid: int, folders: tuple[Path, ...]) -> Iterator[tuple[int, int]]:
    """Yield the files of *folders* that a process has in memory, and that have no name any more."""
    inside = tuple(f"{folder}/".encode() for folder in folders)
    with open(f"/proc/{pid}/maps", "rb") as maps:  # noqa: PTH123 (at every look)
        for line in maps:
            if line.endswith(b"(deleted)\n"):
                _, _, _, device, inode, path = line.split(maxsplit=5)
                if path.startswith(inside):
                    major, minor = (int(part, 16) for part in device.split(b":"))
                    yield (os.makedev(major, minor), int(inode))
