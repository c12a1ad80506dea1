"""Asks about the time to live before it asks who shares the store.

loses: test_pick
says: read the store's column from the top: which line is the first that applies?
"""

# cell: pick
def pick(needs):
    for name in needs:
        if name not in NEEDS:
            raise ValueError(f"no need is called {name}")
    want = {**NEEDS, **needs}
    shared = ""
    if want["machines"] > 1:
        shared = "machines"
    elif want["processes"] > 4:
        shared = "processes"
    kept = shared
    if not kept and want["processes"] > 1:
        kept = "processes"
    if not kept and want["survives"]:
        kept = "survives"
    on_disk = kept or want["expires"]

    if want["branches"] and shared:
        raise ValueError(f"branches excludes {shared}")
    if want["branches"] and want["sensitive"]:
        raise ValueError("branches excludes sensitive")
    if want["branches"] and want["expires"]:
        raise ValueError("branches excludes expires")
    if want["search"] and want["sensitive"] and on_disk:
        raise ValueError("search excludes sensitive")

    if shared and want["azure"] and not want["sensitive"]:
        checkpointer = "CosmosDBSaver", "azure"
    elif shared:
        checkpointer = "PostgresSaver", shared
    elif kept:
        checkpointer = "SqliteSaver", kept
    else:
        checkpointer = "InMemorySaver", "nothing"

    if want["expires"]:
        session = "RedisSession", "expires"
    elif want["branches"]:
        session = "AdvancedSQLiteSession", "branches"
    elif shared:
        session = "SQLAlchemySession", shared
    elif kept:
        session = "SQLiteSession", kept
    else:
        session = "SQLiteSession", "nothing"
    if want["sensitive"] and on_disk:
        session = f"EncryptedSession({session[0]})", session[1]

    if want["search"] and on_disk:
        store = "PostgresStore", "search"
    elif want["search"]:
        store = "InMemoryStore", "search"
    elif want["expires"]:
        store = "SqliteStore", "expires"
    elif shared:
        store = "PostgresStore", shared
    elif kept:
        store = "SqliteStore", kept
    else:
        store = "InMemoryStore", "nothing"
    return {"checkpointer": checkpointer, "session": session, "store": store}
