"""How a server process reports to the one that started it: `ready` or `failed`, once."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from typing import NoReturn

from workbook.services.errors import ServiceError

__all__ = ["START_SECONDS", "failed", "port_for", "ready", "start", "wait_until_ready"]

START_SECONDS = 90  # a busy machine, not a usual time


def start(module: str, *arguments: object, stdin: int) -> subprocess.Popen[str]:
    """Start `workbook.services.MODULE` as a program, away from Jupyter's process group."""
    # -P: a student's own `random.py` or `openai.py` beside the notebook is not meant for us.
    command = [sys.executable, "-P", "-m", f"{__package__}.{module}", *map(str, arguments)]
    return subprocess.Popen(
        command,
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # Jupyter's interrupt goes to the kernel's whole process group; this is not for us.
        start_new_session=True,
    )


def wait_until_ready(name: str, process: subprocess.Popen[str]) -> str:
    """Return what the process says with `ready`.

    Raises:
        ServiceError: It said `failed`, died, or said nothing in `START_SECONDS`.
    """
    assert process.stdout
    said = f"it said nothing in {START_SECONDS} seconds"
    watchdog = threading.Timer(START_SECONDS, _end, [process.pid])
    watchdog.start()
    try:
        for line in process.stdout:
            word, _, said = line.strip().partition(" ")
            if word == "ready":
                process.stdout.close()
                return said
            # Anything else is the last line of a traceback, or on the way to it.
            said = said if word == "failed" else line.strip()
    finally:
        watchdog.cancel()
    raise ServiceError(f"cannot start {name}: {said}")


def _end(session: int) -> None:
    # The whole group: a keeper has gone into the background, and its pipe stays open.
    with suppress(ProcessLookupError):
        os.killpg(session, signal.SIGKILL)


def ready(told: str) -> None:
    """Tell the process that started this server what it waits for, such as a URL."""
    print("ready", told, flush=True)
    # Nobody reads this pipe from now on, and a full one would stop the server.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def failed(why: str) -> NoReturn:
    """End this server before it began; `why` becomes the `ServiceError`'s sentence."""
    print("failed", why, flush=True)
    sys.exit(1)


def port_for(wanted: int, liked: int = 0) -> int:
    """Return a free port of 127.0.0.1: the wanted one, else the liked one if it is free.

    Raises:
        RuntimeError: The wanted port is taken; the message says what to do.
    """
    for port in (wanted,) if wanted else (liked, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except (OSError, OverflowError) as error:
                why = getattr(error, "strerror", None) or error
                continue
            return int(probe.getsockname()[1])
    raise RuntimeError(
        f"port {wanted} cannot be used ({why}); choose another, or leave the port out"
    )
