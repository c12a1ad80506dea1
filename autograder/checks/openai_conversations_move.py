"""What `2_sessions/openai_conversations_session` must show last: a move that loses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from openai import NotFoundError, OpenAI

from autograder.checks.openai_conversations_common import (
    ADVICE,
    PRELOAD,
    local_client,
    local_server,
)
from autograder.contract import CodeEnded, CodeRaised, NotPlain, Student, Trial
from autograder.probes import openai_conversations_session as probes
from autograder.task import task

__all__ = ["check_move"]

Items = list[dict[str, Any]]


def turn(draw: Random, number: int) -> Items:
    """Return a turn, with a tool now and then."""
    call = f"call_{draw.randrange(10**9)}"
    tool: Items = [
        {"type": "function_call", "call_id": call, "name": "fare", "arguments": "{}"},
        {"type": "function_call_output", "call_id": call, "output": "12 euros"},
    ]
    return [
        {"role": "user", "content": f"question {number} of {draw.randrange(10**6)}"},
        *(tool if draw.random() < 0.5 or number == 0 else []),
        {"role": "assistant", "content": f"answer {number}"},
    ]


@dataclass
class Moving:
    """A conversation at the server, to be moved into a file by the student's code."""

    student: Student
    client: OpenAI
    name: str
    turns: int
    clean: Items = field(default_factory=list)

    def __post_init__(self) -> None:
        self.id = self.client.conversations.create().id
        turns = [turn(self.student.random, number) for number in range(self.turns)]
        for start in range(0, self.turns, 5):  # the API takes twenty items at a time
            items: Any = [item for each in turns[start : start + 5] for item in each]
            self.client.conversations.items.create(self.id, items=items)
        self.clean = [
            {key: value for key, value in item.items() if key != "id"} for item in self.there()
        ]

    @property
    def path(self) -> str:
        """The file that it is moved to."""
        return str(self.student.folder / f"{self.name}.db")

    def there(self) -> Items:
        """Return the items at the server; none if the conversation is gone."""
        try:
            listed = self.client.conversations.items.list(self.id, order="asc", limit=100)
            return [item.model_dump(exclude_unset=True) for item in listed]
        except NotFoundError:
            return []

    def is_gone(self) -> bool:
        """Say whether the server does not know the conversation any more."""
        try:
            self.client.conversations.retrieve(self.id)
        except NotFoundError:
            return True
        return False

    def here(self) -> Items:
        """Return the items in the file, read by a process of its own."""
        self.student.restart()
        found: Items = self.student.aside(probes.kept, self.path)
        return found

    def fill(self, items: Items) -> None:
        """Put items into the file."""
        self.student.restart()
        self.student.aside(probes.fill, self.path, items)

    def move(self, kind: str = "", limit: int | None = None) -> Any:
        """Call the student's `move` in a new process."""
        self.student.restart()
        server = local_server()
        return self.student.run(probes.move, server, self.id, self.path, kind, limit)

    def error(self, kind: str = "") -> CodeRaised | None:
        """Call `move`, and return what it raised."""
        try:
            self.move(kind)
        except CodeRaised as raised:
            if raised.untouched:
                raise
            return raised
        return None


@task("move", 4, ("move",), PRELOAD, ADVICE, ("openai_api",))
def check_move(student: Student) -> Iterator[Trial]:
    """Every item arrives once, and the server forgets only what has arrived."""
    with local_client() as client:

        def conversation(name: str, turns: int = 0) -> Moving:
            return Moving(student, client, name, turns or student.random.randint(3, 6))

        # More than a hundred items: a limit that is large enough for most is none for this one.
        yield from _whole(conversation("whole", student.random.randint(52, 55)))
        yield from _limited(conversation("limited"))
        yield from _leaky(conversation("leaky"))
        yield from _other(conversation("other"))
        yield from _begun(conversation("begun"))
        for moment in ("mortal", "delete", "deleted"):
            yield from _killed(conversation(moment), moment)


def _whole(moving: Moving) -> Iterator[Trial]:
    count = moving.move()
    found = moving.here()
    yield Trial(
        "the target has all items, oldest first, without the server's ids",
        kept=found == moving.clean,
        saw=_compared(found, moving.clean),
        nudge=_copy_nudge(found, moving.clean),
    )
    yield Trial(
        "the number of items is returned",
        kept=count == len(moving.clean) and count is not True,
        saw=f"it returned {'a list' if isinstance(count, list) else repr(count)} "
        f"for {len(moving.clean)} items",
        nudge="the items, or how many there are?"
        if isinstance(count, list | NotPlain)
        else "what does the caller get at the end of your function?",
    )
    yield Trial(
        "the conversation is deleted at the server",
        kept=moving.is_gone(),
        saw=f"the server still knows it, with {len(moving.there())} items",
        nudge="taking items out, one by one, leaves an empty conversation; which method deletes it?"
        if not moving.there()
        else "which method of the session deletes a conversation?",
    )


