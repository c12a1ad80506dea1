"""What the doctor has a walled child try; each function returns what it got, or raises.

The source of this module travels into the child: it imports nothing of ours.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def attempt(_: Any, facts: dict[str, Any]) -> dict[str, str]:
    """Try everything; return for each attempt what it got, and nothing for what was refused."""
    return {name: _got(effort, facts) for name, effort in ATTEMPTS.items()}


def _got(effort: Callable[[dict[str, Any]], Any], facts: dict[str, Any]) -> str:
    try:
        got = effort(facts)
    except (OSError, MemoryError):
        return ""
    return str(got) if got else ""


def _read(facts: dict[str, Any]) -> str:
    return Path(facts["secret"]).read_text()


def _list(facts: dict[str, Any]) -> list[str]:
    return [path.name for path in Path(facts["secret"]).parent.iterdir()]


def _write(facts: dict[str, Any]) -> int:
    return Path(facts["secret"]).with_name("written").write_text("x")


def _connect(facts: dict[str, Any]) -> str:
    with socket.create_connection(("127.0.0.1", facts["port"]), 1):
        return f"port {facts['port']}"


def _send(facts: dict[str, Any]) -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
        datagrams.sendto(b"x", ("127.0.0.1", facts["port"]))
    return "a datagram went out"


def _signal(facts: dict[str, Any]) -> str:
    os.kill(facts["bystander"], 0)
    return f"process {facts['bystander']}"


def _environment(facts: dict[str, Any]) -> str:
    return os.environ.get(facts["variable"], "")


def _processes(facts: dict[str, Any]) -> str:
    """Start processes until it is refused; tell how many, if more than allowed."""
    started: list[int] = []
    try:
        while len(started) <= facts["processes"]:
            pid = os.fork()
            if not pid:
                time.sleep(30)
                os._exit(0)
            started.append(pid)
        return f"{len(started)} processes"
    except OSError:
        return ""
    finally:
        for pid in started:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)


def _memory(facts: dict[str, Any]) -> str:
    return f"{len(bytearray(facts['memory'] + 1)) >> 20} megabytes"


def _file(facts: dict[str, Any]) -> str:
    with Path("large").open("wb") as file:
        file.truncate(facts["file"] + 1)
    return f"a file of {facts['file'] >> 20} megabytes"


def _privileges(_: dict[str, Any]) -> str:
    no_new_privileges = ctypes.CDLL(None).prctl(39, 0, 0, 0, 0)
    return "" if no_new_privileges == 1 and os.getuid() else "may gain rights"


ATTEMPTS = {
    "read files": _read,
    "list folders": _list,
    "write files": _write,
    "connect": _connect,
    "send": _send,
    "signal processes": _signal,
    "read the environment": _environment,
    "start many processes": _processes,
    "take much memory": _memory,
    "write large files": _file,
    "gain rights": _privileges,
}
