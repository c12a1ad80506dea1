"""A new, empty database on a server, so that notebooks do not meet in one another's data."""

from __future__ import annotations

import atexit
import os
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from workbook.services.errors import ServiceError

if TYPE_CHECKING:
    import redis

__all__ = ["SCRATCH", "as_owner", "new_database"]

SCRATCH = "scratch_"  # begins the name of a database that nobody keeps
COUNTER = "workbook:databases"  # in a Redis: how many numbered databases were handed out


def new_database(url: str, *, own_role: bool = False) -> str:
    """Return the URL of a new, empty database on the server of *url*; dropped at exit.

    Args:
        url: `postgresql://...` or `redis://...`. On a Redis with a single database there is
            no other, and *url* itself is returned.
        own_role: The new URL is that of a role that may use this database and do nothing else
            on the server. A Redis that cannot hold a role to one database, as most before
            Valkey 9.1, gives the new URL without one.

    Raises:
        ServiceError: The server refuses; the message says what to do.
        ValueError: The URL is of another kind.
    """
    kind = urlsplit(url).scheme
    if kind in ("postgresql", "postgres"):
        return _on_postgres(url, own_role=own_role)
    if kind in ("redis", "rediss"):
        return _on_redis(url, own_role=own_role)
    raise ValueError(f"no new database for {kind!r}: only postgresql:// and redis:// have them")


def _with_path(url: str, path: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=path))


def _on_postgres(url: str, *, own_role: bool) -> str:
    import psycopg

    name = f"{SCRATCH}{secrets.token_hex(6)}"
    password = secrets.token_urlsafe(16)
    try:
        with psycopg.connect(url, autocommit=True) as server:
            if own_role:
                server.execute(f"CREATE ROLE \"{name}\" LOGIN PASSWORD '{password}'")
            server.execute(f'CREATE DATABASE "{name}"' + f' OWNER "{name}"' * own_role)
            if own_role:
                server.execute(f'REVOKE CONNECT ON DATABASE "{name}" FROM PUBLIC')
    except psycopg.Error as error:
        why = str(error).strip().splitlines()[0]
        raise ServiceError(
            f"cannot make a database on the server of DATABASE_URL: {why}; "
            "unset DATABASE_URL to use a local server"
        ) from error
    maker = os.getpid()

    def drop() -> None:
        # A forked child inherits this; the database is its parent's.
        if os.getpid() == maker:
            with suppress(psycopg.Error), psycopg.connect(url, autocommit=True) as server:
                server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
                server.execute(f'DROP ROLE IF EXISTS "{name}"')

    atexit.register(drop)
    made = _with_path(url, f"/{name}")
    return _as_role(made, name, password) if own_role else made


def as_owner(server: str, url: str) -> str:
    """Return the URL of a database as whoever the URL *server* is for reaches it."""
    return _with_path(server, urlsplit(url).path)


def _as_role(url: str, role: str, password: str) -> str:
    parts = urlsplit(url)
    server = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{role}:{password}@{server}"))


def _on_redis(url: str, *, own_role: bool) -> str:
    import redis

    role = f"{SCRATCH}{secrets.token_hex(6)}"
    with redis.Redis.from_url(url) as server:
        try:
            found = _empty_number(server, url)
            made = _with_role(server, found, role) if found and own_role else found
        except redis.RedisError as error:
            raise ServiceError(
                f"cannot use the server of REDIS_URL: {error}; unset REDIS_URL to use a local one"
            ) from error
    if not found or not made:
        return url
    maker = os.getpid()

    def flush() -> None:
        if os.getpid() == maker:
            with suppress(redis.RedisError), redis.Redis.from_url(found) as server:
                server.flushdb()
                server.acl_deluser(role)

    atexit.register(flush)
    return made


def _with_role(server: redis.Redis, url: str, role: str) -> str:
    """Make a role that may use the numbered database of *url*; return the URL for it."""
    import redis

    password, number = secrets.token_urlsafe(16), urlsplit(url).path.strip("/")
    # No scripts, which have no limit; nothing dangerous, as Redis itself calls it, but to look
    # at the keys and to remove them, which are the role's own.
    rights = "~* resetchannels +@all -@admin -@dangerous -@scripting -memory +keys +flushdb"
    try:
        server.execute_command(  # type: ignore[no-untyped-call]
            "ACL", "SETUSER", role, "on", f">{password}", *rights.split(), f"db={number}"
        )
    except redis.ResponseError:
        return url
    return _as_role(url, role, password)


def _empty_number(server: redis.Redis, url: str) -> str | None:
    import redis

    try:
        count = int(server.config_get("databases")["databases"] or 1)
    except redis.ResponseError:
        count = 16  # a hosted server may keep its settings to itself; this is the default
    for _ in range(count - 1):
        number = int(str(server.incr(COUNTER))) % (count - 1) + 1
        other = _with_path(url, f"/{number}")
        with redis.Redis.from_url(other) as candidate:
            # One that holds anything is somebody's.
            if candidate.dbsize() == 0:
                return other
    return None