def _limited(moving: Moving) -> Iterator[Trial]:
    moving.move(limit=2)
    found = moving.here()
    yield Trial(
        "all items are moved, although the session has a limit of its own",
        kept=found == moving.clean,
        saw=f"a session with SessionSettings(limit=2): {_compared(found, moving.clean)}; "
        f"at the server: {'nothing' if moving.is_gone() else 'the conversation'}",
        nudge="what does `get_items()` return of a session with a limit, and which argument wins?",
    )


def _leaky(moving: Moving) -> Iterator[Trial]:
    raised = moving.error("leaky")
    yield Trial(
        "if the target has not kept every item, nothing is deleted",
        kept=len(moving.there()) == len(moving.clean),
        saw="the target silently lost its last item, and the conversation was "
        + ("deleted" if moving.is_gone() else "cut at the server"),
        nudge="the target's word, or the target's items?",
    )
    yield Trial(
        "and a ValueError says so",
        kept=raised is not None and "ValueError" in raised.kinds,
        saw=f"it raised {raised}" if raised else "no error came",
        nudge="which error does the task name, and how does your caller learn of it?",
    )


def _other(moving: Moving) -> Iterator[Trial]:
    theirs = [{"role": "user", "content": f"somebody else, {moving.student.random.random()}"}]
    moving.fill(theirs)
    raised = moving.error()
    found = moving.here()
    yield Trial(
        "a target that holds something else is left as it is",
        kept=found == theirs,
        saw=f"it held one item of another conversation, and holds {len(found)} items now, "
        + ("that one among them" if theirs[0] in found else "that one not among them"),
        nudge="whose items may already be there, and when do you look?",
    )
    yield Trial(
        "and the conversation stays at the server",
        kept=len(moving.there()) == len(moving.clean),
        saw="the conversation is gone, and was not copied",
        nudge="an early end of your function must come before the deletion",
    )
    yield Trial(
        "and a ValueError names the trouble",
        kept=raised is not None and "ValueError" in raised.kinds,
        saw=f"it raised {raised}" if raised else "no error came, although nothing was moved",
        nudge="how does your caller learn that nothing was moved?",
    )


def _begun(moving: Moving) -> Iterator[Trial]:
    moving.fill(moving.clean[: moving.student.random.randint(1, len(moving.clean) - 1)])
    raised = moving.error()
    found = moving.here()
    yield Trial(
        "a target that holds the beginning of the copy is completed",
        kept=found == moving.clean and raised is None,
        saw=_compared(found, moving.clean) + (f"; it raised {raised}" if raised else ""),
        nudge="a beginning of the same conversation is no stranger's; what is left to add?",
    )


def _killed(moving: Moving, moment: str) -> Iterator[Trial]:
    when = {
        "mortal": "when it had added to the target",
        "delete": "when it was about to delete",
        "deleted": "when it had deleted",
    }[moment]
    died = True
    try:
        moving.move(moment)
        died = False
    except CodeEnded:
        pass
    there, here = len(moving.there()), moving.here()
    yield Trial(
        f"killed {when}, nothing is lost",
        kept=died and (there == len(moving.clean) or here == moving.clean),
        saw=f"of {len(moving.clean)} items the server has {there} and the target {len(here)}"
        if died
        else "the process lived on",
        nudge="which comes first, and what is on disk by then?",
    )
    raised = moving.error()
    gone = moment == "deleted"
    if raised and not (gone and "NotFoundError" in raised.kinds):
        raise raised
    found = moving.here()
    yield Trial(
        f"killed {when}, and moved again: each item is there once",
        kept=found == moving.clean and moving.is_gone(),
        saw=_compared(found, moving.clean),
        nudge="the copy is complete, and its original is gone: what does your code do to the copy first?"
        if gone
        else "what of the copy is there already, when your code begins anew?",
    )


def _compared(found: Any, wanted: Items) -> str:
    if not isinstance(found, list) or len(found) != len(wanted):
        return f"of {len(wanted)} items the target has {len(found)}"
    different = [
        number
        for number, pair in enumerate(zip(found, wanted, strict=True))
        if pair[0] != pair[1]
    ]
    if not different:
        return "the target has all items"
    one, other = found[different[0]], wanted[different[0]]
    keys = sorted(key for key in {*one, *other} if one.get(key) != other.get(key))
    return f"{len(different)} of {len(wanted)} items differ; item {different[0] + 1} in {', '.join(keys)}"


def _copy_nudge(found: Any, wanted: Items) -> str:
    if found == wanted[::-1]:
        return "in which order did you add them?"
    if not found:
        return "was anything added to the target?"
    if any("id" in item for item in found):
        return "which key of an item did the server make up?"
    if len(found) == len(wanted):
        return "an `id` is the server's; a call and its output find each other by another key"
    if len(found) > len(wanted):
        return "is anything added twice?"
    if found == wanted[-len(found) :]:
        return "its latest items only: what is the longest conversation that your limit lets through?"
    return "which kinds of items does a conversation have?"
