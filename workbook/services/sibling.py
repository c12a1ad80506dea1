"""A server beside one kernel, gone with it, however that ends.

The server is the program `python -m workbook.services.NAME --port N`. It ends when its
standard input does: that pipe's other end is held by the process that started it, and closes
however that process ends, `kill -9` included.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import threading
from dataclasses import dataclass
from urllib.parse import urlsplit

from workbook.services import process as processes
from workbook.services.errors import ServiceError

__all__ = ["running", "start_once", "stop", "wait_for_parent_to_end"]

STOP_SECONDS = 10


@dataclass(frozen=True)
class _Server:
    url: str
    process: subprocess.Popen[str]


_running: dict[str, _Server] = {}
_starting = threading.Lock()


def start_once(name: str, port: int) -> str:
    """Return the URL of this process's server `name`, started now if it is not running.

    Raises:
        ServiceError: It did not start, or runs on another port.
    """
    with _starting:
        server = _running.get(name)
        if server is None or server.process.poll() is not None:
            server = _running[name] = _start(name, port)
        elif port not in (0, urlsplit(server.url).port):
            raise ServiceError(
                f"cannot start {name} on port {port}: it runs at {server.url} already; "
                "leave the port out, or restart the kernel"
            )
        return server.url


def stop(name: str) -> int:
    """End this process's server `name`, with all that it knows; return its port, 0 if none ran."""
    with _starting:
        server = _running.pop(name, None)
        if server is None:
            return 0
        _stop(server.process)
        return urlsplit(server.url).port or 0


def running(name: str) -> str | None:
    """Return the URL of the server `name` that this process started, if it did."""
    server = _running.get(name)
    return server.url if server else None


def wait_for_parent_to_end() -> None:
    """Block until the process that started this server is gone, however it ended."""
    # Not sys.stdin: a thread blocked in it would hold its lock when the interpreter exits.
    while os.read(0, 1024):
        pass


def _start(name: str, port: int) -> _Server:
    process = processes.start(name, "--port", port, stdin=subprocess.PIPE)
    try:
        url = processes.wait_until_ready(name, process)
    except BaseException:
        _stop(process)
        raise
    return _Server(url, process)


def _stop(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.close()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()


def _stop_all() -> None:
    for server in _running.values():
        _stop(server.process)


def _let_go() -> None:
    """In a forked child: neither keep the parent's servers alive nor wait for them."""
    for server in _running.values():
        assert server.process.stdin
        server.process.stdin.close()
        server.process.returncode = 0
    _running.clear()


atexit.register(_stop_all)
os.register_at_fork(after_in_child=_let_go)
