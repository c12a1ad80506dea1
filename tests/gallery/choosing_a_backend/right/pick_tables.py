"""Columns as lists of conditions; the first that holds."""

# cell: pick
def pick(needs):
    if unknown := set(needs) - set(NEEDS):
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
    n = {**NEEDS, **needs}
    shared = "machines" if n["machines"] > 1 else "processes" if n["processes"] > 4 else None
    kept = shared or ("processes" if n["processes"] > 1 else "survives" if n["survives"] else None)
    disk = bool(kept) or n["expires"]
    pairs = [("branches", shared), ("branches", "sensitive"), ("branches", "expires")]
    pairs += [("search", "sensitive")] if disk else []
    for a, b in pairs:
        if b and n[a] and n[b]:
            raise ValueError(f"{a!r} contradicts {b!r}")
    columns = {
        "checkpointer": [
            (shared and n["azure"] and not n["sensitive"], "CosmosDBSaver", "azure"),
            (shared, "PostgresSaver", shared),
            (kept, "SqliteSaver", kept),
            (True, "InMemorySaver", "nothing"),
        ],
        "session": [
            (n["expires"], "RedisSession", "expires"),
            (n["branches"], "AdvancedSQLiteSession", "branches"),
            (shared, "SQLAlchemySession", shared),
            (True, "SQLiteSession", kept or "nothing"),
        ],
        "store": [
            (n["search"], "PostgresStore" if disk else "InMemoryStore", "search"),
            (shared, "PostgresStore", shared),
            (n["expires"], "SqliteStore", "expires"),
            (kept, "SqliteStore", kept),
            (True, "InMemoryStore", "nothing"),
        ],
    }
    found = {part: next([name, why] for holds, name, why in lines if holds) for part, lines in columns.items()}
    if n["sensitive"] and disk:
        found["session"][0] = f"EncryptedSession({found['session'][0]})"
    return found
