"""The tables of checkpointers, sessions and stores: whose a row is, how old, and how it goes.

Names are those of langgraph-checkpoint-sqlite 3.1.2, langgraph-checkpoint-postgres 3.2.0 and
openai-agents 0.24, where a session's id is in tables that `clear_session` leaves alone.
"""

# ruff: noqa: S608 (what is put into SQL here are names of this module; values are parameters)
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

from solutions.erasure_databases import Database, opened
from solutions.erasure_places import Item, Places, Removed

__all__ = ["Work", "working"]

# In this order, because of the foreign keys.
THREADS = ("checkpoint_writes", "checkpoint_blobs", "writes", "checkpoints")
SESSIONS = (
    "turn_usage",
    "message_structure",
    "branch_reservations",
    "session_clear_generations",
    "agent_messages",
    "agent_sessions",
)
STORE = ("store_vectors", "store")
WAITING = """SELECT DISTINCT thread_id FROM {} AS w WHERE channel = '__interrupt__'
             AND checkpoint_id = (SELECT max(checkpoint_id) FROM checkpoints AS c
               WHERE c.thread_id = w.thread_id AND c.checkpoint_ns = w.checkpoint_ns)"""
BEFORE_UNIX = 0x01B21DD213814000  # from 1582, where UUIDs count from, to 1970, in 100 ns


@contextmanager
def working(places: Places) -> Iterator[Work]:
    """Open each database once, and begin a transaction in it."""
    with ExitStack() as stack:
        urls = {str(url) for url in places.values() if url}
        yield Work(places, {url: stack.enter_context(opened(url)) for url in urls})


class Work:
    """The databases of one call, and what was done in them."""

    def __init__(self, places: Places, databases: dict[str, Database]) -> None:
        self._places, self._open = places, databases
        self._rows: Counter[str] = Counter()
        self._tables: dict[str, list[str]] = {url: [] for url in databases}
        for database in databases.values():
            database.begin()

    def _at(self, names: tuple[str, ...]) -> tuple[Database | None, list[str]]:
        """Return a database and which of the tables it has; None where it lacks the last one."""
        places = {THREADS: "checkpoints", SESSIONS: "sessions", STORE: "store"}
        url = self._places.get(places[names])
        there = self._open[str(url)].has(*names) if url else []
        if not isinstance(url, str) or names[-1] not in there:
            return None, []
        self._tables[url] += [table for table in there if table not in self._tables[url]]
        return self._open[url], there

    def threads_of(self, user_id: str) -> tuple[list[str], list[str]]:
        """Return a user's threads, and those that name somebody else, too."""
        database, _ = self._at(THREADS)
        if database is None:
            return [], []
        owner = database.owner
        mine = f"SELECT thread_id FROM checkpoints WHERE {owner} = ?"
        names = f"count(DISTINCT {owner})"
        sql = f"""SELECT thread_id, {names} FROM checkpoints WHERE thread_id IN ({mine})
                  GROUP BY thread_id ORDER BY thread_id"""
        found = database.run(sql, user_id)
        return [t for t, users in found if users == 1], [t for t, users in found if users > 1]

    def old_threads(
        self, before: datetime, *, paused: bool, keep: set[str]
    ) -> tuple[list[str], list[str]]:
        """Return the threads whose latest checkpoint is older, and those of them to be kept."""
        database, there = self._at(THREADS)
        if database is None:
            return [], []
        sql = "SELECT thread_id, max(checkpoint_id) FROM checkpoints GROUP BY thread_id ORDER BY 1"
        made = {thread: _moment(latest) for thread, latest in database.run(sql)}
        keep = keep | {thread for thread, moment in made.items() if moment is None}
        for table in () if paused else {"writes", "checkpoint_writes"}.intersection(there):
            keep |= {thread for (thread,) in database.run(WAITING.format(table))}
        old = [t for t, moment in made.items() if moment is None or moment < before]
        return [t for t in old if t not in keep], [t for t in old if t in keep]

    def old_sessions(self, before: datetime) -> list[str]:
        """Return the sessions whose latest change is older."""
        database, _ = self._at(SESSIONS)
        if database is None:
            return []
        sql = f"SELECT session_id FROM agent_sessions WHERE {database.older} ORDER BY 1"
        return [session for (session,) in database.run(sql, before.astimezone(UTC).isoformat())]

    def items_within(self, spaces: Iterable[tuple[str, ...]]) -> list[Item]:
        """Return the items of some namespaces and of all below them."""
        database, _ = self._at(STORE)
        found: set[Item] = set()
        if database is None:
            return []
        for space in spaces:
            # Labels are compared as a whole; LIKE would read the _ of a name as any character.
            name, inside = ".".join(space), ".".join(space) + "."
            where = "prefix = ? OR substr(prefix, 1, ?) = ?"
            sql = f"SELECT prefix, key FROM store WHERE {where}"
            found |= {(p, k) for p, k in database.run(sql, name, len(inside), inside)}
        return sorted(found)

    def old_items(self, before: datetime) -> list[Item]:
        """Return the items whose latest write is older."""
        database, _ = self._at(STORE)
        if database is None:
            return []
        sql = f"SELECT prefix, key FROM store WHERE {database.older} ORDER BY 1, 2"
        return [
            (prefix, key)
            for prefix, key in database.run(sql, before.astimezone(UTC).isoformat())
        ]

    def remove(
        self,
        threads: Iterable[str],
        sessions: Iterable[str],
        items: Iterable[Item],
        kept: Iterable[str],
        patience: float,
    ) -> Removed:
        """Delete, commit, and get rid of the bytes.

        The last also where nothing was found: a kill may have come between the two, and
        somebody may have deleted without cleaning.
        """
        gone = self._delete(THREADS, "thread_id = ?", [(thread,) for thread in threads])
        talks = self._delete(SESSIONS, "session_id = ?", [(session,) for session in sessions])
        notes = self._delete(STORE, "prefix = ? AND key = ?", items)
        for database in self._open.values():
            database.run("COMMIT")
        remains: dict[str, None] = {}
        for url, database in self._open.items():
            remains |= dict.fromkeys(database.write_anew(self._tables[url], patience))
        return Removed(
            tuple(thread for (thread,) in gone),
            tuple(session for (session,) in talks),
            tuple((prefix, key) for prefix, key in notes),
            tuple(sorted(kept)),
            dict(+self._rows),
            tuple(remains),
        )

    def _delete(
        self, names: tuple[str, ...], where: str, ids: Iterable[tuple[str, ...]]
    ) -> list[tuple[str, ...]]:
        """Delete the rows with these ids from all the tables; return the ids that had any."""
        database, there = self._at(names)
        gone: list[tuple[str, ...]] = []
        if database is None:
            return gone
        for each in ids:
            counts = {
                t: database.delete(f"DELETE FROM {t} WHERE {where}", *each) for t in there
            }
            self._rows.update(counts)
            if any(counts.values()):
                gone.append(each)
        return gone


def _moment(checkpoint_id: str) -> datetime | None:
    """Return when a checkpoint was made: its id, a UUID of version 6, begins with the time."""
    try:
        made = UUID(checkpoint_id)
    except ValueError:
        return None
    if made.version != 6:
        return None
    ticks = (made.int >> 80 << 12) | (made.int >> 64 & 0xFFF)
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=(ticks - BEFORE_UNIX) / 10)
