"""Probes for `tidy_saver` of `7_capstone/own_checkpointer`: one call, a kill in it, a queue."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
from contextlib import closing, suppress
from typing import Any

PATIENCE = 0.2  # seconds, after which a call is taken to wait


def change(
    names: Any, path: str, method: str, arguments: list[Any], named: dict[str, Any]
) -> None:
    """Call a method of the student's saver on a database."""

    async def main() -> None:
        async with names.TidySqliteSaver.from_conn_string(path) as saver:
            await getattr(saver, method)(*arguments, **named)

    asyncio.run(main())


def refused_and_on(names: Any, path: str, source: str, target: str) -> str:
    """Copy into a thread that is not empty; say what hinders others, or the saver, then."""

    async def main() -> str:
        async with names.TidySqliteSaver.from_conn_string(path) as saver:
            with suppress(ValueError):
                await saver.acopy_thread(source, target)
            with closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as db:
                try:
                    db.execute("BEGIN IMMEDIATE")
                except sqlite3.OperationalError as error:
                    return f"for another program the {error}"
            try:
                await saver.aprune([source], strategy="delete")
            except sqlite3.Error as error:
                return f"the next call raised {type(error).__name__}: {error}"
        return ""

    return asyncio.run(main())


def change_and_die(
    names: Any, path: str, method: str, arguments: list[Any], event: str, table: str
) -> None:
    """Call a method, and be killed as soon as it has changed a row of a table."""

    async def main() -> None:
        async with names.TidySqliteSaver.from_conn_string(path) as saver:
            await saver.setup()
            await saver.conn.create_function("die", 0, _die)
            # It lives in this connection, not in the file.
            await saver.conn.execute(
                f"CREATE TEMP TRIGGER killer AFTER {event} ON main.{table} BEGIN SELECT die(); END"
            )
            await saver.conn.commit()
            await getattr(saver, method)(*arguments)

    asyncio.run(main())


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def _nothing() -> None:
    """Set nothing up."""


def overtakes(names: Any, path: str, method: str, arguments: list[Any]) -> bool:
    """Return whether a method comes to its end while somebody else holds the saver's lock."""

    async def main() -> bool:
        async with names.TidySqliteSaver.from_conn_string(path) as saver:
            await saver.setup()
            # It takes the lock itself, and lets it go again: not what is asked here.
            saver.setup = _nothing
            async with saver.lock:
                call = asyncio.ensure_future(getattr(saver, method)(*arguments))
                done, _ = await asyncio.wait({call}, timeout=PATIENCE)
            await call
        return bool(done)

    return asyncio.run(main())
