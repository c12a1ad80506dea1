"""The servers that submissions talk to: this grader's own, and as new for each submission.

A submission must not read, change or remove what notebooks, other graders or the submission
before it keep. So each grader starts servers of its own, on ports that stay the same, because
the walls name them. Redis, the Cosmos emulator and the local OpenAI API begin anew, with no data,
for each submission. PostgreSQL, which takes seconds to begin, loses all databases and roles that
the checks made for one, and a check gives the code a role for one database.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import psycopg

from workbook.services import process as processes
from workbook.services import sibling
from workbook.services.databases import SCRATCH

__all__ = ["Servers"]

OPENAI = "openai_api"
# Whoever grades may name a PostgreSQL: its roles hold a submission as well as ours do.
NAMED = {"postgres": "DATABASE_URL"}
STOP_SECONDS = 10.0
FOLDERS = "grading-"  # begins the name of a server's folder, followed by whose process made it
# What PostgreSQL lets every role do that its owner did not think of.
CLOSED = (
    "REVOKE ALL ON DATABASE agents, postgres, template1 FROM PUBLIC",
    "ALTER SYSTEM SET client_connection_check_interval = '500ms'",
    "ALTER SYSTEM SET temp_file_limit = '256MB'",
    # Its log counts among what a submission has written.
    "ALTER SYSTEM SET min_wal_size = '32MB'",
    "ALTER SYSTEM SET max_wal_size = '64MB'",
    "SELECT pg_reload_conf()",
)


class Servers:
    """What one grader has started, by name."""

    def __init__(self) -> None:
        self._running: dict[str, _Private] = {}

    @contextmanager
    def lent(self, names: Iterable[str]) -> Iterator[dict[str, int]]:
        """Have these servers as new; give their ports, and tell the checks where they are.

        Raises:
            ServiceError: One did not start.
        """
        names = sorted(set(names))
        environment: dict[str, str] = {}
        ports = {}
        for name in names:
            url, told = self._fresh(name)
            environment |= told
            ports[name] = urlsplit(url).port or 0
        before = {variable: os.environ.get(variable) for variable in environment}
        os.environ.update(environment)
        try:
            yield ports
        finally:
            for variable, value in before.items():
                os.environ.pop(variable)
                if value is not None:
                    os.environ[variable] = value

    def folders(self, names: Iterable[str]) -> tuple[Path, ...]:
        """Return where those of them that keep files do so."""
        return tuple(self._running[name].folder for name in names if name in self._running)

    def close(self) -> None:
        """End them all."""
        for server in self._running.values():
            server.stop()
        self._running.clear()

    def _fresh(self, name: str) -> tuple[str, dict[str, str]]:
        """Return a server's URL, and the variables that lead a check there."""
        if name == OPENAI:
            # It is this process's alone already; its memory is what has to go.
            return sibling.start_once(OPENAI, sibling.stop(OPENAI)), {}
        named = os.environ.get(NAMED.get(name, ""))
        if named:
            return named, {}
        running = self._running.get(name)
        if running is None or name != "postgres" or not _emptied(running.url):
            port = running.stop() if running else 0
            running = self._running[name] = _Private(name, port)
            if name == "postgres":
                _close(running.url)
        return running.url, running.environment


class _Private:
    """A server program of this process's own: see `workbook.services.private`."""

    def __init__(self, name: str, port: int) -> None:
        _tidy_up()
        self.folder = Path(tempfile.mkdtemp(prefix=f"{FOLDERS}{os.getpid()}-{name}-"))
        # PostgreSQL, which refuses to run as root, must get through to its own folder.
        self.folder.chmod(0o711)
        given = (name, "--port", port, "--folder", self.folder)
        self._process = processes.start("private", *given, stdin=subprocess.PIPE)
        try:
            told = processes.wait_until_ready(name, self._process)
        except BaseException:
            self.stop()
            raise
        self.environment: dict[str, str] = json.loads(told)
        self.url = next(iter(self.environment.values()))

    def stop(self) -> int:
        """End it; return its port, which is free then."""
        assert self._process.stdin
        self._process.stdin.close()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            # Its program goes with it: see `workbook.services.program`.
            self._process.kill()
            self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        return urlsplit(getattr(self, "url", "")).port or 0


def _tidy_up() -> None:
    """Remove the folders of servers that were killed with their grader."""
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDERS}*-*"):
        maker = folder.name.removeprefix(FOLDERS).partition("-")[0]
        if maker.isdigit() and not psutil.pid_exists(int(maker)):
            shutil.rmtree(folder, ignore_errors=True)


def _close(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as server:
        for statement in CLOSED:
            server.execute(statement)


def _emptied(url: str) -> bool:
    """Drop what the checks made on a PostgreSQL; say whether it is as new."""
    with (
        suppress(psycopg.Error),
        psycopg.connect(url, autocommit=True, connect_timeout=5) as db,
    ):
        db.execute("SET statement_timeout = '10s'")
        for (name,) in db.execute("SELECT datname FROM pg_database").fetchall():
            if name.startswith(SCRATCH):
                db.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        for (role,) in db.execute("SELECT rolname FROM pg_roles").fetchall():
            if role.startswith(SCRATCH):
                db.execute(f'DROP ROLE "{role}"')
        db.execute("CHECKPOINT")
        return True
    return False
