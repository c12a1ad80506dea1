"""What both tasks of `4_protection/encrypted_session` share: bytes as they lie on the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

from autograder.contract import Student
from autograder.probes import encrypted_session as probes

__all__ = [
    "FILES",
    "PRELOAD",
    "WHAT",
    "Plan",
    "all_bytes",
    "application",
    "belongings",
    "neighbours",
]

PRELOAD = (
    "agents",
    "agents.extensions.memory.encrypt_session",
    "agents.extensions.memory.sqlalchemy_session",
    "langgraph.checkpoint.sqlite",
    "langgraph.graph",
    "langgraph.store.sqlite",
    "psycopg",
    "workbook.look",
    "workbook.services",
)
FILES = {
    "checkpoints.db": ("checkpoints", "writes"),
    "sessions.db": ("agent_sessions", "agent_messages"),
    "store.db": ("store",),
}
WHAT = {
    "thread": "said in a thread",
    "deleted": "said in a thread that was deleted long ago",
    "session": "said in a session",
    "item": "kept in the store",
}
Plan = dict[str, list[Any]]


def all_bytes(student: Student, begin: str = "") -> dict[str, bytes]:
    """Return the bytes of all files whose names so begin; a log's index has no words."""
    return {
        name: content
        for name, content in student.files().items()
        if name.startswith(begin) and not name.endswith("-shm")
    }


@contextmanager
def application(student: Student, *names: str) -> Iterator[Callable[..., int]]:
    """Have files open, and idle, in a process that serves others meanwhile.

    Gives a function that asks it how many rows a table has, in which of its files; -1: it cannot
    tell.
    """
    student.aside(probes.open_files, [str(student.folder / name) for name in names])

    def ask(table: str, file: int = 0) -> int:
        return int(student.aside(probes.count_rows, table, file))

    yield ask
    student.aside(probes.close_files)


def belongings(draw: Random, user: str) -> tuple[Plan, dict[str, str]]:
    """Return what the user has, and what to look for in bytes, by where it was said."""
    secrets = {where: f"{where} {draw.randrange(10**9, 10**10)}" for where in WHAT}
    said = {where: [f"{secret}, {n}" for n in range(25)] for where, secret in secrets.items()}
    long = " and so on" * draw.randrange(700, 1200)
    threads = said["thread"]
    names = [f"trip-{each}" for each in draw.sample(range(100, 1000), 3)]
    owner = {"user_id": user}
    plan: Plan = {
        "threads": [
            [names[0], owner, [threads[0] + long, threads[1]]],
            [names[1], owner | {"lang": "en"}, [threads[2], threads[3] + long]],
            [names[2], owner, said["deleted"][:2]],
        ],
        "sessions": [[user, said["session"]]],
        # More than the ten that a search returns unless told otherwise.
        "items": [
            [[user, "trips", "2026"], said["item"][:14]],
            [[user], said["item"][14:15]],
            [[user, "profile"], said["item"][15:16]],
        ],
        "deleted": [names[2]],
    }
    return plan, secrets


def neighbours(draw: Random, user: str, number: int) -> Plan:
    """Return what users have whose names are nearly the same, or who speak of this one."""
    threads, sessions, items = [], [], []
    for who in (f"user_{number}{draw.randrange(10)}", f"user-{number}", f"my_user_{number}"):
        text = f"words of {who} {draw.randrange(10**6)}"
        metadata = {"user_id": who, "invited_by": user, "note": f'"user_id": "{user}"'}
        threads.append([f"trip-{who}", metadata, [text, f"{text}, and {user} knows it"]])
        sessions.append([who, [f"{text} {count}" for count in range(12)]])
        items.append([[who, "trips"], [text, user]])
    items.append([["team", user], ["what the team knows"]])
    threads.append([user, {"user_id": f"user-{number}"}, ["a thread with a strange name"]])
    return {"threads": threads, "sessions": sessions, "items": items}
