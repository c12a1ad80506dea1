"""The warm process itself, run with `-m`: it imports once, and forks a child for each student.

It never reads what its children are sent, so no child can inherit another's code, and it starts
no threads, which a fork would break. For marking it stands in a room of its own (`room.py`), and
each child raises walls around itself (`walls.py`).
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
import sys
import threading
import time
from pathlib import Path
from typing import Any

from autograder.engine import room
from autograder.engine.channel import Channel, Closed
from autograder.engine.walls import Walls, readable

SWEEP_SECONDS = 10.0  # for the last of a child's processes to be gone
_SUBREAPER = 36  # prctl: orphans of this process's descendants become its children


class _Server:
    """The process itself: one request at a time, until the asker is gone."""

    def __init__(
        self, control: socket.socket, folder: str, walls: Walls | None, program: bytes
    ) -> None:
        self.control, self.folder, self.walls, self.filter = control, folder, walls, program
        self.children: set[int] = set()
        self.clean: set[int] = set()  # those of them that never hold a student's code

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
            reply: dict[str, Any] = {"threaded": _import(request["load"])}
        elif "prepare" in request:
            reply = {"made": self.prepare()}
        elif "probes" in request:
            reply = {"failed": _know(request["probes"])}
        elif "interrupt" in request:
            reply = {"sent": _send(request["interrupt"], signal.SIGINT)}
        elif "end" in request:
            reply = {"exit_code": self.end_child(request["end"])}
        else:
            reply = {"pid": self.fork(fds.pop(), clean=request["fork"] == "clean")}
        Channel(self.control).send(reply)

    def prepare(self) -> str:
        from autograder.engine import child

        return type(child.prepare()).__name__

    def fork(self, fd: int, *, clean: bool) -> int:
        pid = os.fork()
        if pid == 0:
            self.control.close()
            gc.disable()  # a collection would touch, and so copy, every inherited page
            from autograder.engine import child

            child.run(socket.socket(fileno=fd), self.walls, self.filter)
        os.close(fd)
        self.children.add(pid)
        if clean:
            self.clean.add(pid)
        return pid

    def end_child(self, pid: int) -> int:
        self.children.discard(pid)
        self.clean.discard(pid)
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
        in_room = self.walls and self.walls.room and self.children <= self.clean
        there = _in_the_room() if in_room else _children()
        return there - self.children

    def end(self) -> None:
        for pid in list(self.children):
            self.end_child(pid)
        shutil.rmtree(self.folder, ignore_errors=True)


def _know(source: str) -> str:
    """Make the module of probes once; a child finds out in its own words why it cannot be."""
    from autograder.engine import child

    failed = ""
    try:
        child.probes(source)
    except Exception as error:
        failed = f"{type(error).__name__}: {error}"
    gc.collect()
    gc.freeze()
    return failed


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
    there = {int(name) for name in os.listdir("/proc") if name.isdigit()}  # noqa: PTH208 (at each end)
    return there - {1, os.getpid()}


def _children() -> set[int]:
    """Return this process's children, orphans of theirs among them; Linux tells."""
    try:
        listed = Path(f"/proc/self/task/{os.getpid()}/children").read_text()
    except OSError:
        return set()
    return {int(pid) for pid in listed.split()}


def _import(modules: list[str]) -> list[str]:
    """Import what is there; a child finds out about the rest in its own words.

    Returns the modules that left a thread of Python's running. (Those of numeric libraries are
    not Python's, and made anew after a fork by whoever made them.)
    """
    threaded = []
    for module in modules:
        before = threading.active_count()
        with contextlib.suppress(Exception):
            importlib.import_module(module)
        if threading.active_count() > before:
            threaded.append(module)
    gc.collect()
    gc.freeze()
    return threaded


def main() -> None:
    """Serve the control socket of that number; clear the folder away at the end."""
    told = json.loads(sys.argv[1])
    if told["user"] is not None:
        room.take_user(told["user"])
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    from autograder.engine import child  # noqa: F401  (every child runs it)

    walls = told["walls"] and Walls.from_json(told["walls"])
    if walls:
        readable(walls.read)  # known once, and to every child
    program = base64.b64decode(told["filter"])
    server = _Server(socket.socket(fileno=told["fd"]), told["folder"], walls, program)
    # Asked to end or not: no child outlives this process.
    with contextlib.suppress(Closed, ConnectionError):
        server.serve()
    server.end()


if __name__ == "__main__":
    main()
