"""What the three bonus tasks of `6_preferences/preferences` must show."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from autograder.checks.preferences import ADVICE, KEYWORDS, PRELOAD, draw_users, listed
from autograder.contract import NotPlain, Student, Trial
from autograder.probes import preferences as probes
from autograder.task import task

__all__ = ["check_bonus_encrypted", "check_bonus_expiry", "check_bonus_search"]

# What people said, and for most a question that shares no word with it.
SAID = {
    "detailed_explanations": ("Walk me through every step at length", None),
    "concise_responses": ("Keep it short, two sentences at most", "a quick summary"),
    "include_examples": ("Show me sample code I can run", "program snippets"),
    "formal_tone": ("Write politely, as in a business letter", "official correspondence"),
    "casual_tone": ("Talk to me like a friend over coffee", "relaxed chat with a buddy"),
}


@task("bonus_search", 2, ("find_preferences",), (*PRELOAD, "tokenizers", "numpy"), ADVICE)
def check_bonus_search(student: Student) -> Iterator[Trial]:
    """Preferences come back by meaning, nearest first, at most as many as asked for."""
    alice, bob = draw_users(student, 2)
    mine = {name: said for name, (said, _) in SAID.items()}
    shuffled = dict(student.random.sample(sorted(mine.items()), len(mine)))
    stored = {alice: shuffled, bob: {"concise_responses": SAID["concise_responses"][0]}}

    def find(user: str, query: str, limit: int) -> Any:
        return student.run(probes.find, stored, user, query, limit)

    found = find(alice, "a quick summary", 5)
    yield Trial(
        "it returns a list of preference names",
        kept=isinstance(found, list) and bool(found) and set(map(str, found)) <= set(SAID),
        saw=f"it returned {found if isinstance(found, NotPlain) else repr(found)}",
        nudge="an item's key is the preference's name; the docstring asks for names",
    )
    for name, (said, query) in SAID.items():
        if query is None:
            continue
        found = find(alice, query, 5)
        yield Trial(
            f"the nearest in meaning to '{query}' comes first",
            kept=bool(found) and found[0] == name,
            saw=f"{name} was said as '{said}'; the order was {found}",
            nudge="what does search() rank by when it gets no query?",
        )
    found = find(alice, "a quick summary", 5)
    yield Trial(
        "as many come back as asked for",
        kept=len(found) == 5 and len(set(found)) == 5,
        saw=f"five are stored and five were asked for; it returned {found}",
        nudge="a ranking is not a filter",
    )
    found = find(alice, "a quick summary", 2)
    yield Trial(
        "no more than `limit` come back",
        kept=len(found) == 2,
        saw=f"asked for two it returned {len(found)}",
        nudge="search() has a parameter for that",
    )
    found = find(bob, "program snippets", 5)
    yield Trial(
        "only this user's preferences are searched",
        kept=found == ["concise_responses"],
        saw=f"{bob} has stored `concise_responses` alone; it found {listed(map(str, found))}",
        nudge="the namespace says whose they are",
    )
    [stranger] = draw_users(student, 1)
    found = find(f"new-{stranger}", "a quick summary", 5)
    yield Trial(
        "who has stored nothing gets an empty list",
        kept=found == [],
        saw=f"for a new user it returned {found!r}",
        nudge="an empty result is a result",
    )


@task(
    "bonus_expiry",
    2,
    ("KEYWORDS", "PreferenceState", "detect_preferences_node", "active_preferences"),
    PRELOAD,
    ADVICE,
)
def check_bonus_expiry(student: Student) -> Iterator[Trial]:
    """A preference counts for thirty days from the moment it was detected."""
    alice, bob = draw_users(student, 2)
    # Not today: a clock read inside the function must not pass for the argument.
    now = datetime(2031, 5, 17, 12, tzinfo=UTC) + timedelta(days=student.random.randrange(300))
    names = student.random.sample(sorted(KEYWORDS.values()), 5)

    def active(ages: dict[str, timedelta], user: str = alice) -> Any:
        detected = {name: (now - age).isoformat() for name, age in ages.items()}
        found = student.run(probes.active, {alice: detected}, user, now.isoformat())
        return sorted(found) if isinstance(found, list) else found

    found = active({names[0]: timedelta(days=2)})
    yield Trial(
        "a preference detected two days ago is active",
        kept=found == [names[0]],
        saw=f"it returned {found if isinstance(found, NotPlain) else repr(found)}",
        nudge="a list of names; and which moment is `now`?",
    )
    found = active({names[0]: timedelta(days=2), names[1]: timedelta(days=45)})
    yield Trial(
        "one detected 45 days ago has expired",
        kept=found == [names[0]],
        saw=f"it returned {found!r}",
        nudge="how old is it at `now`, and which side of 30 days do you keep?",
    )
    found = active({names[2]: timedelta(days=29, hours=20)})
    yield Trial(
        "29 days and 20 hours is not yet 30 days",
        kept=found == [names[2]],
        saw="it was called expired",
        nudge="compare moments, not calendar days",
    )
    found = active({names[3]: timedelta(days=30, hours=4)})
    yield Trial(
        "30 days and 4 hours is older than 30 days",
        kept=found == [],
        saw="it was called active",
        nudge="a timedelta has more to it than .days",
    )
    found = active({name: timedelta(days=n) for n, name in enumerate(names)})
    yield Trial(
        "every active preference is returned",
        kept=found == sorted(names),
        saw=f"five are active; it returned {found!r}",
        nudge="does your loop see all of them?",
    )
    found = active({names[0]: timedelta(days=2)}, user=bob)
    yield Trial(
        "only this user's preferences are looked at",
        kept=found == [],
        saw=f"{bob} has stored nothing; it returned {found!r}",
        nudge="the namespace says whose they are",
    )
    stored = student.run(probes.detected_values, alice, "examples, please")
    stamps = [_moment(value.get("detected_at")) for value in stored]
    yield Trial(
        "`detect_preferences_node` stores when it detected, as `detected_at` in UTC",
        kept=bool(stamps) and all(stamps),
        saw=f"it stored {stored}",
        nudge="datetime.now(...).isoformat(), with a time zone, under the key 'detected_at'",
    )


def _moment(text: Any) -> bool:
    """Say whether *text* is an ISO 8601 time in UTC, and about now."""
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return False
    if moment.utcoffset() != timedelta(0):
        return False
    return abs(datetime.now(UTC) - moment) < timedelta(hours=1)


@task(
    "bonus_encrypted",
    2,
    ("open_preference_session",),
    (*PRELOAD, "agents.extensions.memory.encrypt_session"),
    ADVICE,
)
def check_bonus_encrypted(student: Student) -> Iterator[Trial]:
    """What is held in the session is on disk, and unreadable without the key."""
    alice, bob = draw_users(student, 2)
    path = str(student.folder / "session.db")
    key, wrong_key = (secrets.token_urlsafe(32) for _ in range(2))
    secret = f"my insurance number is {student.random.randrange(10**9, 10**10)}"
    hour = 3600

    odd = student.run(probes.hold, alice, path, key, 2 * hour, secret, 0)
    yield Trial(
        "it returns a session",
        kept=not odd,
        saw=f"it returned {odd}, which has no `add_items`",
        nudge="the function returns the object; who uses it awaits",
    )
    found = student.run(probes.recall, alice, path, key, 2 * hour)
    yield Trial(
        "what is put into the session comes back out of the file",
        kept=found == [secret],
        saw=f"a session opened again on the same path held {len(found)} items",
        nudge="where does the session underneath keep its items? with which id and key?",
    )
    written = student.contents("session.db")
    yield Trial(
        "the plaintext is never on disk",
        kept=bool(written) and secret.encode() not in written,
        saw="the text is readable in session.db" if written else "session.db was not written",
        nudge="which session wraps which?",
    )
    student.restart()
    found = student.run(probes.recall, alice, path, key, 2 * hour)
    yield Trial(
        "another process with the same key reads it",
        kept=found == [secret],
        saw=f"after a kill -9 it read {len(found)} items",
        nudge="is the key you encrypt with the one you were given?",
    )
    found = student.run(probes.recall, alice, path, wrong_key, 2 * hour)
    yield Trial(
        "another key reads nothing",
        kept=found == [],
        saw=f"a different key read {len(found)} items",
        nudge="does `key` reach the cipher?",
    )
    found = student.run(probes.recall, bob, path, key, 2 * hour)
    yield Trial(
        "another user's session is empty",
        kept=found == [],
        saw=f"{bob} read {len(found)} items of {alice}",
        nudge="one id for each user",
    )
    student.run(probes.hold, bob, path, key, hour, "an old wish", 2 * hour)
    found = student.run(probes.recall, bob, path, key, hour)
    yield Trial(
        "an item older than `ttl` is not returned",
        kept=found == [],
        saw="with a ttl of one hour, an item of two hours ago came back",
        nudge="does `ttl` reach the session?",
    )
    student.run(probes.hold, bob, path, key, hour, "a newer wish", hour // 2)
    found = student.run(probes.recall, bob, path, key, hour)
    yield Trial(
        "an item younger than `ttl` is",
        kept=found == ["a newer wish"],
        saw="with a ttl of one hour, an item of half an hour ago was gone",
        nudge="the SDK has a ttl of its own, 600 seconds, where you pass none",
    )
