"""One server for all notebooks of a user: each holds a lease, and the last one out stops it.

A lease is an open connection to the server's keeper (see `keeper.py`). The system closes it
however the holder ends, `kill -9` included, so no server is left behind and none is stopped
under somebody's hands. Who starts or joins a server holds its lock meanwhile.
"""

from __future__ import annotations

import atexit
import fcntl
import json
import os
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from workbook.services import process as processes
from workbook.services.errors import ServiceError

__all__ = ["SOCKET", "lease", "locked", "place_of"]

SOCKET = "keeper.sock"  # connect to hold a lease
LOCK = "lock"
FOLDER = "WORKBOOK_SERVICES"  # names another folder for the servers' files


@dataclass(frozen=True)
class _Lease:
    port: int
    environment: dict[str, str]
    connection: socket.socket

    def is_alive(self) -> bool:
        """Say whether the keeper still holds the other end."""
        try:
            return self.connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) != b""
        except BlockingIOError:
            return True
        except OSError:
            return False


_leases: dict[str, _Lease] = {}
_one_at_a_time = threading.Lock()


def lease(name: str, port: int = 0) -> dict[str, str]:
    """Return the environment variables of the user's server `name`, started if nobody uses it.

    The server runs for as long as this process, or any other with a lease.

    Raises:
        ServiceError: It did not start, or runs on another port.
    """
    with _one_at_a_time:
        held = _leases.get(name)
        if held is None or not held.is_alive():
            if held:
                held.connection.close()
            held = _leases[name] = _take(name, port)
        if port not in (0, held.port):
            raise ServiceError(
                f"cannot start {name} on port {port}: it runs on port {held.port} already; "
                "leave the port out, or close the notebooks that use it"
            )
        return held.environment


def place_of(name: str) -> Path:
    """Return the folder that holds the server's files, made if need be.

    Raises:
        ServiceError: It cannot be made, or belongs to somebody else.
    """
    named = os.environ.get(FOLDER)
    folder = Path(named or Path(tempfile.gettempdir(), f"workbook-{os.getuid()}"))
    try:
        # 711: PostgreSQL, which refuses to run as root, must get through to its own folder.
        folder.mkdir(mode=0o711, exist_ok=True)
        if folder.is_symlink() or folder.stat().st_uid != os.getuid():
            raise ServiceError(
                f"cannot start {name}: {folder} belongs to somebody else; "
                f"set {FOLDER} to a folder of your own"
            )
        place = folder / name
        place.mkdir(mode=0o711, exist_ok=True)
    except OSError as error:
        raise ServiceError(f"cannot start {name}: {error.strerror} ({folder})") from error
    return place


@contextmanager
def locked(place: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold the server's lock; yields whether it was to be had. A killed holder frees it."""
    with (place / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True


def _take(name: str, port: int) -> _Lease:
    place = place_of(name)
    try:
        with locked(place):
            found = _connect(place)
            if found is None:
                _start_keeper(name, port)
                found = _connect(place)
    except OSError as error:
        raise ServiceError(f"cannot start {name}: {error.strerror} ({place})") from error
    if found is None:
        raise ServiceError(f"cannot start {name}: it ended at once; see {place}/server.log")
    return found


def _connect(place: Path) -> _Lease | None:
    """Return a lease on the running server; none where none runs."""
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.settimeout(processes.START_SECONDS)
        connection.connect(str(place / SOCKET))
        with connection.makefile(encoding="utf-8") as lines:
            told = json.loads(lines.readline())
        connection.setblocking(False)
    except (OSError, ValueError):
        # No file: never started. Refused: its keeper was killed. No line: it was just ending.
        connection.close()
        return None
    return _Lease(told["port"], told["environment"], connection)


def _start_keeper(name: str, port: int) -> None:
    keeper = processes.start("keeper", name, "--port", port, stdin=subprocess.DEVNULL)
    try:
        processes.wait_until_ready(name, keeper)
    finally:
        # It has gone into the background by itself, or it has failed.
        if keeper.stdout:
            keeper.stdout.close()
        keeper.wait()


def _give_all_back() -> None:
    """At exit; and in a forked child, whose leases must not outlive its parent's."""
    for held in _leases.values():
        held.connection.close()
    _leases.clear()


atexit.register(_give_all_back)
os.register_at_fork(after_in_child=_give_all_back)
