"""A process that has imported the libraries once and forks a child per student.

Importing LangGraph takes longer than most answers run. `WarmProcess` is the end that asks;
`server.py` is the process itself.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from autograder.engine import room, seccomp
from autograder.engine.channel import Channel, Closed, TimedOut
from autograder.engine.walls import Walls

__all__ = ["WarmProcess"]

IMPORT_SECONDS = 120.0  # a cold disk with virus scanner, not a usual time
FOLDERS = "students-"  # begins the name of a folder, followed by whose process made it
LONGEST_REPLY = 16 << 20  # bytes: the outputs of one cell, pictures among them


class WarmProcess:
    """Starts children that have the libraries in memory already.

    Args:
        preload: Modules to import at once.
        walls: What the children may do; None is everything that the user may.

    Attributes:
        folder: Where the students' folders are; gone when the process has ended.
        user: The user id of the children, where it is not that of this process.
    """

    def __init__(self, preload: Iterable[str] = (), walls: Walls | None = None) -> None:
        ours, theirs = socket.socketpair()
        _tidy_up()
        self.folder = _new_folder()
        self.walls, self.user = walls, room.spare_user() if walls else None
        if self.user is not None:
            os.chown(self.folder, self.user, self.user)
        # A session of its own: an interrupt meant for the kernel must not end it.
        self._process = subprocess.Popen(
            self._command(theirs.fileno()),
            cwd=self.folder,
            env=self._environment(),
            pass_fds=[theirs.fileno()],
            start_new_session=True,
            # Jupyter shows what lands on a kernel's stderr, and nbgrader takes marks for it.
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        theirs.close()
        self._channel = Channel(ours)
        self._loaded: set[str] = set()
        self._prepared, self._known = False, set[str]()
        try:
            self._ask({"load": []})  # it is there, or this says so
        except (Closed, TimedOut):
            self.close()
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        self.load(preload)

    def _command(self, fd: int) -> list[str]:
        told = {
            "fd": fd,
            "folder": str(self.folder),
            "user": self.user,
            "walls": self.walls and self.walls.as_json(),
            "filter": base64.b64encode(_filter(self.walls)).decode(),
        }
        command = [sys.executable, "-m", "autograder.engine.server", json.dumps(told)]
        if self.walls and self.walls.room:
            return [*room.command(self.walls, str(self.folder)), *command]
        return command

    def _environment(self) -> dict[str, str]:
        # macOS would end a forked child that touches its frameworks; ours do not.
        added = {"OBJC_DISABLE_INITIALIZE_FORK_SAFETY": "YES"}
        if self.walls is None:
            return os.environ | added
        # The grader's environment may hold keys and passwords: a student's code gets none of it.
        kept = {name: os.environ[name] for name in ("LANG", "LC_ALL") if name in os.environ}
        home = {"HOME": str(self.folder), "TMPDIR": str(self.folder), "PATH": os.defpath}
        # SQLite asks once where its temporary files go: each child in its own current folder.
        home["SQLITE_TMPDIR"] = "."
        return kept | home | {"OPENAI_AGENTS_DISABLE_TRACING": "1", "PYTHONSAFEPATH": "1"}

    @property
    def pid(self) -> int:
        """Its process id on this side; the children are among its descendants."""
        return self._process.pid

    def load(self, modules: Iterable[str]) -> list[str]:
        """Import *modules* now, so that every child from here on has them.

        Returns those that started a thread, which no fork has: this process is of no use then.
        """
        new = [module for module in modules if module not in self._loaded]
        if not new:
            return []
        self._loaded.update(new)
        return list(self._ask({"load": new})["threaded"])

    def prepare(self) -> None:
        """Make IPython now, for children that run cells."""
        if not self._prepared:
            self._ask({"prepare": True})
            self._prepared = True

    def know(self, probes: str) -> None:
        """Make the module that the source *probes* is, so that every child from here on has it."""
        if probes not in self._known:
            self._ask({"probes": probes})
            self._known.add(probes)

    def fork(self, kind: str = "code") -> tuple[int, Channel]:
        """Return the process id of a new child and a channel to it.

        Its kind is "code", or "clean" for one that never holds a student's.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            asked = json.dumps({"fork": kind}).encode() + b"\n"
            socket.send_fds(self._channel.socket, [asked], [theirs.fileno()])
            answer = self._channel.receive(IMPORT_SECONDS)
        return answer["pid"], Channel(ours, LONGEST_REPLY)

    def interrupt(self, pid: int) -> None:
        """Send a child what Ctrl-C would."""
        self._ask({"interrupt": pid})

    def end(self, pid: int) -> int:
        """Kill a child with SIGKILL, and all it started; return its exit code."""
        return int(self._ask({"end": pid})["exit_code"])

    @property
    def is_alive(self) -> bool:
        """Whether it can still be asked."""
        return self._process.poll() is None

    def close(self) -> None:
        """End it and all its children."""
        self._channel.close()
        self._process.wait(10)
        # In a room it is a mount, which the process itself can only empty.
        shutil.rmtree(self.folder, ignore_errors=True)

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        self._channel.send(request)
        return self._channel.receive(IMPORT_SECONDS)


def _new_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix=f"{FOLDERS}{os.getpid()}-", dir=_in_memory()))


def _tidy_up() -> None:
    """Remove the folders of processes that were killed and could not do it themselves."""
    for folder in Path(_in_memory() or tempfile.gettempdir()).glob(f"{FOLDERS}*-*"):
        maker = folder.name.removeprefix(FOLDERS).partition("-")[0]
        if maker.isdigit() and not _is_there(int(maker)):
            shutil.rmtree(folder, ignore_errors=True)


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # somebody else's
    return True


def _in_memory() -> str | None:
    """Name a folder in memory where there is one: a check's files need no disk."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108


def _filter(walls: Walls | None) -> bytes:
    """Make the seccomp filter on this side, where the library that makes it can be found."""
    if walls is None:
        return b""
    return seccomp.compiled(internet=bool(walls.ports), local=walls.kernel)
