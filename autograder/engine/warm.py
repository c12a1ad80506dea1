"""A process that has imported the libraries once and forks a child per student.

Importing LangGraph takes longer than most answers run. `WarmProcess` is the end
that asks; this module, run with `-m`, is the process itself. It never reads what
its children are sent, so no child can inherit another's code, and it starts no
threads, which a fork would break. For marking it stands in a room of its own (`room.py`),
and each child raises walls around itself (`walls.py`).
"""

from __future__ import annotations

import base64
import contextlib
import ctypes
import gc
import importlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from autograder.engine import room, seccomp
from autograder.engine.channel import Channel, Closed
from autograder.engine.walls import Walls

__all__ = ["WarmProcess"]

IMPORT_SECONDS = 120.0  # a cold disk with virus scanner, not a usual time
LONGEST_REPLY = 16 << 20  # bytes: the outputs of one cell, pictures among them
SWEEP_SECONDS = 10.0  # for the last of a child's processes to be gone
_SUBREAPER = 36  # prctl: orphans of this process's descendants become its children


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
        self.folder = Path(tempfile.mkdtemp(prefix="students-", dir=_in_memory()))
        self.walls, self.user = walls, room.spare_user() if walls else None
        if self.user is not None:
            os.chown(self.folder, self.user, self.user)
        told = {
            "fd": theirs.fileno(),
            "folder": str(self.folder),
            "user": self.user,
            "walls": walls and walls.as_json(),
            "filter": base64.b64encode(_filter(walls)).decode(),
        }
        command = [sys.executable, "-m", "autograder.engine.warm", json.dumps(told)]
        if walls and walls.room:
            command = [*room.command(walls, str(self.folder)), *command]
        # A session of its own: an interrupt meant for the kernel must not end it.
        self._process = subprocess.Popen(
            command,
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
        self._prepared = False
        self._ask({"load": []})  # it is there, or this says so
        self.load(preload)

    def _environment(self) -> dict[str, str]:
        # macOS would end a forked child that touches its frameworks; ours do not.
        added = {"OBJC_DISABLE_INITIALIZE_FORK_SAFETY": "YES"}
        if self.walls is None:
            return os.environ | added
        # The grader's environment may hold keys and passwords: a student's code gets none of it.
        kept = {name: os.environ[name] for name in ("LANG", "LC_ALL") if name in os.environ}
        home = {"HOME": str(self.folder), "TMPDIR": str(self.folder), "PATH": os.defpath}
        return kept | home | {"OPENAI_AGENTS_DISABLE_TRACING": "1", "PYTHONSAFEPATH": "1"}

    @property
    def pid(self) -> int:
        """Its process id on this side; the children are among its descendants."""
        return self._process.pid

    def load(self, modules: Iterable[str]) -> None:
        """Import *modules* now, so that every child from here on has them."""
        new = [module for module in modules if module not in self._loaded]
        if new:
            self._ask({"load": new})
            self._loaded.update(new)

    def prepare(self) -> None:
        """Make IPython now, for children that run cells."""
        if not self._prepared:
            self._ask({"prepare": True})
            self._prepared = True

    def fork(self) -> tuple[int, Channel]:
        """Return the process id of a new child and a channel to it."""
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._channel.socket, [b'{"fork": true}\n'], [theirs.fileno()])
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

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        self._channel.send(request)
        return self._channel.receive(IMPORT_SECONDS)


def _in_memory() -> str | None:
    """Name a folder in memory where there is one: a check's files need no disk."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108


def _filter(walls: Walls | None) -> bytes:
    """Make the seccomp filter on this side, where the library that makes it can be found."""
    return seccomp.compiled(internet=bool(walls.ports)) if walls else b""


class _Server:
    """The process itself: one request at a time, until the asker is gone."""

    def __init__(
        self, control: socket.socket, folder: str, walls: Walls | None, program: bytes
    ) -> None:
        self.control, self.folder, self.walls, self.filter = control, folder, walls, program
        self.children: set[int] = set()

    def serve(self) -> None:
        pending = b""
        while True:
            data, fds, _, _ = socket.recv_fds(self.control, 65536, 1)
            if not data:
                return
            pending += data
            while b"\n" in pending:
                line, pending = pending.split(b"\n", 1)
                self.answer(line, fds)

    def answer(self, line: bytes, fds: list[int]) -> None:
        request = json.loads(line)
        if "load" in request:
            reply: dict[str, Any] = {"failed": _import(request["load"])}
        elif "prepare" in request:
            reply = {"made": self.prepare()}
        elif "interrupt" in request:
            reply = {"sent": _send(request["interrupt"], signal.SIGINT)}
        elif "end" in request:
            reply = {"exit_code": self.end_child(request["end"])}
        else:
            reply = {"pid": self.fork(fds.pop())}
        Channel(self.control).send(reply)

    def prepare(self) -> str:
        from autograder.engine import child

        return type(child.prepare()).__name__

    def fork(self, fd: int) -> int:
        pid = os.fork()
        if pid == 0:
            self.control.close()
            gc.disable()  # a collection would touch, and so copy, every inherited page
            from autograder.engine import child

            child.run(socket.socket(fileno=fd), self.walls, self.filter)
        os.close(fd)
        self.children.add(pid)
        return pid

    def end_child(self, pid: int) -> int:
        self.children.discard(pid)
        _kill(pid)
        exit_code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        self.sweep()
        return exit_code

    def sweep(self) -> None:
        """Kill what a child started and left behind, until nothing of it is there any more."""
        end = time.monotonic() + SWEEP_SECONDS
        while (left := self.left_behind()) and time.monotonic() < end:
            for pid in left:
                _kill(pid)
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(pid, os.WNOHANG)
            time.sleep(0.001)  # the system hands on the orphans of what was just killed

    def left_behind(self) -> set[int]:
        in_room = self.walls and self.walls.room and not self.children
        there = _in_the_room() if in_room else _children()
        return there - self.children

    def end(self) -> None:
        for pid in list(self.children):
            self.end_child(pid)
        shutil.rmtree(self.folder, ignore_errors=True)


def _send(pid: int, number: signal.Signals) -> bool:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)
        return True
    return False


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    _send(pid, signal.SIGKILL)


def _in_the_room() -> set[int]:
    """Return who else is in this process's room; number 1 is bubblewrap's."""
    there = {int(entry.name) for entry in Path("/proc").glob("[0-9]*")}
    return there - {1, os.getpid()}


def _children() -> set[int]:
    """Return this process's children, orphans of theirs among them; Linux tells."""
    try:
        listed = Path(f"/proc/self/task/{os.getpid()}/children").read_text()
    except OSError:
        return set()
    return {int(pid) for pid in listed.split()}


def _import(modules: list[str]) -> dict[str, str]:
    """Import what is there; a child finds out about the rest in its own words."""
    failed = {}
    for module in modules:
        try:
            importlib.import_module(module)
        except Exception as error:
            failed[module] = f"{type(error).__name__}: {error}"
    gc.collect()
    gc.freeze()
    return failed


def main() -> None:
    """Serve the control socket of that number; clear the folder away at the end."""
    told = json.loads(sys.argv[1])
    if told["user"] is not None:
        room.take_user(told["user"])
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    from autograder.engine import child  # noqa: F401  (every child runs it)

    walls = told["walls"] and Walls.from_json(told["walls"])
    program = base64.b64decode(told["filter"])
    server = _Server(socket.socket(fileno=told["fd"]), told["folder"], walls, program)
    # Asked to end or not: no child outlives this process.
    with contextlib.suppress(Closed, ConnectionError):
        server.serve()
    server.end()


if __name__ == "__main__":
    main()
