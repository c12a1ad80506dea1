"""Nested functions that return early."""

# cell: pick
def pick(needs):
    want = dict(NEEDS)
    for name, value in needs.items():
        if name not in NEEDS:
            raise ValueError(f"I do not know the need '{name}'")
        want[name] = value

    def shared():
        for name, limit in (("machines", 1), ("processes", 4)):
            if want[name] > limit:
                return name

    def kept():
        if shared():
            return shared()
        if want["processes"] > 1:
            return "processes"
        return "survives" if want["survives"] else None

    def disk():
        return kept() is not None or want["expires"]

    def saver():
        if shared():
            azure = want["azure"] and not want["sensitive"]
            return ("CosmosDBSaver", "azure") if azure else ("PostgresSaver", shared())
        return ("SqliteSaver", kept()) if kept() else ("InMemorySaver", "nothing")

    def talk():
        if want["expires"]:
            return "RedisSession", "expires"
        if want["branches"]:
            return "AdvancedSQLiteSession", "branches"
        if shared():
            return "SQLAlchemySession", shared()
        return "SQLiteSession", kept() or "nothing"

    def memories():
        if want["search"]:
            return ("PostgresStore" if disk() else "InMemoryStore"), "search"
        if shared():
            return "PostgresStore", shared()
        if want["expires"]:
            return "SqliteStore", "expires"
        return ("SqliteStore", kept()) if kept() else ("InMemoryStore", "nothing")

    if want["branches"]:
        for other in filter(None, ("expires", "sensitive", shared())):
            if want[other]:
                raise ValueError(f"branches! {other}!")
    if want["search"] and want["sensitive"] and disk():
        raise ValueError("search! sensitive!")
    name, why = talk()
    if want["sensitive"] and disk():
        name = f"EncryptedSession({name})"
    return {"store": memories(), "session": (name, why), "checkpointer": saver()}
