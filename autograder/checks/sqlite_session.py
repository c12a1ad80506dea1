"""What `2_sessions/sqlite_session` must show: whole turns undone, questions asked once."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from autograder.contract import CodeEnded, CodeRaised, Student, Trial
from autograder.probes import sqlite_session as probes
from autograder.task import task

__all__ = ["check_ask_once", "check_pop_turn"]

PRELOAD = ("agents", "agents.models.interface")
Items = list[dict[str, Any]]
ADVICE = {
    "a coroutine was expected": "the check awaits it; which `def` does it need?",
    "can't be used in 'await' expression": "the check awaits it; which `def` does it need?",
    "'coroutine'": "which of your calls needs an `await`?",
    "'Bare' object has no attribute": "four methods, and no more: not every session is an SQLiteSession",
    "KeyError: 'role'": "not every item has a role: a call of a tool has a type instead",
    "KeyError: 'type'": "not every item has a type",
    "KeyError: 'content'": "not every item has a content",
    "'NoneType' object": "what does `pop_item` return when there is nothing left?",
    "'list' object has no attribute": "an answer's content may be a list of parts",
    "list index out of range": "what if the session is empty?",
    "pop from empty list": "what does `pop_item` return when there is nothing left?",
    "max() arg is an empty sequence": "what is sent to the model if nobody has asked anything?",
    "max() iterable argument is empty": "what is sent to the model if nobody has asked anything?",
    "run_sync() cannot be called": "inside an event loop one awaits; which method of `Runner` is for that?",
}


@task("pop_turn", 4, ("pop_turn",), PRELOAD, ADVICE)
def check_pop_turn(student: Student) -> Iterator[Trial]:
    """The last turn goes as a whole, and nothing else."""
    path = str(student.folder / "turns.db")
    draw = student.random
    first, second = turn(draw, 1, 0), turn(draw, 2, 1)

    def pop(items: Items, where: str = path) -> Any:
        if where:
            student.aside(probes.fill, where, items)
        kind, popped, left = student.run(probes.pop_turn, where, items)
        return kind, popped, student.aside(probes.kept, where) if where else left

    kind, popped, left = pop(first + second)
    yield Trial(
        "a turn with a tool is taken away as a whole",
        kept=left == first,
        saw=f"of {_names(first + second)} is left {_names(left)}",
        nudge=_left(left, first, second),
    )
    yield Trial(
        "its items are returned, oldest first",
        kept=popped == second,
        saw=f"it returned {_names(popped) if kind == 'list' else popped!r}",
        nudge="the order in which they came, or in which they were popped?"
        if isinstance(popped, list) and popped[::-1] == second
        else "what does the caller get: all items of the turn, in a list?",
    )
    _, popped, left = pop([])
    yield Trial(
        "an empty session gives an empty list",
        kept=popped == [] and left == [],
        saw=f"it returned {popped!r}",
        nudge="what does `pop_item` return when there is nothing left?",
    )
    lonely = [item for item in second if item.get("role") != "user"]
    _, popped, left = pop(lonely)
    yield Trial(
        "where no user has spoken, all items go",
        kept=popped == lonely and left == [],
        saw=f"it returned {_names(popped)} and left {_names(left)}",
        nudge="how does your loop end if it meets no user?",
    )
    twice = [*first, user("Hello"), user("Anybody there?")]
    _, popped, left = pop(twice)
    yield Trial(
        "a question that was never answered is a turn as well",
        kept=popped == twice[-1:] and left == twice[:-1],
        saw=f"it returned {_names(popped)} and left {_names(left)}",
        nudge="where does a turn begin?",
    )
    for where in (path, ""):
        for _ in range(6):
            turns = [turn(draw, n, draw.randrange(4)) for n in range(draw.randint(1, 5))]
            items = [item for each in turns for item in each]
            _, popped, left = pop(items, where)
            yield Trial(
                f"any conversation, {'in a file' if where else 'on a session of our own'}",
                kept=popped == turns[-1] and left == items[: -len(turns[-1])],
                saw=f"of {_names(items)} it returned {_names(popped)} and left {_names(left)}",
                nudge="how many items may a turn have, and of which kinds?",
            )


def _left(left: Any, first: Items, second: Items) -> str:
    if left == first + second[:-1]:
        return "one item, or one turn?"
    if left == first + second[:-2]:
        return "two items are a turn only if no tool was called"
    if left == first + second:
        return "was anything taken away?"
    if left == first + second[:1]:
        return "who began the turn?"
    if left == []:
        return "all turns, or the last one?"
    return "a call of a tool and its output belong to the turn: did one of them stay?"


def user(text: str) -> dict[str, Any]:
    """Return what a user said."""
    return {"role": "user", "content": text}


def turn(draw: Random, number: int, tools: int) -> Items:
    """Return a turn: a question, calls of tools, one after the other or at once, a reply."""
    ids = [f"call_{number}_{draw.randrange(10**6)}" for _ in range(tools)]
    calls = [
        {"type": "function_call", "call_id": each, "name": "fare", "arguments": "{}"}
        for each in ids
    ]
    outputs = [
        {"type": "function_call_output", "call_id": each, "output": "12"} for each in ids
    ]
    pairs = [item for pair in zip(calls, outputs, strict=True) for item in pair]
    middle = calls + outputs if draw.random() < 0.5 else pairs
    return [user(f"question {number}"), *middle, {"role": "assistant", "content": "Yes."}]


def _names(items: Any) -> str:
    if not isinstance(items, list):
        return repr(items)
    short = {"function_call": "call", "function_call_output": "output"}
    words = [short.get(str(each.get("type")), str(each.get("role"))) for each in items]
    return " ".join(words) or "nothing"


@task("ask_once", 5, ("ask_once",), PRELOAD, ADVICE)
def check_ask_once(student: Student) -> Iterator[Trial]:
    """Whatever happens, a question is stored once, and a stored payment is not repeated."""
    path = str(student.folder / f"chats-{student.random.randrange(1000)}.db")
    city = student.random.choice(["Oslo", "Porto", "Madrid", "Bergen"])
    first = f"Pay for {city}"

    answer = student.run(probes.ask, path, first)
    yield Trial(
        "a question is asked, and its answer returned",
        kept=answer == f"answer to {first}",
        saw=f"it returned {answer!r}",
        nudge="the answer is the run's `final_output`, a text",
    )
    yield from _stored_answer(student, path, first)
    second = f"Pay for {city} and back"
    answer = student.run(probes.ask, path, second)
    yield Trial(
        "another question is a new turn",
        kept=answer == f"answer to {second}" and _paid(student, second) == 1,
        saw=f"it returned {answer!r}; the session has {_users(student, path)}",
        nudge="which question was the last one: this, or the one before?",
    )
    answer = student.run(probes.ask, path, first)
    yield Trial(
        "a question from long ago may be asked anew",
        kept=answer == f"answer to {first}" and _paid(student, first) == 2,
        saw=f"the first question, asked again after the second: it was paid for {_paid(student, first)} times in all",
        nudge="the *last* thing the user asked; how far back does your code look?",
    )
    yield from _failed(student, path, f"Pay for {city} by train")
    yield from _killed(student, path, f"Pay for {city} by ship", 1)
    yield from _killed(student, path, f"Pay for {city} by air", 2)
    plain = f"{city} is paid for"
    answer = student.run(probes.ask_answered, path, first, plain)
    yield Trial(
        "a stored answer may be a plain text as well",
        kept=answer == plain,
        saw=f"the answer's content was {plain!r}; it returned {answer!r}",
        nudge="which two forms can the content of an item have?",
    )


def _stored_answer(student: Student, path: str, text: str) -> Iterator[Trial]:
    student.restart()
    before = _asked(student)
    answer = student.run(probes.ask, path, text)
    yield Trial(
        "asked again in a new process, the stored answer is returned",
        kept=answer == f"answer to {text}" and _users(student, path) == [text],
        saw=f"it returned {answer!r}; the session has the questions {_users(student, path)}",
        nudge="the answer is in the session already: as which item, and where in it is the text?",
    )
    yield Trial(
        "and the model is not asked for it",
        kept=_asked(student) == before and _paid(student, text) == 1,
        saw=f"the model was asked {_asked(student) - before} times more; "
        f"{_paid(student, text)} payments were made",
        nudge="which item comes last when a turn is complete?",
    )


def _failed(student: Student, path: str, text: str) -> Iterator[Trial]:
    try:
        came = f"it returned {student.run(probes.ask, path, text, 'fail 1')!r}"
    except CodeRaised as raised:
        if raised.untouched:
            raise
        came = raised.type
    yield Trial(
        "a failing model's error comes out",
        kept=came == "ConnectionError",
        saw=f"the model raised a ConnectionError, and what came was: {came}",
        nudge="how does the caller learn that there is no answer?",
    )
    answer = student.run(probes.ask, path, text)
    yield Trial(
        "asked again after that, the question is stored once",
        kept=_users(student, path).count(text) == 1 and answer == f"answer to {text}",
        saw=f"it returned {answer!r}; the session has the questions {_users(student, path)[-3:]}",
        nudge="the question is in the session already; what is the input of the second run?",
    )


def _killed(student: Student, path: str, text: str, moment: int) -> Iterator[Trial]:
    when = "before the tool ran" if moment == 1 else "when the payment was stored"
    try:
        student.run(probes.ask, path, text, f"die {moment}")
    except CodeEnded:
        student.restart()
    answer = student.run(probes.ask, path, text)
    questions = _users(student, path)
    yield Trial(
        f"killed {when}, and asked again: the question is stored once",
        kept=answer == f"answer to {text}" and questions.count(text) == 1,
        saw=f"it returned {answer!r}; the session has the questions {questions[-3:]}",
        nudge="what does a new process find in the session, and what is left to do?",
    )
    yield Trial(
        f"killed {when}, and asked again: paid once",
        kept=_paid(student, text) == 1,
        saw=f"{_paid(student, text)} payments were made",
        nudge="the tool's output is in the session; which input lets the run go on from there?",
    )


def _lines(student: Student, file: str) -> list[str]:
    return student.contents(file).decode(errors="replace").splitlines()


def _paid(student: Student, text: str) -> int:
    return _lines(student, "paid.txt").count(text)


def _asked(student: Student) -> int:
    return len(_lines(student, "asked.txt"))


def _users(student: Student, path: str) -> list[str]:
    kinds = student.aside(probes.kinds, path)
    return [kind.removeprefix("user: ") for kind in kinds if kind.startswith("user: ")]
