"""What `2_sessions/advanced_sqlite_session` must show: branches that leave no trace on main."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from autograder.checks.advanced_adopt import check_adopt
from autograder.contract import CodeEnded, CodeRaised, Student, Trial
from autograder.probes import advanced_sqlite_session as probes
from autograder.task import task

__all__ = ["check_adopt", "check_what_if"]

PRELOAD = ("agents", "agents.models.interface", "agents.extensions.memory")
RUN, FIRST = 310, 110  # tokens of the probes' model: a run that sees three questions, or one
ADVICE = {
    "a coroutine was expected": "the check awaits it; which `def` does it need?",
    "can't be used in 'await' expression": "the check awaits it; which `def` does it need?",
    "asyncio.run() cannot be called": "the check awaits it; which `def` does it need?",
    "run_sync() cannot be called": "inside an event loop one awaits; which method of `Runner` is for that?",
    "'coroutine'": "which of your calls needs an `await`?",
    "has already been used": "can a name serve for a second branch?",
    "does not exist": "a branch from turn 1 holds no item yet: which of your calls cannot cope with that?",
    "No user turns found": "which turn is meant is given: as a number, not as a text",
    "Cannot delete current branch": "who asked for the branch to be deleted?",
    "list index out of range": "which turn has nothing before it?",
    "unexpected keyword": "which keywords do the methods of the session have?",
}


@task("what_if", 4, ("what_if",), PRELOAD, ADVICE)
def check_what_if(student: Student) -> Iterator[Trial]:
    """Another question from any turn; the conversation is as it was, and the bill complete."""
    draw = student.random
    path = str(student.folder / f"trips-{draw.randrange(1000)}.db")
    cities = draw.sample(["Oslo", "Porto", "Madrid", "Bergen", "Turin", "Lyon"], 5)
    asked = [f"Tell me about {cities[0]}", f"The fare to {cities[1]}?", f"And {cities[2]}?"]
    asked += [f"Book {cities[3]}"]
    student.aside(probes.talk, path, asked, "", 0)
    before = _state(student, path)

    question = f"What about {cities[4]}?"
    came, current = student.run(probes.what_if, path, 3, question)
    yield from _answer(came, asked, 3, question)
    after = _state(student, path)
    yield Trial(
        "main has the items it had",
        kept=after[0]["main"]["items"] == before[0]["main"]["items"],
        saw=f"main had {_turns(before)}; in a new object it has {_turns(after)}",
        nudge="which branch was current when the question was asked?",
    )
    yield Trial(
        "afterwards main is current again",
        kept=current == "main",
        saw=f"the session was on main, and is on {_branch(current)}",
        nudge="`create_branch_from_turn` has a second effect; who undoes it?",
    )
    yield from _bill(before, after)
    yield from _again(student, path, asked, question)
    yield from _elsewhere(student, path, asked)
    yield from _faults(student, path, f"How far is {cities[4]}?")


def _answer(came: Any, asked: list[str], turn: int, question: str) -> Iterator[Trial]:
    right = "I was asked: " + " | ".join([*asked[: turn - 1], question])
    said = came if isinstance(came, str) else f"a {came[0]} object"
    if came == ["NoneType"]:
        nudge = "what does the caller get?"
    elif not isinstance(came, str):
        nudge = "which attribute of a result is the text?"
    elif asked[-1] in said:
        nudge = "what does the agent see of the conversation from that turn on?"
    elif asked[turn - 1] in said:
        nudge = "a branch from turn 3 holds the turns *before* 3"
    elif question not in said:
        nudge = "is this the answer to the new question?"
    else:
        nudge = "which turns come before that one? All of them go along"
    yield Trial(
        f"the agent sees the {turn - 1} turns before turn {turn} and the new question",
        kept=came == right,
        saw=f"expected {right!r}, and what_if returned {said!r}",
        nudge=nudge,
    )


def _bill(before: Any, after: Any) -> Iterator[Trial]:
    """Compare what the session says of usage before and after one more run."""
    was, is_now = before[0]["main"]["usage"], after[0]["main"]["usage"]
    yield Trial(
        "what main's turns have used is still recorded",
        kept=is_now == was,
        saw=f"main's turns had used {_tokens(was)} tokens, and now {_tokens(is_now)}",
        nudge="usage goes to the last turn of the *current* branch; which one was that?",
    )
    yield Trial(
        "the branch stays in the file",
        kept=len(after[0]) == len(before[0]) + 1,
        saw=f"there were {len(before[0])} branches, and now {len(after[0])}",
        nudge="what goes with a branch that is deleted? Its bill, too",
    )
    more = after[1]["total_tokens"] - before[1]["total_tokens"]
    yield Trial(
        "what the run has used is in the session's total",
        kept=more == RUN,
        saw=f"a run of {RUN} tokens; the total grew by {more}",
        nudge="which call records what a run has used? Nothing does so by itself",
    )


def _again(student: Student, path: str, asked: list[str], question: str) -> Iterator[Trial]:
    student.restart()
    before = _state(student, path)
    came, _ = student.run(probes.what_if, path, 3, question)
    yield from _answer(came, asked, 3, question)
    came, current = student.run(probes.what_if, path, 1, question)
    yield Trial(
        "turn 1 can be asked differently, too",
        kept=came == f"I was asked: {question}" and current == "main",
        saw=f"what_if returned {came!r}; the session is on {_branch(current)}",
        nudge="how many items does a branch from turn 1 have?",
    )
    after = _state(student, path)
    yield Trial(
        "each call has a branch and a bill of its own, in a new process as well",
        kept=len(after[0]) == len(before[0]) + 2
        and after[1]["total_tokens"] == before[1]["total_tokens"] + RUN + FIRST
        and after[0]["main"] == before[0]["main"],
        saw=f"two more calls: {len(after[0]) - len(before[0])} more branches, "
        f"{after[1]['total_tokens'] - before[1]['total_tokens']} more tokens",
        nudge="where do the second call's items go?",
    )


def _elsewhere(student: Student, path: str, asked: list[str]) -> Iterator[Trial]:
    """Call it while another branch than main is current."""
    student.aside(probes.talk, path, ["By ship?", "Is there a night ship?"], "by-ship", 2)
    came, current = student.run(probes.what_if, path, 3, "A ferry?", "by-ship")
    yield Trial(
        "on a branch, the turns of that branch count",
        kept=came == f"I was asked: {asked[0]} | By ship? | A ferry?",
        saw=f"on a branch with {asked[0]!r} and 'By ship?', what_if returned {came!r}",
        nudge="which branch is the new one made from?",
    )
    yield Trial(
        "the branch that was current is current again",
        kept=current == "by-ship",
        saw=f"the session was on by-ship, and is on {_branch(current)}",
        nudge="main is not the only place to come back to; which method knows where you are?",
    )


def _faults(student: Student, path: str, question: str) -> Iterator[Trial]:
    before = _state(student, path)
    came, current = student.run(probes.what_if, path, 2, question, "main", "fail")
    yield Trial(
        "a failing model's error comes out",
        kept=came == "ConnectionError!",
        saw=f"the model raised a ConnectionError, and what came was {came!r}",
        nudge="how does the caller learn that there is no answer?",
    )
    yield Trial(
        "after a failing model, main is current again",
        kept=current == "main",
        saw=f"the model failed; the session is on {_branch(current)}",
        nudge="which part of a `try` is left by every way out?",
    )
    came, current = student.run(probes.what_if, path, 9, question, "main", "no such turn")
    yield Trial(
        "a turn that does not exist is a ValueError",
        kept=came == "ValueError!" and current == "main",
        saw=f"asked from turn 9 of 4, what came was {came!r}; the session is on {_branch(current)}",
        nudge="whose ValueError is it, and does it reach the caller?",
    )
    empty = f"{path}-empty"
    try:
        came, _ = student.run(probes.what_if, empty, 1, question, "main", "no such turn")
    except CodeRaised as raised:
        came = f"{raised.type}!"
    yield Trial(
        "so is every turn of a session that has none",
        kept=came == "ValueError!",
        saw=f"asked from turn 1 of an empty session, what came was {came!r}",
        nudge="which branches does an empty session list, and what does your code make of that?",
    )
    try:
        student.run(probes.what_if, path, 2, question, "main", "die")
    except CodeEnded:
        student.restart()
    came, _ = student.run(probes.what_if, path, 2, question)
    after = _state(student, path)
    yield Trial(
        "killed while the model is asked, and called again: main is as it was",
        kept=after[0]["main"] == before[0]["main"] and question in str(came),
        saw=f"main had {_turns(before)} and has {_turns(after)}; the second call gave {came!r}",
        nudge="at which moment is main not as it was?",
    )


def _state(student: Student, path: str) -> Any:
    return student.aside(probes.state, path)


def _turns(state: Any) -> str:
    asked = [text for _, text in state[0].get("main", {}).get("asked", [])]
    return " | ".join(asked) or "no turn"


def _tokens(usage: Any) -> str:
    return ", ".join(str(turn["total_tokens"]) for turn in usage) or "no"


def _branch(name: str) -> str:
    return "the new branch" if name.startswith("branch_from_turn_") else name
