"""Uses match."""

# cell: pick
def pick(needs):
    for name in needs:
        if name not in NEEDS:
            raise ValueError(f"{name}?")
    want = {**NEEDS, **needs}
    match want:
        case {"machines": m} if m > 1:
            place, why = "server", "machines"
        case {"processes": p} if p > 4:
            place, why = "server", "processes"
        case {"processes": p} if p > 1:
            place, why = "file", "processes"
        case {"survives": True}:
            place, why = "file", "survives"
        case _:
            place, why = "memory", "nothing"
    disk = place != "memory" or want["expires"]
    match want:
        case {"branches": True} if place == "server":
            raise ValueError(f"not both: branches, {why}")
        case {"branches": True, "sensitive": True}:
            raise ValueError("not both: branches, sensitive")
        case {"branches": True, "expires": True}:
            raise ValueError("not both: branches, expires")
        case {"search": True, "sensitive": True} if disk:
            raise ValueError("not both: search, sensitive")
    saver = {"server": "PostgresSaver", "file": "SqliteSaver", "memory": "InMemorySaver"}[place], why
    if place == "server" and want["azure"] and not want["sensitive"]:
        saver = "CosmosDBSaver", "azure"
    match want:
        case {"expires": True}:
            chat = "RedisSession", "expires"
        case {"branches": True}:
            chat = "AdvancedSQLiteSession", "branches"
        case _:
            chat = "SQLAlchemySession" if place == "server" else "SQLiteSession", why
    if want["sensitive"] and disk:
        chat = "EncryptedSession(" + chat[0] + ")", chat[1]
    match want, place:
        case {"search": True}, _:
            memories = "PostgresStore" if disk else "InMemoryStore", "search"
        case _, "server":
            memories = "PostgresStore", why
        case {"expires": True}, _:
            memories = "SqliteStore", "expires"
        case _, "file":
            memories = "SqliteStore", why
        case _:
            memories = "InMemoryStore", why
    return {"checkpointer": saver, "session": chat, "store": memories}
