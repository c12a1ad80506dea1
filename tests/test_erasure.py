"""A user erased and old data swept, proved by the bytes of files and of a real PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from agents.extensions.memory import AdvancedSQLiteSession
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.types import interrupt

from solutions.checkpointers import open_checkpointer
from solutions.erasure import Removed, StillInUse, erase_user, sweep
from solutions.migrations import migrate_checkpoints, migrate_sessions
from solutions.sessions import open_session
from solutions.stores import migrate_stores, open_store
from workbook.crash import ProgramFailed, run_function
from workbook.services import new_database, postgres

# SqliteStore 3.1.2 hands sqlite3 a datetime, which Python 3.12 warns of.
pytestmark = pytest.mark.filterwarnings("ignore:The default datetime adapter is deprecated")
MONTH = timedelta(days=30)
TICKS = 10_000_000  # of a UUID, in a second
TABLES = ("checkpoints", "checkpoint_blobs", "checkpoint_writes", "agent_messages", "store")


@pytest.fixture(params=["sqlite", "postgresql"])
def urls(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Where checkpoints, sessions and store are: three files, or one database on a server."""
    kinds = ("checkpoints", "sessions", "store")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
        if request.param == "sqlite":
            yield {kind: f"sqlite:///{tmp_path}/{kind}.db" for kind in kinds}
            return
        url = new_database(postgres())
        migrate_checkpoints(url)
        asyncio.run(migrate_sessions(url))
        migrate_stores(url)
        yield dict.fromkeys(kinds, url)


def sql(url: str, statement: str, *values: Any) -> list[Any]:
    """What a plain connection to the database answers."""
    if url.startswith("postgresql"):
        with psycopg.connect(url, autocommit=True) as server:
            done = server.execute(statement.replace("?", "%s").encode(), values)
            return done.fetchall() if done.description else []
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as file:
        return file.execute(statement, values).fetchall()


def ask(state: Any) -> Any:
    """Wait for an answer, if the traveller asks for that."""
    if "wait" in state["messages"][-1].text:
        interrupt("Are you sure?")
    return {"messages": [("ai", "Noted.")]}


def tell(urls: dict[str, str], user: str, thread_id: str, text: str) -> list[str]:
    """Take a turn of a thread; return all its texts."""
    with open_checkpointer(urls["checkpoints"]) as saver:
        if "sqlite" in urls["checkpoints"]:
            saver.conn.execute("PRAGMA secure_delete = OFF")  # type: ignore[attr-defined]
        graph = StateGraph(MessagesState).add_node("ask", ask).add_edge(START, "ask")
        config: Any = {"configurable": {"thread_id": thread_id, "user_id": user}}
        final = graph.compile(checkpointer=saver).invoke({"messages": [("user", text)]}, config)
    return [message.text for message in final["messages"]]


def plant(urls: dict[str, str], user: str, text: str, count: int = 12) -> None:
    """Say something in two threads and a session, and keep it in a store."""
    for number in range(2):
        tell(
            urls, user, f"{user}-trip-{number}", f"thread {text} {number}" + " and so on" * 300
        )
    with open_session(urls["sessions"], user) as session:
        asyncio.run(session.get_items())
        said = [{"role": "user", "content": f"session {text} {n}"} for n in range(count)]
        asyncio.run(session.add_items(said))  # type: ignore[arg-type]
    with open_store(urls["store"]) as store:
        for number in range(count):
            store.put((user, "notes"), f"key-{number}", {"text": f"item {text} {number}"})
            store.put((user,), f"key-{number}", {"text": f"item {text} {number}"})


def found(urls: dict[str, str], words: str) -> int:
    """How often words are in the bytes of the files, or of the server's tables and samples."""
    if "sqlite" in urls["sessions"]:
        files = [Path(url.removeprefix("sqlite:///")) for url in urls.values()]
        parts = [each for file in files for each in file.parent.glob(f"{file.name}*")]
        # By another process: see workbook.look.
        raw = subprocess.run(["cat", *parts], stdout=subprocess.PIPE, check=True).stdout
        return raw.count(words.encode())
    sql(urls["store"], "CHECKPOINT")
    relations = ", ".join(f"'{table}'" for table in TABLES)
    raws = sql(
        urls["store"],
        f"""SELECT pg_read_binary_file(pg_relation_filepath(oid)) FROM pg_class
            WHERE relname = 'pg_statistic' OR oid::regclass::text IN ({relations}) OR oid IN
              (SELECT reltoastrelid FROM pg_class WHERE relname IN ({relations}))""",
    )
    return sum(raw.count(words.encode()) for (raw,) in raws)


def erase(user: str, urls: dict[str, str], **options: Any) -> Removed:
    """Erase a user from all three."""
    return erase_user(user, **urls, **options)


