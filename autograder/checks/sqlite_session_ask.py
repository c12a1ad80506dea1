"""What `2_sessions/sqlite_session` must show last: questions asked, answered and paid for once."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.contract import CodeEnded, CodeRaised, Student, Trial
from autograder.probes import sqlite_session as probes
from autograder.task import task

__all__ = ["ADVICE", "PRELOAD", "check_ask_once"]

PRELOAD = ("agents", "agents.models.interface")
ADVICE = {
    "a coroutine was expected": "the check awaits it; which `def` does it need?",
    "can't be used in 'await' expression": "the check awaits it; which `def` does it need?",
    "'coroutine'": "which of your calls needs an `await`?",
    "KeyError: 'role'": "not every item has a role: a call of a tool has a type instead",
    "KeyError: 'type'": "not every item has a type",
    "KeyError: 'content'": "not every item has a content",
    "list index out of range": "what if the session is empty?",
}
ASK_ADVICE = {
    **ADVICE,
    # Of all that can be None, only an input of `Runner.run` is gone through.
    "'NoneType' object is not iterable": "how does section 5 go on without new words?",
    "'NoneType' object": "what if nobody has asked anything yet?",
    "'list' object has no attribute": "an answer's content may be a list of parts",
    "max() arg is an empty sequence": "what is found, and what is sent, if nobody has asked anything?",
    "max() iterable argument is empty": "what is found, and what is sent, if nobody has asked anything?",
    "run_sync() cannot be called": "inside an event loop one awaits; which method of `Runner` is for that?",
}


@task("ask_once", 5, ("ask_once",), PRELOAD, ASK_ADVICE)
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
        saw=f"asked {second!r}, it returned {answer!r}; the session has {_users(student, path)}",
        nudge="which question was the last one: this, or the one before?",
    )
    answer = student.run(probes.ask, path, first)
    yield Trial(
        "a question from long ago may be asked anew",
        kept=answer == f"answer to {first}" and _paid(student, first) == 2,
        saw=f"asked {first!r} again after {second!r}, it returned {answer!r}; "
        f"the first was paid for {_times(_paid(student, first))}",
        nudge="one text has the other in it; what makes two questions one?"
        if answer == f"answer to {second}"
        else "the *last* thing the user asked; how far back does your code look?",
    )
    yield from _failed(student, path, f"Pay for {city} by train")
    yield from _killed(student, path, f"Pay for {city} by ship", 1)
    yield from _killed(student, path, f"Pay for {city} by air", 2)
    yield from _spoken(student, path, f"Pay for {city} by bus")
    yield from _many_calls(student, path, f"Pay for {city} by bicycle")
    plain = f"{city} is paid for"
    answer = student.run(probes.ask_stored, path, "trip-8", first, 0, plain)
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
        saw=f"the model was asked {_times(_asked(student) - before)} more; "
        f"the trip was paid for {_times(_paid(student, text))}",
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
        saw=f"the trip was paid for {_times(_paid(student, text))}",
        nudge="the tool's output is in the session; which input lets the run go on from there?",
    )


def _spoken(student: Student, path: str, text: str) -> Iterator[Trial]:
    """Ask an agent that says something first, and whose answer has two parts."""
    try:
        student.run(probes.ask, path, text, "die 2", True)
    except CodeEnded:
        student.restart()
    answer = student.run(probes.ask, path, text, "", True)
    yield Trial(
        "killed after an agent said what it would do, and did it: the turn is finished",
        kept=answer == f"answer to {text}",
        saw=f"the model's answer is {f'answer to {text}'!r}; it returned {answer!r}",
        nudge="an agent may speak before it calls a tool; which item ends a turn?",
    )
    again = student.run(probes.ask, path, text, "", True)
    yield Trial(
        "and its answer, stored in two parts, is returned as it was the first time",
        kept=again == answer,
        saw=f"first it returned {answer!r}, then {again!r}",
        nudge="an item's content is a list; which parts make up the answer?",
    )


def _many_calls(student: Student, path: str, text: str) -> Iterator[Trial]:
    """Let a turn be interrupted that has called its tool again and again."""
    calls = student.random.randint(120, 160)
    answer = student.run(probes.ask_stored, path, "trip-9", text, calls, "")
    stored, paid = _users(student, path, "trip-9").count(text), _paid(student, text)
    yield Trial(
        "a turn with many calls of tools is finished like any other",
        kept=answer == f"answer to {text}" and stored == 1 and paid == 0,
        saw=f"{calls} outputs were stored after the question, and no answer; it returned "
        f"{answer!r}, the question is stored {_times(stored)}, another payment was made "
        f"{_times(paid)}",
        nudge="how many items can follow a question? how many did you look at?",
    )


def _lines(student: Student, file: str) -> list[str]:
    return student.contents(file).decode(errors="replace").splitlines()


def _paid(student: Student, text: str) -> int:
    return _lines(student, "paid.txt").count(text)


def _asked(student: Student) -> int:
    return len(_lines(student, "asked.txt"))


def _times(count: int) -> str:
    return {0: "not once", 1: "once", 2: "twice"}.get(count, f"{count} times")


def _users(student: Student, path: str, session: str = "trip-7") -> list[str]:
    kinds = student.aside(probes.kinds, path, session)
    return [kind.removeprefix("user: ") for kind in kinds if kind.startswith("user: ")]
