"""Keep one server running for as long as somebody holds a lease on it.

Started by `shared.py` as `python -m workbook.services.keeper NAME --port N`; goes into the
background, starts the server, and listens on a Unix socket that only this user may open.
"""

from __future__ import annotations

import argparse
import json
import os
import selectors
import signal
import socket
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from workbook.services.errors import ServiceError
from workbook.services.process import failed, ready
from workbook.services.shared import SOCKET, locked, place_of

__all__ = ["SERVERS", "Server", "main"]

IDLE_SECONDS = 10.0  # how long a server waits for the next notebook
IDLE = "WORKBOOK_IDLE_SECONDS"  # names another number of them
SERVERS = {
    "postgres": ("workbook.services.postgres_server", "PostgresServer"),
    "redis": ("workbook.services.redis_server", "RedisServer"),
    "cosmosdb": ("workbook.services.cosmos", "CosmosServer"),
}


class Server(Protocol):
    """What the keeper keeps."""

    def start(self) -> dict[str, str]:
        """Start, and return the environment variables that lead a client here, URL first.

        Raises:
            OSError, RuntimeError: With one sentence about what is wrong and what to do.
        """

    def is_alive(self) -> bool:
        """Say whether the server still runs."""

    def stop(self) -> None:
        """Stop the server; nothing is lost."""


def main() -> None:
    """Start the server and keep it until the last lease is given back."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=sorted(SERVERS))
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    wanted = parser.parse_args()
    if os.fork():
        os._exit(0)  # the notebook waits for this one; the child belongs to nobody
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server: Server | None = None
    try:
        place = place_of(wanted.name)
        module, name = SERVERS[wanted.name]
        server = getattr(import_module(module), name)(place, wanted.port)
        _keep(server, place)
    except (OSError, RuntimeError, ServiceError) as error:
        failed(_sentence(error))
    finally:
        if server:
            server.stop()


def _sentence(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror} ({error.filename})" if error.filename else error.strerror
    return str(error).strip().split("\n")[0]


def _keep(server: Server, place: Path) -> None:
    environment = server.start()
    greeting = {
        "port": urlsplit(next(iter(environment.values()))).port,
        "environment": environment,
    }
    with socket.socket(socket.AF_UNIX) as listener:
        # Whoever started this keeper holds the lock: a socket that is there leads nowhere.
        (place / SOCKET).unlink(missing_ok=True)
        before = os.umask(0o177)
        listener.bind(str(place / SOCKET))
        os.umask(before)
        listener.listen(128)
        ready("")
        _serve_leases(listener, (json.dumps(greeting) + "\n").encode(), server, place)


def _serve_leases(
    listener: socket.socket, greeting: bytes, server: Server, place: Path
) -> None:
    """Take and miss leases until none was held for a while, or the server has died."""
    patience = float(os.environ.get(IDLE, IDLE_SECONDS))
    last_seen = time.monotonic()
    with selectors.DefaultSelector() as selector:
        selector.register(listener, selectors.EVENT_READ)
        while server.is_alive():
            for key, _ in selector.select(min(1, patience)):
                if key.fileobj is listener:
                    _greet(listener, greeting, selector, server)
                else:
                    assert isinstance(key.fileobj, socket.socket)
                    _give_back(key.fileobj, selector)
            if len(selector.get_map()) > 1:
                last_seen = time.monotonic()
            elif time.monotonic() - last_seen >= patience and _ends(server, place):
                return


def _greet(
    listener: socket.socket,
    greeting: bytes,
    selector: selectors.BaseSelector,
    server: Server,
) -> None:
    lease, _ = listener.accept()
    # Without a greeting they know that this one is ending, and start another.
    if not server.is_alive():
        lease.close()
        return
    try:
        lease.sendall(greeting)
    except OSError:
        lease.close()  # gone already
    else:
        selector.register(lease, selectors.EVENT_READ)


def _give_back(lease: socket.socket, selector: selectors.BaseSelector) -> None:
    try:
        if lease.recv(1024):
            return
    except OSError:
        pass  # a killed holder may reset the connection: it is gone, too
    selector.unregister(lease)
    lease.close()


def _ends(server: Server, place: Path) -> bool:
    """Stop the server unless somebody is about to join; say whether it is stopped."""
    with locked(place, wait=False) as alone:
        # Stopped inside the lock, so that who comes next finds its files at rest.
        if alone:
            (place / SOCKET).unlink(missing_ok=True)
            server.stop()
        return alone


if __name__ == "__main__":
    main()
