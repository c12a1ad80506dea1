"""The table of the task `pick`, as the check knows it."""

from __future__ import annotations

from typing import Any

__all__ = ["NEEDS", "Needs", "right"]

Needs = dict[str, Any]
NEEDS: Needs = {
    "survives": False,
    "processes": 1,
    "machines": 1,
    "azure": False,
    "sensitive": False,
    "search": False,
    "expires": False,
    "branches": False,
}


def right(needs: Needs) -> dict[str, list[str]] | set[tuple[str, str]]:
    """Return what the task's table says; or the pairs of needs that exclude each other."""
    want = {**NEEDS, **needs}
    shared = ""
    if want["processes"] > 4:
        shared = "processes"
    if want["machines"] > 1:
        shared = "machines"
    kept = shared
    if not kept and want["processes"] > 1:
        kept = "processes"
    if not kept and want["survives"]:
        kept = "survives"
    on_disk = bool(kept) or want["expires"]
    apart = _apart(want, shared, on_disk)
    return apart or {
        "checkpointer": _checkpointer(want, shared, kept),
        "session": _session(want, shared, kept, on_disk),
        "store": _store(want, shared, kept, on_disk),
    }


def _apart(want: Needs, shared: str, on_disk: bool) -> set[tuple[str, str]]:
    found = set()
    if want["branches"]:
        wanted = [name for name in ("sensitive", "expires") if want[name]]
        found |= {("branches", name) for name in [*wanted, *([shared] if shared else [])]}
    if on_disk and want["search"] and want["sensitive"]:
        found.add(("search", "sensitive"))
    return found


def _checkpointer(want: Needs, shared: str, kept: str) -> list[str]:
    if shared and want["azure"] and not want["sensitive"]:
        return ["CosmosDBSaver", "azure"]
    if shared:
        return ["PostgresSaver", shared]
    return ["SqliteSaver", kept] if kept else ["InMemorySaver", "nothing"]


def _session(want: Needs, shared: str, kept: str, on_disk: bool) -> list[str]:
    found, why = "SQLiteSession", kept or "nothing"
    if shared:
        found = "SQLAlchemySession"
    if want["branches"]:
        found, why = "AdvancedSQLiteSession", "branches"
    if want["expires"]:
        found, why = "RedisSession", "expires"
    return [f"EncryptedSession({found})" if want["sensitive"] and on_disk else found, why]


def _store(want: Needs, shared: str, kept: str, on_disk: bool) -> list[str]:
    if want["search"]:
        return ["PostgresStore" if on_disk else "InMemoryStore", "search"]
    if shared:
        return ["PostgresStore", shared]
    if want["expires"]:
        return ["SqliteStore", "expires"]
    return ["SqliteStore", kept] if kept else ["InMemoryStore", "nothing"]
