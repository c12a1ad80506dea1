"""A class that asks itself, and an error of its own."""

# cell: pick
class Excluded(ValueError):
    def __init__(self, *names):
        super().__init__(" / ".join(names))


class Program:
    def __init__(self, needs):
        for name in needs:
            if name not in NEEDS:
                raise Excluded(name)
        for name, default in NEEDS.items():
            setattr(self, name, needs.get(name, default))

    @property
    def shared(self):
        return "machines" if self.machines > 1 else "processes" if self.processes > 4 else ""

    @property
    def kept(self):
        return self.shared or ("processes" if self.processes > 1 else "survives" if self.survives else "")

    @property
    def on_disk(self):
        return bool(self.kept or self.expires)

    def check(self):
        if self.search and self.sensitive and self.on_disk:
            raise Excluded("search", "sensitive")
        for name in ("sensitive", "expires", self.shared):
            if self.branches and name and getattr(self, name):
                raise Excluded(name, "branches")

    def checkpointer(self):
        if not self.shared:
            return ("SqliteSaver", self.kept) if self.kept else ("InMemorySaver", "nothing")
        if self.azure and not self.sensitive:
            return "CosmosDBSaver", "azure"
        return "PostgresSaver", self.shared

    def session(self):
        name, why = "SQLAlchemySession" if self.shared else "SQLiteSession", self.kept or "nothing"
        if self.branches:
            name, why = "AdvancedSQLiteSession", "branches"
        if self.expires:
            name, why = "RedisSession", "expires"
        return (f"EncryptedSession({name})" if self.sensitive and self.on_disk else name), why

    def store(self):
        if self.search:
            return ("PostgresStore" if self.on_disk else "InMemoryStore"), "search"
        if self.shared:
            return "PostgresStore", self.shared
        if self.on_disk:
            return "SqliteStore", "expires" if self.expires else self.kept
        return "InMemoryStore", "nothing"


def pick(needs):
    program = Program(needs)
    program.check()
    return {part: getattr(program, part)() for part in ("checkpointer", "session", "store")}