def test_a_user_is_in_no_byte_and_others_go_on(urls: dict[str, str]) -> None:
    """
    What one user said is gone from every byte; of users with similar names nothing is.
    """
    plant(urls, "user_1", "7730421")
    for other in ("user_10", "user-1", "my_user_1"):
        plant(urls, other, f"of {other}")
    if "postgresql" in urls["store"]:
        sql(urls["store"], "ANALYZE")
    assert found(urls, "7730421") > 0

    removed = erase("user_1", urls)

    assert found(urls, "7730421") == 0
    assert removed.threads == ("user_1-trip-0", "user_1-trip-1")
    assert removed.sessions == ("user_1",)
    assert len(removed.items) == 24
    assert {"checkpoints", "agent_messages", "agent_sessions", "store"} <= set(removed.rows)
    assert bool(removed.remains) == ("postgresql" in urls["store"])
    for other in ("user_10", "user-1", "my_user_1"):
        assert len(tell(urls, other, f"{other}-trip-0", "And now?")) == 4
        with open_session(urls["sessions"], other) as session:
            assert len(asyncio.run(session.get_items())) == 12
        with open_store(urls["store"]) as store:
            assert len(store.search((other,), limit=100)) == 24


def test_the_last_user_leaves_nothing_and_a_second_call_finds_nothing(
    urls: dict[str, str],
) -> None:
    """
    Empty tables keep no samples for the planner, and calling again removes no row.
    """
    plant(urls, "user-alice", "7730421")
    if "postgresql" in urls["store"]:
        sql(urls["store"], "ANALYZE")

    erase("user-alice", urls)
    again = erase("user-alice", urls)

    assert found(urls, "7730421") == 0
    assert (again.threads, again.sessions, again.items, again.rows) == ((), (), (), {})


def erase_and_die(urls: dict[str, str], at: str) -> None:
    """Erase in whichever process this is; SIGKILL it before the statement that begins so."""

    def told(statement: object) -> None:
        text = statement.decode() if isinstance(statement, bytes) else str(statement)
        if text.startswith(at):
            os.kill(os.getpid(), signal.SIGKILL)

    connect: Any = sqlite3.connect
    execute: Any = psycopg.Connection.execute

    def watched(*arguments: Any, **options: Any) -> Any:
        connection = connect(*arguments, **options)
        connection.set_trace_callback(told)
        return connection

    def executed(self: Any, query: Any, *arguments: Any, **options: Any) -> Any:
        told(query)
        return execute(self, query, *arguments, **options)

    sqlite3.connect = watched
    psycopg.Connection.execute = executed  # type: ignore[method-assign]
    erase_user("user-alice", **urls)


@pytest.mark.parametrize("at", ["COMMIT", "VACUUM", "last"])
def test_killed_and_called_again_it_ends_the_same(urls: dict[str, str], at: str) -> None:
    """
    A SIGKILL between any two of its steps costs a second call, and nobody a byte.
    """
    last = "VACUUM (FULL) pg_statistic" if "postgresql" in urls["store"] else "PRAGMA wal"
    plant(urls, "user-alice", "7730421")
    plant(urls, "user-bob", "of Bob")
    with pytest.raises(ProgramFailed):
        run_function(erase_and_die, urls, last if at == "last" else at)

    erase("user-alice", urls)

    assert found(urls, "7730421") == 0
    assert len(tell(urls, "user-bob", "user-bob-trip-0", "And now?")) == 4
    for table in ("checkpoints", "agent_messages", "store"):
        kind = {"checkpoints": "checkpoints", "store": "store"}.get(table, "sessions")
        assert sql(urls[kind], f"SELECT count(*) FROM {table}") != [(0,)]
    assert sql(urls["sessions"], "SELECT session_id FROM agent_sessions") == [("user-bob",)]


def test_who_still_reads_is_named_and_then_it_works(urls: dict[str, str]) -> None:
    """
    An open transaction keeps old bytes: that is an error, and calling again mends it.
    """
    plant(urls, "user-alice", "7730421")
    url = urls["sessions"]
    reader: Any = (
        psycopg.connect(url)
        if "postgresql" in url
        else sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    )
    with closing(reader):
        begin = "BEGIN ISOLATION LEVEL REPEATABLE READ" if "postgresql" in url else "BEGIN"
        reader.execute(begin)
        reader.execute("SELECT count(*) FROM agent_messages").fetchall()

        with pytest.raises(StillInUse, match="call again"):
            erase("user-alice", urls, patience=0.2)

        assert found(urls, "7730421") > 0
    erase("user-alice", urls)

    assert found(urls, "7730421") == 0


@pytest.mark.parametrize("urls", ["postgresql"], indirect=True)
def test_a_transaction_of_another_database_is_waited_for(urls: dict[str, str]) -> None:
    """
    It holds back what a server may drop, in every database: bytes would stay, silently.
    """
    plant(urls, "user-alice", "7730421")
    with psycopg.connect(new_database(postgres())) as elsewhere:
        elsewhere.execute("SELECT pg_current_xact_id()")
        pid = elsewhere.info.backend_pid

        with pytest.raises(StillInUse, match=str(pid)):
            erase("user-alice", urls, patience=0.2)
    erase("user-alice", urls)

    assert found(urls, "7730421") == 0


