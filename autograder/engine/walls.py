"""What a student's process may do when it is marked, and how this machine can hold it to that.

Three layers, each a second look at what another might let pass:

- a *room*, made once for a warm process by bubblewrap: namespaces of its own for processes,
  network and files, in which the grader's files do not exist (`room.py`);
- *Landlock* and *seccomp*, given up to in each child before it sees the student's code;
- *limits* on processor time, memory, processes, files and output, and a user of its own when
  grading as root.

`Level` says which of them hold. They are never guessed: `doctor.py` tries each.
"""

from __future__ import annotations

import os
import resource
import site
import ssl
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from autograder.engine import landlock, seccomp

__all__ = ["Limits", "Walls", "raise_walls", "readable"]

MEGABYTE = 1 << 20
PACKAGE = Path(__file__).parents[1]  # autograder/
_TRUSTED = ssl.get_default_verify_paths()
CERTIFICATES = [_TRUSTED.openssl_cafile, _TRUSTED.openssl_capath]


@dataclass(frozen=True)
class Limits:
    """How much a student's code may use.

    Attributes:
        processor: Seconds of processor time for one process.
        memory: Bytes of address space for one process, and of memory for all together.
        processes: Processes and threads at once.
        file: Bytes of one file.
        folder: Bytes in its folder.
        open_files: Files and sockets open at once in one process.
    """

    processor: int = 60
    memory: int = 3072 * MEGABYTE
    processes: int = 64
    file: int = 128 * MEGABYTE
    folder: int = 256 * MEGABYTE
    open_files: int = 256


@dataclass(frozen=True)
class Walls:
    """What is asked for.

    Attributes:
        room: Namespaces of its own; refused by many containers.
        ports: TCP ports of servers that the lesson needs; without any there is no network.
        read: More folders that the code needs, as a course's own data.
        kernel: The child talks with a kernel of its own, over sockets in its folder; only in a
            room, where no other sockets are within reach.
        limits: See `Limits`.
    """

    room: bool = True
    ports: tuple[int, ...] = ()
    read: tuple[str, ...] = ()
    kernel: bool = False
    limits: Limits = field(default_factory=Limits)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data, for the command line of a warm process."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Walls:
        """Make it from what `as_json` returned."""
        return cls(
            told["room"],
            tuple(told["ports"]),
            tuple(told["read"]),
            told["kernel"],
            Limits(**told["limits"]),
        )


@cache
def readable(more: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the paths that Python, its libraries and the engine live in, and no others.

    Neither checks nor answers are among them: of this project only the engine, the contract
    and `workbook`, which notebooks import, are.
    """
    engine = [PACKAGE / name for name in ("__init__.py", "contract.py", "engine")]
    own = [str(path) for path in (*engine, PACKAGE.parent / "workbook")]
    python = [sys.prefix, sys.base_prefix, *site.getsitepackages()]
    system = ["/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/localtime"]
    return tuple(filter(_exists, dict.fromkeys([*python, *system, *own, *more])))


def raise_walls(walls: Walls, folder: str, program: bytes) -> None:
    """Confine this process to *folder* for good; called in a child, before its code is read.

    Raises:
        OSError: A wall could not be raised; the child must not run anything then.
    """
    _limit(walls.limits)
    devices = ["/dev/urandom", "/proc/cpuinfo", "/proc/meminfo"]
    # In a room no certificates exist, and a client does without. Elsewhere it finds those that
    # the system trusts, which are public, and fails where it may not read them.
    inside = ["/proc"] if walls.room else CERTIFICATES
    landlock.confine(
        [*readable(walls.read), *devices, *inside], [folder, "/dev/null"], walls.ports
    )
    seccomp.load(program)


def _limit(limits: Limits) -> None:
    for what, most in (
        (resource.RLIMIT_CPU, limits.processor),
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_NPROC, limits.processes + _already()),
        (resource.RLIMIT_FSIZE, limits.file),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def _already() -> int:
    """Count this user's processes and threads that the limit on them counts, too.

    In a room there are only the room's; elsewhere all that the user runs on this machine.
    """
    mine, count = os.getuid(), 0
    for process in os.listdir("/proc"):  # noqa: PTH208 (in each child)
        if process.isdigit():
            with suppress(OSError):
                tasks = os.stat(f"/proc/{process}/task")  # noqa: PTH116 (as above)
                # A folder has a link from itself, one from above, and one from each below.
                count += tasks.st_nlink - 2 if tasks.st_uid == mine else 0
    return count


def _exists(path: str) -> bool:
    try:
        return Path(path).exists()
    except OSError:
        return False
