"""What `remember` and `recall` of `3_memory_store/memory_store` must show."""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from collections.abc import Iterator
from random import Random
from typing import Any
from urllib.parse import quote

from autograder.contract import Student, Trial
from autograder.probes import memory_store as probes
from autograder.task import task

__all__ = ["ADVICE", "PRELOAD", "check_tenants"]

PRELOAD = (
    "langgraph.graph",
    "langgraph.checkpoint.memory",
    "langgraph.store.memory",
    "langgraph.store.sqlite",
)
ADVICE = {
    "unexpected keyword argument 'namespace'": "search() takes the namespace first, without a name",
    "cannot contain periods": "this id has a period, and a label may have none",
    "cannot be empty strings": "one of your labels is empty; where does it come from?",
    "Root label": "who is in the first place of your namespace?",
    "must be strings": "each label is a text; which of yours is something else?",
    "can only concatenate str": "a namespace is a tuple; what do you add to it?",
    "unhashable type": "a namespace is a tuple of texts; what is yours?",
    "'Item' object": "an item has a namespace, a key and a value, as attributes",
    "SearchItem' object": "an item has a namespace, a key and a value, as attributes",
    "codec can't encode": "an id may have characters of any alphabet; which encoding knows them all?",
    "KeyError": "what does your code expect of a user without any memory?",
    "'NoneType' object": (
        "which call gave None? `get` does where there is no item, a function does without `return`"
    ),
    "'list' object has no attribute": "a dict was asked for; what is it you have there?",
}
STORE = "memories.db"
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@task("tenants", 5, ("remember", "recall"), PRELOAD, ADVICE)
def check_tenants(student: Student) -> Iterator[Trial]:
    """All memories of one user, none of another, whatever the ids look like."""
    draw = student.random
    name = _word(draw)
    yield from _one_user(student, f"user-{name}")
    for promise, users, nudge in _groups(draw):
        yield _apart(student, promise, users, nudge)
    yield from _disguised(student, f"{name}.b@x.com")
    yield from _all(student, f"user-{name}", draw.randint(11, 19), draw.randint(10_010, 10_090))
    yield from _nobody(student)
    yield from _copies(student, f"user-{name}")


def _labels(student: Student, user: str) -> set[str]:
    """Return the texts of which a store's addresses are made, once this user is in it."""
    student.run(probes.put_in, str(student.folder / STORE), user)
    rows = student.rows(STORE, "SELECT prefix, key FROM store")
    found = {label for prefix, key in rows for label in (*prefix.split("."), key)}
    return found - {"probe"}


def _word(draw: Random) -> str:
    return "".join(draw.choices(LETTERS, k=5))


def _memories(answer: Any) -> Any:
    return answer.get("memories", {})


def _one_user(student: Student, user: str) -> Iterator[Trial]:
    window, aisle = {"side": "window", "row": 7}, {"side": "aisle"}
    [answer] = student.run(probes.told, [[user, "seat", window]], [user])
    yield Trial(
        "`recall` returns a dict of values, each under its key",
        kept=answer["type"] == "" and _memories(answer) == {"seat": window},
        saw=f"for one memory, `seat`, it returned {_shown(answer)}",
        nudge=_wrong_kind(answer),
    )
    again = student.run(probes.elsewhere, str(student.folder / STORE), user, "seat", window)
    [(items,)] = student.rows(STORE, "SELECT count(*) FROM store") or [(0,)]
    yield Trial(
        "the memories are in the store that was given",
        kept=items > 0 and again == 0,
        saw=f"`remember` put {items} items into the store; with another, empty store `recall` "
        f"returned {again} memories",
        nudge="what does your code keep outside the store?",
    )
    memories = [[user, "seat", window], [user, "meal", {"no": "meat"}], [user, "seat", aisle]]
    [answer] = student.run(probes.told, memories, [user])
    yield Trial(
        "the same key again replaces the value, another key adds one",
        kept=_memories(answer) == {"seat": aisle, "meal": {"no": "meat"}},
        saw=f"after `seat`, `meal` and another `seat` it returned {_shown(answer)}",
        nudge="`put` replaces by itself; what does your code add to that?"
        if "meal" in _memories(answer)
        else "what names an item in a namespace?",
    )
    [answer] = student.run(probes.told, [[user, "seat", window]], [f"{user}-new"])
    yield Trial(
        "who has no memories gets an empty dict",
        kept=answer == {"type": "", "memories": {}},
        saw=f"it returned {_shown(answer)}",
        nudge="whose memories does `recall` ask for?",
    )


def _shown(answer: Any) -> str:
    if answer["type"] == "":
        return f"{answer['memories']}"
    held = f" of {', '.join(answer['holds'])}" if answer["holds"] else ""
    return "None" if answer["type"] == "NoneType" else f"a {answer['type']}{held}"


def _wrong_kind(answer: Any) -> str:
    if answer["type"] == "NoneType":
        return "what does the function hand back?"
    if answer["type"] == "list":
        return "a list says no key; the task asks for a dict"
    if answer["type"]:
        return "an item has a value; which of the two does the caller want?"
    if set(_memories(answer)) != {"seat"}:
        return "is that the key the caller gave?"
    return "is that the value the caller gave, no more and no less?"


