"""Files in a student's folder, put there and read by somebody who trusts nothing in it.

No link is followed and no pipe waited for, and where something stands in the way, or cannot be
read, that is the student's doing and told as such.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath

from autograder.contract import StudentFault
from autograder.engine.usage import MOST_ENTRIES, below

__all__ = ["KERNELS_OWN", "everything", "new_folder", "read", "write"]

KERNELS_OWN = ".kernel"  # a folder: a kernel's sockets, and what it takes for a home
LARGEST = 256 << 20  # bytes of one file, and of all files together
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
# Not to wait for the other end, should somebody have put a pipe there.
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW


def write(folder: Path, file: str, content: bytes) -> None:
    """Put a new file there, in place of one that has its name.

    Raises:
        StudentFault: Something stands in the way.
    """
    with _in_the_way(file), _opened(folder, file) as (parent, name):
        with suppress(FileNotFoundError):
            os.unlink(name, dir_fd=parent)
        there = os.open(name, _NEW, 0o600, dir_fd=parent)
        with os.fdopen(there, "wb") as made:
            made.write(content)


def new_folder(folder: Path, name: str) -> Path:
    """Make a folder there; return it.

    Raises:
        StudentFault: Something stands in the way.
    """
    with _in_the_way(name), _opened(folder, name) as (parent, last):
        os.mkdir(last, 0o700, dir_fd=parent)
    return folder / name


def read(path: Path) -> bytes | None:
    """Return what is in a regular file that is not too large; none where there is no such."""
    try:
        there = os.open(path, _READ)
    except OSError:
        return None
    try:
        found = os.fstat(there)
        if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST:
            return None
        with os.fdopen(there, "rb", closefd=False) as file:
            return file.read(LARGEST)
    finally:
        os.close(there)


def everything(folder: Path) -> dict[str, bytes]:
    """Return the bytes of all files below *folder* by their relative paths.

    Raises:
        StudentFault: There is something that is not read: no file, or too much of all.
    """
    found: dict[str, bytes] = {}
    left = LARGEST
    for count, entry in enumerate(below(folder)):
        name = os.path.relpath(entry.path, folder)
        if count >= MOST_ENTRIES or left < 0:
            raise StudentFault("your code left more files than anybody would read")
        if entry.is_dir(follow_symlinks=False) and os.access(entry.path, os.R_OK | os.X_OK):
            continue
        if entry.stat(follow_symlinks=False).st_size > left:
            raise StudentFault("your code left more bytes than anybody would read")
        content = read(Path(entry.path))
        if content is None:
            raise StudentFault(f"your code left something that cannot be read: {name}")
        left -= len(content)
        found[name] = content
    return dict(sorted(found.items()))


@contextmanager
def _opened(folder: Path, file: str) -> Iterator[tuple[int, str]]:
    """Give a descriptor of the folder that *file* lies in, reached without a link, and its name."""
    *folders, name = PurePath(file).parts
    here = os.open(folder, _FOLDER)
    try:
        for each in folders:
            further = os.open(each, _FOLDER, dir_fd=here)
            os.close(here)
            here = further
        yield here, name
    finally:
        os.close(here)


@contextmanager
def _in_the_way(name: str) -> Iterator[None]:
    try:
        yield
    except (FileExistsError, FileNotFoundError, IsADirectoryError, NotADirectoryError):
        raise StudentFault(f"your code left something in the place of {name}") from None
    except PermissionError:
        raise StudentFault(f"your code closed the place of {name}") from None
