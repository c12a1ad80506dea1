"""What `2_sessions/redis_session` must show: chats that end on time, a session of one's own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from redis import Redis, RedisError

from autograder.checks.asking import asked
from autograder.checks.redis_lines import check_lines_session
from autograder.contract import NotPlain, Student, Trial
from autograder.probes import redis_session as probes
from autograder.task import task
from workbook import services
from workbook.services.databases import as_owner

__all__ = ["check_lines_session", "check_note"]

PRELOAD = ("agents.extensions.memory", "redis.asyncio")
ADVICE = {
    "a coroutine was expected": "the check awaits `note`; which `def` does it need?",
    "'coroutine'": "which of your calls needs an `await`?",
    "never awaited": "which of your calls needs an `await`?",
    "can't be used in 'await' expression": "which of your calls is not asynchronous?",
    "ttl must be": "what should the session get where there is to be no clock?",
    "not supported between instances": "`seconds` may be None; which of your lines takes it for a number?",
    "is closed": "close it when you need it no more",
    "unexpected keyword argument": "the arguments of `RedisSession.from_url`: section 2 used them",
    "missing 1 required": "which arguments does this call need?",
}


@task("note", 3, ("note",), PRELOAD, ADVICE, ("redis",))
def check_note(student: Student) -> Iterator[Trial]:
    """The server deletes the whole session on time, or never, and nothing else."""
    url = services.new_database(services.redis(), own_role=True)
    number = student.random.randrange(10, 100)
    mine, other = f"trip-{number}", f"trip-{number}7"
    ours = as_owner(services.redis(), url)
    with asked("Redis", RedisError), Redis.from_url(ours, decode_responses=True) as server:
        for each, seconds in ((other, 5000), (f"{other}0", None)):
            server.rpush(f"agents:session:{each}:messages", json.dumps(probes.THEIRS[0]))
            server.hset(f"agents:session:{each}", "session_id", each)
            if seconds:
                for key in _keys(server, each):
                    server.expire(key, seconds)
        yield from _notes(student, server, url, mine)
        left = {each: _clocks(server, each) for each in (other, f"{other}0")}
        yield Trial(
            "other sessions are not touched",
            kept=all(4000 < seconds <= 5000 for seconds in left[other].values())
            and set(left[f"{other}0"].values()) == {-1}
            and [len(found) for found in left.values()] == [2, 2],
            saw=f"the clocks of the neighbours {other} and {other}0 are now {left}",
            nudge="which keys does your code touch: all of the server's, or those of one session?",
        )
        open_ones = [
            each for each in server.client_list() if f"/{each['db']}" == url[url.rindex("/") :]
        ]
        yield Trial(
            "no connection is left open",
            kept=len(open_ones) <= 1,  # our own
            saw=f"after the calls the server still has {len(open_ones) - 1} connections open",
            nudge="who closes a session that was made with `from_url`? and a client?",
        )


def _notes(student: Student, server: Any, url: str, mine: str) -> Iterator[Trial]:
    minutes = student.random.randrange(20, 50)

    count = student.run(probes.note, url, mine, "I land at noon", 60 * minutes)
    yield Trial(
        "the item is in the session's list on the server",
        kept=_texts(server, mine) == ["I land at noon"],
        saw=f"the list agents:session:{mine}:messages has {_texts(server, mine)}; "
        f"all keys: {sorted(server.keys())[:6]}",
        nudge="where does a `RedisSession` with this id, at this `url`, keep its items?",
    )
    [item] = _items(server, mine)
    yield Trial(
        "it is an item of the user's",
        kept=item == {"role": "user", "content": "I land at noon"},
        saw=f"the item is {item}",
        nudge="an item says what, and who said it; how does the task write that?",
    )
    yield Trial(
        "`note` returns how many items there are",
        kept=count == 1,
        saw=f"it returned {count!r}",
        nudge="the items, or how many there are?"
        if isinstance(count, list | NotPlain)
        else "what does the caller get at the end of your function?",
    )
    clocks = _clocks(server, mine)
    yield Trial(
        f"after {minutes} minutes without a note, all keys of the session are deleted",
        kept=_near(clocks, 60 * minutes),
        saw=f"the clocks are {clocks}, in seconds",
        nudge=_clock_nudge(clocks, 60 * minutes),
    )
    for key in _keys(server, mine):
        server.expire(key, 90)
    count = student.run(probes.note, url, mine, "Snow", 60 * minutes)
    clocks = _clocks(server, mine)
    yield Trial(
        "a second note starts the clock again",
        kept=_near(clocks, 60 * minutes) and count == 2,
        saw=f"it returned {count!r}, and the clocks are {clocks}",
        nudge="which call starts the clock, and does it come with every note?",
    )
    count = student.run(probes.note, url, mine, "Home", None)
    clocks = _clocks(server, mine)
    yield Trial(
        "with seconds=None the clock is off, although there was one",
        kept=set(clocks.values()) == {-1} and count == 3,
        saw=f"it returned {count!r}, and the clocks are {clocks}; -1 means never",
        nudge=_endless_nudge(clocks),
    )


def _clock_nudge(clocks: dict[str, int], wanted: int) -> str:
    if set(clocks.values()) == {-1}:
        return "-1 means never; who tells the session for how long to keep?"
    if any(seconds < 0 for seconds in clocks.values()):
        return "a session has more than one key; does each have a clock?"
    if (
        _near(clocks, 60 * wanted)
        or _near(clocks, wanted // 60)
        or _near(clocks, 1000 * wanted)
    ):
        return "in which unit is the time to live?"
    return "for how many seconds from now did the caller ask?"


def _endless_nudge(clocks: dict[str, int]) -> str:
    if -1 in clocks.values():
        return "a session has more than one key"
    if all(seconds > 10**6 for seconds in clocks.values()) and clocks:
        return "long is not for ever; Redis has a command that stops a clock"
    return "what does leaving the `ttl` out change about a clock that ticks already?"


def _keys(server: Any, session_id: str) -> list[str]:
    key = f"agents:session:{session_id}"
    return [each for each in (key, f"{key}:messages", f"{key}:counter") if server.exists(each)]


def _clocks(server: Any, session_id: str) -> dict[str, int]:
    return {key: server.ttl(key) for key in _keys(server, session_id)}


def _near(clocks: dict[str, int], seconds: int) -> bool:
    return bool(clocks) and all(seconds - 30 < left <= seconds for left in clocks.values())


def _items(server: Any, session_id: str) -> list[Any]:
    lines = server.lrange(f"agents:session:{session_id}:messages", 0, -1)
    return [json.loads(line) for line in lines]


def _texts(server: Any, session_id: str) -> list[Any]:
    return [item.get("content") for item in _items(server, session_id)]
