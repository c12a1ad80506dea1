"""A server's program: started as the keeper's child, ended with it, its last words kept."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

__all__ = ["Program", "ends_with_its_parent", "why_it_ended"]

PR_SET_PDEATHSIG = 1  # linux/prctl.h
FULL = 64 << 10  # bytes: with fewer than these, a disk is full
# What programs print when they fail, and what a person can do about it.
CAUSES = {
    "No space left on device": "the disk is full; free 200 MB",
    "Disk quota exceeded": "the disk quota is used up; free 200 MB",
    "Permission denied": "no permission to write in its folder",
    "Read-only file system": "its folder is on a read-only disk",
    "GLIBC": "its program needs a newer system than this one",
    "Exec format error": "its program is made for another kind of machine",
    "Cannot allocate memory": "there is not enough memory; close other notebooks",
}


def ends_with_its_parent(how: signal.Signals) -> Callable[[], None] | None:
    """Return what a child must call to get signal *how* when its parent is killed.

    Linux only. Elsewhere the next start finds a program left behind, and ends it.
    """
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl  # looked up now: after the fork is too late for imports
    return lambda: prctl(PR_SET_PDEATHSIG, how)


def why_it_ended(said: str, place: Path) -> str:
    """Return one sentence on why a program failed that printed *said*."""
    if shutil.disk_usage(place).free < FULL:
        said += "No space left on device"  # nor was there any for the program's last words
    for sign, advice in CAUSES.items():
        if sign in said:
            return f"{advice} ({place})"
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return f"{lines[-1] if lines else 'it ended without a word'} (see {place}/server.log)"


class Program:
    """A running program whose output goes to `server.log` in its place.

    Args:
        command: The program and its arguments.
        place: The server's folder.
        stop: The signal that ends it in good order.
        user: Another user to run as; root only.
        told: What it reads from its standard input.
    """

    def __init__(
        self,
        command: Sequence[str],
        place: Path,
        stop: signal.Signals,
        user: str | None = None,
        told: str = "",
    ) -> None:
        self._place, self._stop = place, stop
        self._log = place / "server.log"
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                command,
                cwd="/",
                env={**os.environ, "LC_ALL": "C"},
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                text=True,
                user=user,
                group=None,
                preexec_fn=ends_with_its_parent(stop),
            )
        assert self._process.stdin
        self._process.stdin.write(told)
        self._process.stdin.close()

    def wait_for(self, answers: Callable[[], bool], seconds: float) -> None:
        """Wait until the server answers.

        Raises:
            RuntimeError: It ended or did not answer in time; one sentence says why.
        """
        deadline = time.monotonic() + seconds
        while not answers():
            if not self.is_alive():
                raise RuntimeError(why_it_ended(self._log.read_text(), self._place))
            if time.monotonic() > deadline:
                self.end()
                raise RuntimeError(f"it did not answer in {seconds:g} seconds")
            time.sleep(0.02)

    def is_alive(self) -> bool:
        """Say whether it still runs."""
        return self._process.poll() is None

    def end(self) -> None:
        """End it in good order; by force after ten seconds."""
        if self.is_alive():
            self._process.send_signal(self._stop)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