def test_a_shared_thread_stays_unless_it_is_named(urls: dict[str, str]) -> None:
    """
    A thread with turns of two users is kept, and said so; explicit names go.
    """
    tell(urls, "user-alice", "trip-7", "My number is 7730421")
    tell(urls, "user-bob", "trip-7", "Mine is another")
    tell(urls, "user-bob", "trip-8", "And 7730422")

    removed = (
        erase("user-alice", urls)
        if "postgresql" in urls["store"]
        else erase_user("user-alice", checkpoints=urls["checkpoints"])
    )
    assert (removed.threads, removed.kept) == ((), ("trip-7",))

    named = erase_user(
        "user-alice", checkpoints=urls["checkpoints"], threads=["trip-7", "trip-8"]
    )
    assert (named.threads, named.kept) == (("trip-7", "trip-8"), ())
    assert sql(urls["checkpoints"], "SELECT count(*) FROM checkpoints") == [(0,)]


def test_every_table_of_a_session_forgets_its_id(tmp_path: Path) -> None:
    """
    An AdvancedSQLiteSession leaves the id in tables of its own, even after `clear_session`.
    """
    path = tmp_path / "chats.db"
    for who in ("user-alice", "user-bob"):
        with closing(
            AdvancedSQLiteSession(session_id=who, db_path=path, create_tables=True)
        ) as s:
            asyncio.run(s.add_items([{"role": "user", "content": f"words of {who}"}]))
            if who == "user-alice":
                asyncio.run(s.clear_session())
                asyncio.run(s.add_items([{"role": "user", "content": f"words of {who}"}]))
    urls = {"sessions": f"sqlite:///{path}"}
    assert found(urls, "user-alice") > 0

    erase_user("user-alice", **urls)

    assert found(urls, "user-alice") == 0
    with closing(AdvancedSQLiteSession(session_id="user-bob", db_path=path)) as session:
        assert len(asyncio.run(session.get_items())) == 1


def age(urls: dict[str, str], user: str, days: int) -> None:
    """Let what a user has be older: put the times in its rows back."""
    for kind, table, column in (
        ("sessions", "agent_sessions", "session_id"),
        ("store", "store", "prefix"),
    ):
        past = f"datetime('now', '-{days} days')"
        if "postgresql" in urls[kind]:
            past = f"now() - interval '{days} days'"
        sql(
            urls[kind],
            f"UPDATE {table} SET updated_at = {past} WHERE {column} LIKE ?",
            f"{user}%",
        )
    ids = "SELECT DISTINCT checkpoint_id FROM checkpoints WHERE thread_id LIKE ?"
    for (old,) in sql(urls["checkpoints"], ids, f"{user}%"):
        writes = "checkpoint_writes" if "postgresql" in urls["checkpoints"] else "writes"
        for table in ("checkpoints", writes):
            update = f"UPDATE {table} SET checkpoint_id = ? WHERE checkpoint_id = ?"
            sql(urls["checkpoints"], update, earlier(old, days), old)


def earlier(checkpoint_id: str, days: int) -> str:
    """Return a checkpoint's id as it had been that many days before."""
    number = UUID(checkpoint_id).int
    ticks = ((number >> 80) << 12 | (number >> 64) & 0xFFF) - days * 86400 * TICKS
    return str(
        UUID(int=(ticks >> 12) << 80 | 6 << 76 | (ticks & 0xFFF) << 64 | number & 2**64 - 1)
    )


def test_what_is_old_goes_for_good_and_what_waits_stays(urls: dict[str, str]) -> None:
    """
    Forty days old and gone from every byte; twenty days old, waiting, or named stay.
    """
    plant(urls, "old", "7730421")
    tell(urls, "old", "old-waiting", "Please wait: 7730422")
    tell(urls, "old", "old-named", "Keep this")
    age(urls, "old", 40)
    plant(urls, "new", "of this month")
    age(urls, "new", 20)

    removed = sweep(MONTH, **urls, keep=["old-named"])

    assert found(urls, "7730421") == 0
    assert removed.threads == ("old-trip-0", "old-trip-1")
    assert removed.sessions == ("old",)
    assert {prefix for prefix, _ in removed.items} == {"old", "old.notes"}
    assert removed.kept == ("old-named", "old-waiting")
    assert len(tell(urls, "new", "new-trip-0", "And now?")) == 4
    assert sql(urls["sessions"], "SELECT session_id FROM agent_sessions") == [("new",)]

    paused = sweep(MONTH, **urls, paused=True)

    assert paused.threads == ("old-named", "old-waiting")
    assert found(urls, "7730422") == 0
    assert sweep(MONTH, **urls, paused=True).rows == {}


def test_nothing_is_made_and_nobody_is_everybody(tmp_path: Path) -> None:
    """
    A wrong path, an empty user and a strange URL are errors, and no file comes of them.
    """
    with pytest.raises(FileNotFoundError, match="nothing in it can be erased"):
        erase_user("user-alice", sessions=f"sqlite:///{tmp_path}/none.db")
    with pytest.raises(ValueError, match="user_id is needed"):
        erase_user("")
    with pytest.raises(ValueError, match="redis"):
        erase_user("user-alice", sessions="redis://localhost/0")

    assert list(tmp_path.iterdir()) == []
