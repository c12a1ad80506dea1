"""What the last bonus task of `6_preferences/preferences` must show: an encrypted session."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator

from autograder.checks.preferences_common import ADVICE, PRELOAD, draw_users
from autograder.contract import Student, Trial
from autograder.probes import preferences_bonus as probes
from autograder.task import task

__all__ = ["check_bonus_encrypted"]

HOUR = 3600
SESSION_ADVICE = {
    "cannot import name": "hint 1 says which module has it",
    "'str' object has no attribute": "one argument should be a session; which one is a text?",
    "'bytes' object has no attribute": "the session takes the key as you were given it",
    "object has no attribute 'encode'": "in which order does EncryptedSession take its arguments?",
    "has no attribute 'add_items'": "what does an EncryptedSession write to?",
    **ADVICE,
}
Hold = Callable[..., str]
Recall = Callable[..., list[str]]


@task(
    "bonus_encrypted",
    2,
    ("open_preference_session",),
    (*PRELOAD, "agents.extensions.memory.encrypt_session"),
    SESSION_ADVICE,
)
def check_bonus_encrypted(student: Student) -> Iterator[Trial]:
    """What is held in the session is on disk, and unreadable without the key."""
    alice, bob = draw_users(student, 2)
    file = f"session-{student.random.randrange(1000)}.db"
    path = str(student.folder / file)
    key, wrong_key = (secrets.token_urlsafe(32) for _ in range(2))
    secret = f"my insurance number is {student.random.randrange(10**9, 10**10)}"

    def hold(user: str, ttl: int, text: str, age: int = 0) -> str:
        return str(student.run(probes.hold, user, path, key, ttl, text, age))

    def recall(user: str, ttl: int, key: str = key) -> list[str]:
        found: list[str] = student.run(probes.recall, user, path, key, ttl)
        return found

    odd = hold(alice, 2 * HOUR, secret)
    yield Trial(
        "it returns a session",
        kept=not odd,
        saw=f"it returned a {odd}, which has no `add_items`",
        nudge=_NO_SESSION.get(odd, "one object comes back, and it takes messages: which?"),
    )
    found = recall(alice, 2 * HOUR)
    lost = _ADDED if found else _lost(student, file, lambda: hold(alice, 2 * HOUR, "again"))
    yield Trial(
        "what is put into the session comes back out of it",
        kept=found == [secret],
        saw=f"a session opened again on the same path held {len(found)} items",
        nudge=lost,
    )
    written = student.contents(file)
    yield Trial(
        "it is in the file at `path`, and not in plaintext",
        kept=bool(written) and secret.encode() not in written,
        saw=f"the text is readable in {file}" if written else _beside(student, file),
        nudge="which of the two sessions did you return?"
        if written
        else "which argument of the session underneath is the path?",
    )
    student.restart()
    found = recall(alice, 2 * HOUR)
    yield Trial(
        "another process with the same key reads it",
        kept=found == [secret],
        saw=f"after a kill -9 it read {len(found)} items",
        nudge="what does a new process know: the key it is given, or one made earlier?",
    )
    found = recall(alice, 2 * HOUR, wrong_key)
    yield Trial(
        "another key reads nothing",
        kept=found == [],
        saw=f"a different key read {len(found)} items",
        nudge="does `key` reach the cipher?",
    )
    found = recall(bob, 2 * HOUR)
    yield Trial(
        "another user's session is empty",
        kept=found == [],
        saw=f"{bob} read {len(found)} items of {alice}",
        nudge="one id for each user",
    )
    student.run(probes.clear, bob, path, key, 2 * HOUR)
    found = recall(alice, 2 * HOUR)
    yield Trial(
        "a user who clears a session clears no other",
        kept=found == [secret],
        saw=f"{bob} cleared a session; {alice} then had {len(found)} items",
        nudge="two sessions, and each has an id: whose rows does the one underneath keep?",
    )
    yield from _lifetimes(bob, hold, recall)


_ADDED = "what is put in should come out as it was, once"
_NO_SESSION = {
    "NoneType": "what does a function give back that never says `return`?",
    "coroutine": "the caller awaits what the session does, not the opening of it",
    "async_generator": "the caller awaits what the session does, not the opening of it",
}


def _beside(student: Student, file: str) -> str:
    found = ", ".join(sorted(path.name for path in student.folder.iterdir())) or "nothing"
    return f"there is no {file}; the folder holds {found}"


def _lost(student: Student, file: str, hold_again: Callable[[], str]) -> str:
    """Say what to try where nothing came back from a session."""
    if not student.contents(file):
        return "where does the session underneath keep its items?"
    rows = "SELECT count(*), count(DISTINCT session_id) FROM agent_messages"
    before = student.rows(file, rows)
    hold_again()
    after = student.rows(file, rows)
    if before == [(0, 0)]:
        return "what happens to a file that is already there?"
    if after == [(2, 2)]:
        return "under which id will you find it the next time?"
    return "is the key you encrypt with the one you were given?"


def _lifetimes(user: str, hold: Hold, recall: Recall) -> Iterator[Trial]:
    hold(user, HOUR, "an old wish", 2 * HOUR)
    found = recall(user, HOUR)
    nudge = "does `ttl` reach the session?"
    if found:
        hold(user, 60, "a minute's wish", 2 * HOUR)
        if "a minute's wish" not in recall(user, 60):
            nudge = "in which unit is `ttl` given, and in which does the session take it?"
    yield Trial(
        "an item older than `ttl` is not returned",
        kept=found == [],
        saw="with a ttl of one hour, an item of two hours ago came back",
        nudge=nudge,
    )
    hold(user, HOUR, "a newer wish", HOUR // 2)
    hold(user, HOUR, "a new wish", HOUR // 12)
    found = recall(user, HOUR)
    yield Trial(
        "an item younger than `ttl` is returned",
        kept=found == ["a newer wish", "a new wish"],
        saw="with a ttl of one hour, an item of half an hour ago was gone",
        nudge="the SDK has a ttl of its own, 600 seconds, where you pass none"
        if found
        else "how long is your ttl, in seconds?",
    )
