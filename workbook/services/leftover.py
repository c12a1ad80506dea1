"""A server program that outlived its keeper: find it by its lock file, and end it."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

__all__ = ["end_leftover"]

SECONDS = 10


def end_leftover(lock: Path, sign: str) -> None:
    """End the program that *lock* names, and remove a stale lock.

    The first line of *lock* is a process id. It may by now be somebody else's, so the process
    is touched only if its command line contains *sign*, such as the server's data folder.

    Raises:
        RuntimeError: The program does not end.
    """
    try:
        pid = int(lock.read_text().splitlines()[0])
    except (FileNotFoundError, IndexError, ValueError):
        lock.unlink(missing_ok=True)
        return
    deadline = time.monotonic() + SECONDS
    while sign in _command_of(pid):
        if time.monotonic() > deadline:
            raise RuntimeError(f"the server of an earlier run (process {pid}) does not end")
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)
        time.sleep(0.05)
    lock.unlink(missing_ok=True)


def _command_of(pid: int) -> str:
    """Return the command line of a process; empty if there is none."""
    if Path("/proc/self/cmdline").exists():
        with suppress(OSError):
            return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
        return ""
    # macOS has no /proc, and small Linux images have no ps.
    return subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True
    ).stdout
