"""Which walls hold on this machine: each is tried, by a child that would like to get through."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from autograder.contract import StudentFault
from autograder.engine import landlock, room, trespass
from autograder.engine.channel import Closed, TimedOut
from autograder.engine.student import Student
from autograder.engine.walls import Walls
from autograder.engine.warm import WarmProcess

__all__ = ["Finding", "Health", "WallsMissing", "best", "examine"]


class WallsMissing(Exception):
    """Submissions cannot be kept in here; the message says why and what to do."""


@dataclass(frozen=True)
class Finding:
    """One wall: what was tried, and what the child got; nothing got is a wall that holds."""

    attempt: str
    got: str

    @property
    def holds(self) -> bool:
        """Whether the child was refused."""
        return not self.got


@dataclass(frozen=True)
class Health:
    """What was found out about this machine.

    Attributes:
        level: "room" (namespaces, Landlock, seccomp, limits), "landlock" (the same without
            namespaces), or "none".
        findings: Every attempt, and its outcome.
        remark: Why it is not a better level.
    """

    level: str
    findings: tuple[Finding, ...]
    remark: str = ""

    @property
    def sound(self) -> bool:
        """Whether every wall holds."""
        return bool(self.findings) and all(finding.holds for finding in self.findings)


@cache
def examine(walls: Walls | None = None) -> Health:
    """Try the best walls that this machine has, with the limits of *walls*."""
    walls = walls or Walls()
    why_not = room.why_not() if walls.room else "not asked for"
    wanted = replace(walls, room=not why_not)
    level, remark = ("landlock", f"no room: {why_not}") if why_not else ("room", "")
    if landlock.abi() == 0:
        return Health("none", (), "this kernel has no Landlock (it needs Linux 5.13 or newer)")
    if why_not and os.geteuid() == 0 and not _others_reach_python():
        return Health(
            "none", (), f"{remark}; and root's Python lies where no other user may go"
        )
    try:
        return Health(level, tuple(_try(wanted)), remark)
    except (StudentFault, Closed, TimedOut, OSError) as error:
        told = str(error) or type(error).__name__
        return Health("none", (), f"{remark or 'no child could be started'}: {told}")


def best(walls: Walls | None = None) -> Walls:
    """Return *walls* as strong as this machine has them.

    Raises:
        WallsMissing: One of them does not hold.
    """
    walls = walls or Walls()
    health = examine(walls)
    if not health.sound:
        through = ", ".join(f.attempt for f in health.findings if not f.holds)
        raise WallsMissing(
            f"a submission could {through or 'do anything here'}: {health.remark or health.level}. "
            "Grade as an ordinary user on Linux 6.12 or newer, or install bubblewrap; "
            "`autograder doctor` shows each wall. --trust-submissions grades without walls, "
            "and says so in the marks"
        )
    return replace(walls, room=health.level == "room")


def _others_reach_python() -> bool:
    roots = (sys.executable, sys.prefix, sys.base_prefix)
    above = {folder for root in roots for folder in Path(root).resolve().parents}
    return all(folder.stat().st_mode & 0o001 for folder in above)


def _try(walls: Walls) -> Iterator[Finding]:
    with _bait(walls) as facts:
        warm = WarmProcess(walls=walls)
        try:
            with Student(warm, {"cells": []}) as student:
                got = student.run(trespass.attempt, facts, seconds=30)
        finally:
            warm.close()
    for attempt in trespass.ATTEMPTS:
        yield Finding(attempt, str(got.get(attempt, "no answer")))


@contextmanager
def _bait(walls: Walls) -> Iterator[dict[str, Any]]:
    """Set out what the child must not get at: a file, a port, a process, a variable."""
    variable = f"AUTOGRADER_{secrets.token_hex(4)}"
    with tempfile.TemporaryDirectory(prefix="doctor-") as folder, socket.socket() as listener:
        Path(folder).chmod(0o755)
        secret = Path(folder, "secret")
        secret.write_text("secret")
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        bystander = subprocess.Popen(["sleep", "60"])
        os.environ[variable] = "secret"
        try:
            yield {
                "secret": str(secret),
                "port": listener.getsockname()[1],
                "bystander": bystander.pid,
                "variable": variable,
                "processes": walls.limits.processes,
                "memory": walls.limits.memory,
                "file": walls.limits.file,
            }
        finally:
            del os.environ[variable]
            bystander.kill()
            bystander.wait()
