"""Real local servers: each starts on first use, and stops with the kernel.

A call such as `openai_api()` gives the server's URL and sets the environment variables that
client libraries read, so a notebook holds the code one would deploy. Variables that are set
already win: then nothing is started and nothing is changed.

A server is the program `python -m workbook.services.NAME --port N`. It calls `ready` or
`failed` once, and ends when its standard input does: that pipe's other end is held by the
process that started it, and closes however that process ends, `kill -9` included.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from functools import partial
from typing import NoReturn
from urllib.parse import urlsplit

# This import comes before `def openai_api` on purpose: it makes the subpackage an attribute
# of this package, once, and the function then takes the name.
from workbook.services.openai_api import LOCAL_KEY, OFFICIAL_URL

__all__ = ["ServiceError", "failed", "openai_api", "ready", "wait_for_parent_to_end"]

START_SECONDS = 30
STOP_SECONDS = 10


class ServiceError(RuntimeError):
    """One sentence: which server did not start, why, and what to do."""


@dataclass(frozen=True)
class _Server:
    url: str
    process: subprocess.Popen[str]


_running: dict[str, _Server] = {}
_starting = threading.Lock()


def openai_api(port: int = 0) -> str:
    """Return the base URL of an OpenAI API, starting a local one if the user has none.

    With `OPENAI_API_KEY` or `OPENAI_BASE_URL` set by the user, this only returns the URL that
    they mean. Otherwise the first call starts a server on 127.0.0.1 that lives as long as this
    process and keeps everything in its memory; each call points `OPENAI_BASE_URL` and
    `OPENAI_API_KEY` at it and switches off the Agents SDK's tracing, which would go to OpenAI.

    Args:
        port: The port to listen on; 0 takes a free one.

    Raises:
        ServiceError: The port is taken, or the server did not start.
    """
    key, url = os.environ.get("OPENAI_API_KEY"), os.environ.get("OPENAI_BASE_URL")
    ours = _running.get("openai_api")
    if (key and key != LOCAL_KEY) or (url and not (ours and url == ours.url)):
        return url or OFFICIAL_URL
    url = _start_once("openai_api", port)
    os.environ["OPENAI_BASE_URL"] = url
    os.environ["OPENAI_API_KEY"] = LOCAL_KEY
    os.environ["OPENAI_AGENTS_DISABLE_TRACING"] = "1"
    return url


def ready(url: str) -> None:
    """Tell the process that started this server where it listens."""
    print("ready", url, flush=True)
    # Nobody reads this pipe from now on, and a full one would stop the server.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def failed(why: str) -> NoReturn:
    """End this server before it began; `why` becomes the `ServiceError`'s sentence."""
    print("failed", why, flush=True)
    sys.exit(1)


def wait_for_parent_to_end() -> None:
    """Block until the process that started this server is gone, however it ended."""
    # Not sys.stdin: a thread blocked in it would hold its lock when the interpreter exits.
    while os.read(0, 1024):
        pass


def _start_once(name: str, port: int) -> str:
    """Return the URL of this process's server `name`, started now if it is not running."""
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


def _start(name: str, port: int) -> _Server:
    # -P: a student's own `random.py` or `openai.py` beside the notebook is not meant for us.
    command = [sys.executable, "-P", "-m", f"{__name__}.{name}", "--port", str(port)]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # Jupyter's interrupt goes to the kernel's whole process group; this is not for us.
        start_new_session=True,
    )
    try:
        url = _wait_until_ready(name, process)
    except BaseException:
        _stop(process)
        raise
    atexit.register(_stop, process)
    os.register_at_fork(after_in_child=partial(_let_go, process))
    return _Server(url, process)


def _wait_until_ready(name: str, process: subprocess.Popen[str]) -> str:
    assert process.stdout
    said = f"it said nothing in {START_SECONDS} seconds"
    watchdog = threading.Timer(START_SECONDS, process.kill)
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


def _let_go(process: subprocess.Popen[str]) -> None:
    """In a forked child: neither keep the parent's server alive nor wait for it."""
    assert process.stdin
    process.stdin.close()
    process.returncode = 0
    _running.clear()
