"""What `2_sessions/sqlalchemy_session` must show first: a session on whichever database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import psycopg

from autograder.checks.postgres_common import as_superuser, open_connections, rows
from autograder.checks.sqlalchemy_trim import check_trim
from autograder.contract import CodeRaised, Student, Trial
from autograder.probes import sqlalchemy_session as probes
from autograder.task import task
from workbook import services

__all__ = ["check_open_chat", "check_trim"]

PRELOAD = ("agents.extensions.memory", "sqlalchemy.ext.asyncio", "asyncpg", "psycopg")
PROCESSES = 4
# Each table takes its time, so that all who look before it is there have looked.
SLOW_TABLES = """
    CREATE FUNCTION take_your_time() RETURNS event_trigger LANGUAGE plpgsql
        AS $$ BEGIN PERFORM pg_sleep(0.15); END $$;
    CREATE EVENT TRIGGER slow_tables ON ddl_command_start WHEN TAG IN ('CREATE TABLE')
        EXECUTE FUNCTION take_your_time();
"""
ADVICE = {
    "'__aenter__'": "an object for `async with` is wanted; which decorator makes one?",
    "asynchronous context manager protocol": "an object for `async with` is wanted; which decorator makes one?",
    "dialects:postgres": "one of the URLs uses a name that SQLAlchemy does not know",
    "is not async": "whose driver is asynchronous? the URL names it",
    "no such table": "who makes the tables?",
    "UndefinedTable": "who makes the tables?",
    "does not exist": "who makes the tables?",
    'missing "="': "psycopg reads a URL too, and knows nothing of SQLAlchemy's drivers",
    "unable to open database file": "what is the path in `sqlite:///FILE`?",
    "didn't yield": "the block's session is what the generator yields",
    "didn't stop": "a context manager yields once",
    "sync_engine": "an async session needs an async engine",
}


@task("open_chat", 4, ("open_chat",), PRELOAD, ADVICE, ("postgres",))
def check_open_chat(student: Student) -> Iterator[Trial]:
    """Each form of URL works, the first comers take turns, and nothing stays open."""
    url = services.new_database(services.postgres(), own_role=True)
    rest = url.split("://", 1)[1]
    file = f"chats-{student.random.randrange(1000)}.db"
    mine = f"trip-{student.random.randrange(10, 100)}"
    forms = {
        "sqlite:///FILE": f"sqlite:///{student.folder}/{file}",
        "sqlite+aiosqlite:///FILE": f"sqlite+aiosqlite:///{student.folder}/{file}",
        "postgresql://": url,
        "postgres://": f"postgres://{rest}",
        "postgresql+asyncpg://": f"postgresql+asyncpg://{rest}",
        "postgresql+psycopg://": f"postgresql+psycopg://{rest}",
    }
    for number, (form, given) in enumerate(forms.items()):
        before = number if number < 2 else number - 2
        said = student.run(probes.chat, given, mine, f"turn {number}")
        yield Trial(
            f"a chat is kept on {form}",
            kept=isinstance(said, list) and said[1] == before and len(said[2]) == before + 1,
            saw=f"{before} items were there; it found {_found(said)}",
            nudge="which database does the URL name, and which one does your engine?",
        )
    found = student.rows(file, "SELECT count(*) FROM agent_messages WHERE session_id = ?", mine)
    yield Trial(
        "the items are in the file, under the session's id",
        kept=found == [(2,)],
        saw=f"the file has {found[0][0] if found else 'no such table, or there is no file'} items of {mine}",
        nudge="which id, and which file?",
    )
    new = f"{student.folder}/new-{file}"
    made = student.run(probes.tables, f"sqlite:///{new}", new)
    yield Trial(
        "when the block begins, the tables are there, in a new SQLite file, too",
        kept={"agent_messages", "agent_sessions"} <= set(made),
        saw=f"before the first call of the session the new file had the tables {made}",
        nudge="when does a session make its tables: as it is made, or at its first call?",
    )
    student.restart()
    said = student.run(probes.chat, url, mine, "Home")
    yield Trial(
        "the chat outlives its process",
        kept=isinstance(said, list) and said[1] == 4,
        saw=f"after a kill -9 it found {_found(said)}, of 4 items",
        nudge="what does a new process do to the tables that are there?",
    )
    yield from _at_once(student)
    yield from _closed(student, url)


def _found(said: Any) -> str:
    return f"{said[1]} in a {said[0]}" if isinstance(said, list) else repr(said)


def _at_once(student: Student) -> Iterator[Trial]:
    fresh = services.new_database(services.postgres(), own_role=True)
    with psycopg.connect(as_superuser(fresh), autocommit=True) as server:
        server.execute(SLOW_TABLES)
    said = student.run(probes.all_at_once, fresh, PROCESSES, seconds=20)
    failed = [each for each in said if not each.startswith("[")]
    yield Trial(
        f"{PROCESSES} processes open a chat at once, on a database without tables",
        kept=not failed,
        saw=f"{len(failed)} of {PROCESSES} failed: {failed[0] if failed else ''}",
        nudge="they all look for the tables before one has made them; who goes first?",
    )
    stored = rows(student, fresh, "SELECT session_id FROM agent_messages ORDER BY 1")
    yield Trial(
        "and none of their items is lost",
        kept=len(stored) == PROCESSES,
        saw=f"{len(stored)} of {PROCESSES} items are stored; the processes said {_ends(said)}",
        nudge="who writes before the tables are there?",
    )


def _ends(said: list[str]) -> list[int]:
    return [len(json.loads(each)[2]) for each in said]


def _closed(student: Student, url: str) -> Iterator[Trial]:
    try:
        came = student.run(probes.fail_inside, url)
    except CodeRaised as raised:
        came = str(raised)
    yield Trial(
        "an error inside the block comes out of it",
        kept=came == "the block failed",
        saw=f"instead came: {came}",
        nudge="what does your generator do when the block raises?",
    )
    left = open_connections(url)
    yield Trial(
        "no connection is left open",
        kept=left == 0,
        saw=f"after the blocks PostgreSQL still has {left} connections from your code",
        nudge="who disposes of the engine, also when the block fails?",
    )