def _groups(draw: Random) -> Iterator[tuple[str, list[str], str]]:
    """Yield users who are easily taken for one another, and what to try if they are."""
    name, number = _word(draw), draw.randrange(1, 9)
    accented = f"{name}-Zoë"
    yield (
        "users whose ids begin alike are apart",
        [f"user_{number}", f"user_{number}0", f"user_{number}0_1", f"user_{number}_"],
        "one id begins with the other; does your code compare whole labels, or letters?",
    )
    yield (
        "users with a `%`, a `_` or a `*` in their ids are apart",
        ["user_%", "user__", "user_*", f"user_{number}", "user_?"],
        "in which pattern of yours does such a character stand for others?",
    )
    yield (
        "capitals make a difference",
        [name, name.upper(), name.title()],
        "is that detail lost on the way from the id to the label?",
    )
    yield (
        "blanks make a difference",
        [name, f" {name}", f"{name} "],
        "what does your code cut off before an id becomes a label?",
    )
    yield (
        "letters of all alphabets make a difference",
        [
            unicodedata.normalize("NFC", accented),
            unicodedata.normalize("NFD", accented),
            f"{name}-Zoe",
            f"{name}-東京",
            f"{name}-東",
        ],
        "two texts that look alike may be two; which characters does your code change or drop?",
    )
    yield (
        "e-mail addresses are users, each its own",
        [f"{name}{sign}b@x.com" for sign in ("", "_", "-", " ", "@", "/", ":", "__", ".")],
        "what did the period become, and whose id has that at the same place?",
    )
    yield (
        "a user whose id goes on after a period is another user",
        [f"{name}.b", name, f"{name}.b.c", f"{name}/b", f"{name}.{name}"],
        "search gives all that lies below; whose namespace lies below whose?",
    )
    yield (
        "any text is a user id",
        ["langgraph", "users", ".", "..", f"{name}.", f".{name}", "*", "%", "/", "None", "0"],
        "which ids does your code take for something else?",
    )


def _apart(student: Student, promise: str, users: list[str], nudge: str) -> Trial:
    """Give each user one memory under the same key, and see who recalls what."""
    memories = [[user, "seat", {"of": number}] for number, user in enumerate(users)]
    answers = student.run(probes.told, memories, users)
    for number, (user, answer) in enumerate(zip(users, answers, strict=True)):
        if _memories(answer) != {"seat": {"of": number}}:
            return Trial(promise, kept=False, saw=_mixed(user, answer, users), nudge=nudge)
    return Trial(promise, kept=True)


def _mixed(user: str, answer: Any, users: list[str]) -> str:
    owners = [memory.get("of") for memory in _memories(answer).values()]
    others = [users[owner] for owner in owners if isinstance(owner, int)]
    if not others:
        return f"{user!r} was told {_shown(answer)}"
    # Two ids may look alike on paper.
    alike = any(map(unicodedata.combining, "".join([user, *others])))
    name = ascii if alike else repr
    return f"{name(user)} was told the memory of {', '.join(map(name, others))}"


def _disguised(student: Student, user: str) -> Iterator[Trial]:
    """Let users come whose ids look like what an encoding makes of another one's."""
    raw = user.encode()
    looks = {
        raw.hex(),
        hashlib.sha256(raw).hexdigest(),
        hashlib.md5(raw).hexdigest(),  # noqa: S324 (as a student may)
        base64.b64encode(raw).decode(),
        base64.urlsafe_b64encode(raw).decode().rstrip("="),
        quote(user, safe="").replace(".", "%2E"),
        quote(user),
        *(user.replace(".", dot) for dot in ("%2E", "%2e", "_dot_", "-dot-", "[dot]", "·")),
        *(user.replace(".", dot) for dot in ("(dot)", " dot ", "|", "#", "~", ",", "\\", "․")),
    }
    looks |= set(_labels(student, user))
    promise = f"whoever's id looks like an encoded {user!r} is another user"
    wordy = [user, *sorted(look for look in looks - {user} if "@" in look)]
    yield _apart(
        student, promise, wordy, "an id may hold what your code puts for a period; whose is it?"
    )
    digits = [user, *sorted(look for look in looks - {""} if "@" not in look)]
    yield _apart(
        student,
        f"and whoever's id looks like {user!r} in letters and digits alone",
        digits,
        "does your code encode every id, or only some of them?",
    )


def _all(student: Student, user: str, few: int, many: int) -> Iterator[Trial]:
    for count, promise in ((few, f"{few} memories come back"), (many, f"so do {many}")):
        found, right = student.run(probes.how_many, user, count, seconds=20)
        yield Trial(
            promise,
            kept=found == right == count,
            saw=f"{found} came back, {right} of them right",
            nudge=_too_few(found),
        )


def _too_few(found: int) -> str:
    if found == 10:
        return "how many does search give if nobody says how many?"
    if found % 10 == 0:
        return "which number in your code is the most that can come back?"
    return "where does each page begin, and when is the last one over?"


def _nobody(student: Student) -> Iterator[Trial]:
    for user in ("", None):
        for verb in ("remember", "recall"):
            kinds, items = student.run(probes.refused, verb, user)
            yield Trial(
                f"`{verb}` refuses the user {user!r} with a ValueError",
                kept="ValueError" in kinds and items == 0,
                saw=f"{f'it raised {kinds[0]}' if kinds else 'it raised nothing'}, and the store has {items} items",
                nudge="what is left of an empty id once it has become your label?"
                if user == ""
                else "no user at all: what does your code make of None?",
            )


def _copies(student: Student, user: str) -> Iterator[Trial]:
    wanted = {"seat": {"side": "window", "tags": ["sea"]}}
    given, got = student.run(probes.untied, user)
    yield Trial(
        "changing a value after `remember` changes nothing in the store",
        kept=given == wanted,
        saw=f"of {wanted['seat']} it then was {given.get('seat')}",
        nudge="the store holds the list that the caller still has; what would cut them apart?",
    )
    yield Trial(
        "changing what `recall` returned changes nothing in the store",
        kept=got == wanted,
        saw=f"of {wanted['seat']} it then was {got.get('seat')}",
        nudge="whose objects does `recall` hand out?",
    )
