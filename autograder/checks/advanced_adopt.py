"""What `adopt` must show: an old session's items filed by turn, each once, whatever happens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from autograder.contract import CodeEnded, Student, Trial
from autograder.probes import advanced_sqlite_session as probes
from autograder.task import task

__all__ = ["check_adopt"]

PRELOAD = ("agents", "agents.models.interface", "agents.extensions.memory")
Items = list[dict[str, Any]]
KILLS, UNTOUCHED = 6, "untouched.db"
ADVICE = {
    "a coroutine was expected": "the check awaits it; which `def` does it need?",
    "can't be used in 'await' expression": "the check awaits it; which `def` does it need?",
    "'coroutine'": "which of your calls needs an `await`?",
    "structure tables before": "the file has the two tables of an SQLiteSession only; who makes the others?",
    "no such table": "the file has the two tables of an SQLiteSession only; who makes the others?",
    "KeyError: 'role'": "not every item has a role: a call of a tool has a type instead",
    "KeyError: 'type'": "not every item has a type: what the user says has a role",
    "list index out of range": "what if the session has no item?",
    "database is locked": "two connections at once: which of them has an open transaction?",
    "NOT NULL constraint": "which columns of that table must have a value?",
    "JSON": "is a row of `agent_messages` a text or an item?",
}


@task("adopt", 4, ("adopt",), PRELOAD, ADVICE)
def check_adopt(student: Student) -> Iterator[Trial]:
    """The items of an old session get their turns; nothing is lost, doubled, or touched."""
    draw = student.random
    file = f"chats-{draw.randrange(1000)}.db"
    path = str(student.folder / file)
    items = conversation(draw)
    neighbour = conversation(draw)
    student.aside(probes.plain, path, "user-bob", neighbour)
    student.aside(probes.plain, path, "user-alice", items)
    student.copy(file, UNTOUCHED)

    count, begun = student.run(probes.adopt, path, "user-alice")
    yield from _filed(student, path, items, "")
    yield Trial(
        "it returns how many items it brought over",
        kept=count == len(items),
        saw=f"of {len(items)} items, and it returned {count!r}",
        nudge="what does the caller get: a number; of what?",
    )
    yield from _others(student, path)
    yield from _twice(student, path, items)
    yield from _begun_anew(student, items)
    # Between two transactions is where a kill leaves what no single call would.
    for moment in sorted(draw.sample(begun, min(len(begun), KILLS))):
        yield _killed(student, items, moment)


def _filed(student: Student, path: str, items: Items, when: str) -> Iterator[Trial]:
    """See that the items are as if an AdvancedSQLiteSession had stored them from the start."""
    right = student.aside(probes.filed_state, items)["main"]
    found = student.aside(probes.state, path, "user-alice")[0]
    main = found.get("main", {"items": [], "turns": {}, "asked": [], "tools": []})
    yield Trial(
        f"{when}an AdvancedSQLiteSession has the old items, in their order",
        kept=main["items"] == items,
        saw=f"the old session had {names(items)}; it has {names(main['items'])}",
        nudge=_lost(main["items"], items),
    )
    yield Trial(
        f"{when}each user's message begins a turn, and what follows belongs to it",
        kept=_by_turn(main) == _by_turn(right) and main["asked"] == right["asked"],
        saw=f"the turns should be {_by_turn(right)}, and are {_by_turn(main)}",
        nudge="who begins a turn, and what number has what comes before the first user?",
    )
    yield Trial(
        f"{when}the calls of tools are known",
        kept=main["tools"] == right["tools"] and main["turns"] == right["turns"],
        saw=f"get_tool_usage gives {main['tools']}; it should give {right['tools']}",
        nudge="where does the name of a tool stand, in an item and in `message_structure`?",
    )
    rows = len(_messages(student, path, "user-alice"))
    yield Trial(
        f"{when}each item lies in the file once",
        kept=rows == len(items),
        saw=f"{len(items)} items, and agent_messages has {rows} rows of this session",
        nudge="what became of the old rows? No method shows them",
    )


def _lost(found: Items, items: Items) -> str:
    if not found:
        return "the rows are there; what does an AdvancedSQLiteSession ask for beside them?"
    if found == items[::-1]:
        return "in which order does a SELECT give its rows if nobody says?"
    if len(found) > len(items):
        return "how often was each item added?"
    if all("role" in item for item in found):
        return "a call and its output have no role, and are part of the turn"
    return "which items are missing?"


def _others(student: Student, path: str) -> Iterator[Trial]:
    bob = _messages(student, UNTOUCHED, "user-bob")
    cards = _rows(student, path, "message_structure", "user-bob")
    yield Trial(
        "other sessions of the file are left alone",
        kept=_messages(student, path, "user-bob") == bob and not cards,
        saw=f"another session had {len(bob)} rows, none of them filed by turn; now it has "
        f"{len(_messages(student, path, 'user-bob'))}, and {len(cards)} are filed",
        nudge="which of your statements does not say whose rows it means?",
    )


def _twice(student: Student, path: str, items: Items) -> Iterator[Trial]:
    student.aside(probes.filed, path, "user-carol", items)
    student.aside(probes.talk, path, ["Hello", "The fare?", "Thanks"], "", 0)
    student.aside(probes.talk, path, ["By ship?"], "by-ship", 2)
    student.restart()
    for who, what in (
        ("user-alice", "called again in a new process, it changes nothing"),
        ("user-carol", "a session that never was an old one is left alone"),
        ("trip-7", "a session with branches and usage is left alone"),
        ("user-nobody", "a session nobody has begun stays so"),
    ):
        before = _everything(student, path)
        count, _ = student.run(probes.adopt, path, who)
        after = _everything(student, path)
        yield Trial(
            what,
            kept=after == before,
            saw=f"the file had {_counts(before)}; now it has {_counts(after)}",
            nudge="how does your code see that there is nothing left to do?",
        )
        yield Trial(
            f"{what}, and returns 0",
            kept=count == 0,
            saw=f"nothing was left to bring over, and it returned {count!r}",
            nudge="how many items did *this* call bring over?",
        )


def _begun_anew(student: Student, items: Items) -> Iterator[Trial]:
    """Call it when the user has gone on in an AdvancedSQLiteSession over the old items."""
    student.copy(UNTOUCHED, "anew.db")
    path = str(student.folder / "anew.db")
    student.aside(probes.filed, path, "user-alice", turn(student.random, 7, 1))
    before = _everything(student, path)
    came, _ = student.run(probes.adopt, path, "user-alice")
    after = _everything(student, path)
    yield Trial(
        "where the conversation has begun anew, nothing changes",
        kept=after == before,
        saw=f"{len(items)} old items and a new turn: the file had {_counts(before)}, "
        f"and has {_counts(after)}",
        nudge="which of the two histories comes first? Who knows that?",
    )
    yield Trial(
        "where the conversation has begun anew, it raises a ValueError",
        kept=came == "ValueError!",
        saw=f"{len(items)} old items and a new turn, and it returned {came!r}",
        nudge="how does the caller learn that the old items are still unseen?",
    )


def _killed(student: Student, items: Items, moment: int) -> Trial:
    student.copy(UNTOUCHED, f"killed-{moment}.db")
    path = str(student.folder / f"killed-{moment}.db")
    when = f"killed at its write number {moment} and called again: "
    try:
        student.run(probes.adopt, path, "user-alice", moment)
    except CodeEnded:
        student.restart()
    rows = len(_messages(student, path, "user-alice"))
    if rows < len(items):
        return Trial(
            f"{when}no item is lost",
            kept=False,
            saw=f"{len(items)} items, and {rows} in the file after the kill",
            nudge="where are the items between two transactions?",
        )
    came, _ = student.run(probes.adopt, path, "user-alice")
    if not isinstance(came, int):
        return Trial(
            f"{when}it goes through",
            kept=False,
            saw=f"killed half-way and called again, it came to {came!r}",
            nudge="what does a second call find when the first one got half-way?",
        )
    broken = (trial for trial in _filed(student, path, items, when) if not trial.kept)
    return next(broken, Trial(f"{when}each item is there once, in its turn", kept=True))


def conversation(draw: Random) -> Items:
    """Return three to five turns; the agent may have greeted the user first."""
    tools = [1, 0, 2, *(draw.randrange(3) for _ in range(draw.randrange(3)))]
    draw.shuffle(tools)
    greeting = [{"role": "assistant", "content": "Welcome."}]
    turns = [item for number, count in enumerate(tools) for item in turn(draw, number, count)]
    return [*greeting, *turns]


def turn(draw: Random, number: int, tools: int) -> Items:
    """Return a turn: a question, calls of tools and their outputs, a reply."""
    ids = [f"call_{number}_{draw.randrange(10**6)}" for _ in range(tools)]
    name = draw.choice(["fare", "weather", "ferry"])
    calls: Items = [
        {"type": "function_call", "call_id": each, "name": name, "arguments": "{}"}
        for each in ids
    ]
    outputs: Items = [
        {"type": "function_call_output", "call_id": each, "output": "12"} for each in ids
    ]
    question = {"role": "user", "content": f"question {draw.randrange(10**6)}"}
    return [question, *calls, *outputs, {"role": "assistant", "content": f"Yes, {number}."}]


def names(items: Any) -> str:
    """Say which kinds of items there are, in order."""
    short = {"function_call": "call", "function_call_output": "output"}
    words = [short.get(str(each.get("type")), str(each.get("role"))) for each in items]
    return " ".join(words) or "nothing"


def _by_turn(state: Any) -> str:
    return " / ".join(
        f"{number}: {' '.join(str(card['type']) for card in cards)}"
        for number, cards in state["turns"].items()
    )


def _rows(student: Student, path: str, table: str, session_id: str) -> list[tuple[Any, ...]]:
    sql = f"SELECT * FROM {table} WHERE session_id = ? ORDER BY id"  # noqa: S608 (ours)
    return student.rows(Path(path).name, sql, session_id)


def _messages(student: Student, path: str, session_id: str) -> list[tuple[Any, ...]]:
    return _rows(student, path, "agent_messages", session_id)


def _everything(student: Student, path: str) -> dict[str, list[tuple[Any, ...]]]:
    tables = ("agent_messages", "message_structure", "turn_usage")
    return {
        table: student.rows(Path(path).name, f"SELECT * FROM {table} ORDER BY id")  # noqa: S608
        for table in tables
    }


def _counts(everything: dict[str, list[tuple[Any, ...]]]) -> str:
    return ", ".join(f"{len(rows)} rows in {table}" for table, rows in everything.items())
