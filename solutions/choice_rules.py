"""The rules of `choosing_a_backend`: which checkpointer, which session, which store, and why.

Each of the three functions is a list of conditions; the first that holds decides. Two needs that
exclude each other are a `Contradiction`. Every reason names the notebook that shows it.
"""

from __future__ import annotations

from collections.abc import Iterator

from solutions.choice_terms import MEMORY, POSTGRES, REDIS, Contradiction, Needs, Part, Reason

__all__ = ["checkpointer", "session", "store", "to_beware_of"]


def checkpointer(needs: Needs) -> Part:
    """Return where threads are kept."""
    seal = "seal" if needs.sensitive and needs.kept else ""
    if needs.by_server and needs.database == "cosmosdb" and not needs.sensitive:
        why = "your account serves any number of machines; it is paid by size and request"
        return Part(
            "CosmosDBSaver", "cosmosdb://DATABASE/CONTAINER", Reason(why, "cosmosdb_saver")
        )
    if needs.by_server:
        why = "a server that any number of processes and machines write to at once"
        return Part("PostgresSaver", POSTGRES, Reason(why, "postgres_saver"), seal)
    if needs.kept and needs.database == "postgresql":
        why = "you run it already: one thing to back up, and room to grow"
        return Part("PostgresSaver", POSTGRES, Reason(why, "postgres_saver"), seal)
    if needs.kept:
        why = "one file, no server; a few processes on one machine take turns at it"
        return Part("SqliteSaver", "sqlite:///trips.db", Reason(why, "sqlite_saver"), seal)
    why = "nothing to outlive the process, nobody to share it with"
    return Part("InMemorySaver", MEMORY, Reason(why, "in_memory_saver"))


def session(needs: Needs) -> Part:
    """Return where conversations of the Agents SDK are kept.

    Raises:
        Contradiction: See there.
    """
    _must_agree(needs)
    seal = "EncryptedSession" if needs.sensitive else ""
    if needs.hosted:
        kind, see = "OpenAIConversationsSession", "openai_conversations_session"
        return Part(kind, "openai:", Reason("OpenAI keeps the items; you keep the id", see))
    if needs.branches:
        why = "the only session that goes back to a turn, and counts tokens"
        url = "sqlite+advanced:///branches.db"
        return Part("AdvancedSQLiteSession", url, Reason(why, "advanced_sqlite_session"))
    if needs.expires:
        why = "the only session whose server deletes an idle conversation by itself"
        return Part("RedisSession", REDIS, Reason(why, "redis_session"), seal, expires=True)
    if needs.kept and needs.database == "redis":
        why = "you run it already, and it serves any number of machines"
        return Part("RedisSession", REDIS, Reason(why, "redis_session"), seal)
    if needs.by_server or (needs.kept and needs.database == "postgresql"):
        why = "the session for a database server, with a pool and migrations"
        return Part("SQLAlchemySession", POSTGRES, Reason(why, "sqlalchemy_session"), seal)
    if needs.kept:
        why = "a log in one file; the same tables for asynchronous programs"
        return Part("SQLiteSession", "sqlite:///chats.db", Reason(why, "sqlite_session"), seal)
    why = "without a file it is gone with the object: a test begins with nothing"
    return Part("SQLiteSession", MEMORY, Reason(why, "sqlite_session"))


def _must_agree(needs: Needs) -> None:
    excluded = {
        "sensitive": "OpenAI's service takes no item that it cannot read",
        "expires": "the service has no time to live; delete conversations yourself",
        "branches": "a conversation there is one line of items",
    }
    for other, why in excluded.items():
        if needs.hosted and getattr(needs, other):
            raise Contradiction("hosted", other, why)
    if needs.branches and needs.by_server:
        raise Contradiction("branches", "shared_by", "AdvancedSQLiteSession is one file")
    if needs.branches and needs.sensitive:
        why = "AdvancedSQLiteSession sees no turns through EncryptedSession"
        raise Contradiction("branches", "sensitive", why)
    if needs.branches and needs.expires:
        raise Contradiction(
            "branches", "expires", "AdvancedSQLiteSession deletes nothing by itself"
        )


def store(needs: Needs) -> Part:
    """Return where memories across threads are kept.

    Raises:
        Contradiction: Memories are to be found by meaning and to be unreadable on the disk.
    """
    on_disk = needs.kept or needs.expires
    if needs.search and needs.sensitive and on_disk:
        why = "what a store can compare, who reads its disk can read; search in memory"
        raise Contradiction("search", "sensitive", why)
    seal = "encrypt values" if needs.sensitive and on_disk else ""
    ends = needs.expires
    if needs.search and on_disk:
        why = "pgvector is there; SqliteStore's index needs a Python that loads extensions"
        reason = Reason(why, "semantic_memory")
        return Part("PostgresStore", POSTGRES, reason, indexed=True, expires=ends)
    if needs.by_server or (on_disk and needs.database == "postgresql"):
        why = (
            "the server beside the checkpointer; CosmosDBSaver and RedisSession bring no store"
        )
        return Part(
            "PostgresStore", POSTGRES, Reason(why, "persistent_store"), seal, expires=ends
        )
    if on_disk:
        why = "one file; it has a time to live, which InMemoryStore refuses"
        reason = Reason(why, "persistent_store")
        return Part("SqliteStore", "sqlite:///memories.db", reason, seal, expires=ends)
    why = "as fast as a dictionary, and gone as one"
    return Part("InMemoryStore", MEMORY, Reason(why, "memory_store"), indexed=needs.search)


def to_beware_of(needs: Needs, parts: tuple[Part, ...]) -> Iterator[Reason]:
    """Give what none of the *parts* does by itself."""
    if needs.kept:
        yield Reason("let one turn of a thread end before the next begins", "postgres_saver")
    if any(part.url == POSTGRES for part in parts):
        yield Reason("make the tables once, when you deploy", "postgres_saver")
    if any(part.url.startswith("sqlite") for part in parts):
        yield Reason("copy the file with its -wal; keep it off network drives", "sqlite_saver")
    if needs.kept:
        why = "what is deleted stays on the disk until VACUUM; erase in all three"
        yield Reason(why, "history")
    if needs.expires:
        yield Reason("no checkpointer here deletes an idle thread: run a job", "history")
        why = "a store deletes what has expired when somebody sweeps; `open_store` does"
        yield Reason(why, "persistent_store")
    if any(part.protection == "EncryptedSession" for part in parts):
        yield Reason(
            "give it a ttl: without one, items vanish after 600 s", "encrypted_session"
        )
    if needs.sensitive and needs.kept:
        yield Reason(
            "ids, names of channels, times and sizes stay in clear", "encrypted_checkpoints"
        )
