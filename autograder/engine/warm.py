"""A process that has imported the libraries once and forks a child per student.

Importing LangGraph takes longer than most answers run. `WarmProcess` is the end
that asks; this module, run with `-m`, is the process itself. It never reads what
its children are sent, so no child can inherit another's code, and it starts no
threads, which a fork would break.
"""

from __future__ import annotations

import contextlib
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
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from autograder.engine.channel import Channel, Closed

__all__ = ["WarmProcess"]

IMPORT_SECONDS = 120.0  # a cold disk with virus scanner, not a usual time


class WarmProcess:
    """Starts children that have the libraries in memory already.

    Attributes:
        folder: Where the students' folders are; gone when the process has ended.
    """

    def __init__(self, preload: Iterable[str] = ()) -> None:
        ours, theirs = socket.socketpair()
        self.folder = Path(tempfile.mkdtemp(prefix="students-", dir=_in_memory()))
        fd = str(theirs.fileno())
        command = [sys.executable, "-m", "autograder.engine.warm", fd, str(self.folder)]
        # A session of its own: an interrupt meant for the kernel must not end it.
        self._process = subprocess.Popen(
            command,
            # macOS would end a forked child that touches its frameworks; ours do not.
            env=os.environ | {"OBJC_DISABLE_INITIALIZE_FORK_SAFETY": "YES"},
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
        self.load(preload)

    def load(self, modules: Iterable[str]) -> None:
        """Import *modules* now, so that every child from here on has them."""
        new = [module for module in modules if module not in self._loaded]
        if new:
            self._ask({"load": new})
            self._loaded.update(new)

    def fork(self) -> tuple[int, Channel]:
        """Return the process id of a new child and a channel to it."""
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._channel.socket, [b'{"fork": true}\n'], [theirs.fileno()])
            answer = self._channel.receive(IMPORT_SECONDS)
        return answer["pid"], Channel(ours)

    def reap(self, pid: int) -> int:
        """Return the exit code of a child that was killed or has ended."""
        return int(self._ask({"reap": pid})["exit_code"])

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


class _Server:
    """The process itself: one request at a time, until the asker is gone."""

    def __init__(self, control: socket.socket, folder: str) -> None:
        self.control, self.folder = control, folder
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
        elif "reap" in request:
            reply = {"exit_code": self.reap(request["reap"])}
        else:
            reply = {"pid": self.fork(fds.pop())}
        Channel(self.control).send(reply)

    def fork(self, fd: int) -> int:
        pid = os.fork()
        if pid == 0:
            self.control.close()
            gc.disable()  # a collection would touch, and so copy, every inherited page
            from autograder.engine import child

            child.run(socket.socket(fileno=fd))
        os.close(fd)
        self.children.add(pid)
        return pid

    def reap(self, pid: int) -> int:
        self.children.discard(pid)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

    def end(self) -> None:
        for pid in self.children:
            for kill in (os.killpg, os.kill):
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    kill(pid, signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)


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
    from autograder.engine import child  # noqa: F401  (every child runs it)

    server = _Server(socket.socket(fileno=int(sys.argv[1])), sys.argv[2])
    # Asked to end or not: no child outlives this process.
    with contextlib.suppress(Closed, ConnectionError):
        server.serve()
    server.end()


if __name__ == "__main__":
    main()
