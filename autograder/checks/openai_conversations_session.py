"""What `2_sessions/openai_conversations_session` must show first: one conversation a user."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from autograder.checks.openai_conversations_common import (
    ADVICE,
    PRELOAD,
    local_client,
    local_server,
)
from autograder.checks.openai_conversations_move import check_move
from autograder.contract import CodeEnded, NotPlain, Student, Trial
from autograder.probes import openai_conversations_session as probes
from autograder.task import task

__all__ = ["check_move", "check_resume_chat"]

MOST_ITEMS = 1000  # of a conversation, which the student's code can make as long as it likes


@dataclass
class Chats:
    """The student's chats: a file with ids here, the conversations at the local server."""

    student: Student
    path: str

    def __post_init__(self) -> None:
        self.server = local_server()

    def turn(self, user: str, text: str) -> Any:
        """Take a turn in a new process."""
        self.student.restart()
        return self.student.run(probes.chat, self.server, self.path, user, text)

    def killed(self, user: str, text: str, at: str) -> bool:
        """Take a turn in a new process that dies at a moment; say whether it did."""
        self.student.restart()
        try:
            self.student.run(probes.chat, self.server, self.path, user, text, at)
        except CodeEnded:
            return True
        return False

    def created(self) -> list[str]:
        """Return the ids of all conversations that were made."""
        lines = self.student.contents("requests.txt").decode().splitlines()
        return [line.split()[1] for line in lines]

    def items(self, conversation: str) -> int:
        """Return how many items a conversation has at the server."""
        with local_client() as client:
            listed = client.conversations.items.list(conversation)
            return len(list(islice(listed, MOST_ITEMS)))


def sees(turns: int, first: str, text: str) -> str:
    """Return what the local model says of these turns."""
    if not turns:
        return f'I can see no earlier turns. You said: "{text}"'
    if turns == 1:
        return f'I can see 1 earlier turn; it was "{first}". You said: "{text}"'
    return f'I can see {turns} earlier turns; the first was "{first}". You said: "{text}"'


@task("resume_chat", 5, ("resume_chat",), PRELOAD, ADVICE, ("openai_api",))
def check_resume_chat(student: Student) -> Iterator[Trial]:
    """A user has one conversation, whatever happens to the processes."""
    draw = student.random
    chats = Chats(student, str(student.folder / f"chats-{draw.randrange(1000)}.db"))
    city = draw.choice(["Oslo", "Porto", "Madrid", "Bergen"])
    alice = f"user-{draw.randrange(10, 99)}"

    yield from _first_turns(chats, alice, city)
    yield from _two_users(chats, alice, f"{alice}7", f"o'{alice}", city)
    yield from _orphan(chats, f"{alice}-x", city)
    yield from _saved_early(chats, f"{alice}-y", city)
    yield from _race(chats, f"{alice}-z", city)


def _first_turns(chats: Chats, user: str, city: str) -> Iterator[Trial]:
    first, second = f"I land in {city}", "And then?"
    answer = chats.turn(user, first)
    yield Trial(
        "the answer's text is returned",
        kept=answer == sees(0, "", first),
        saw=f"it returned {answer!r}",
        nudge="the answer is the run's `final_output`, a text"
        if isinstance(answer, NotPlain) or answer is None
        else "is it the user's text that goes to the agent, and nothing else?",
    )
    made = chats.created()
    yield Trial(
        "the conversation is made at the server",
        kept=len(made) == 1,
        saw=f"{len(made)} conversations were made",
        nudge="one call makes the id, the turn uses it: how many conversations come from that?"
        if made
        else "where are the items to live, and which object keeps them there?",
    )
    answer = chats.turn(user, second)
    file = chats.student.contents(Path(chats.path).name)
    is_saved = made[0].encode() in file
    yield Trial(
        "a new process goes on with it",
        kept=answer == sees(1, first, second),
        saw=f"it returned {answer!r}; {len(chats.created())} conversations were made",
        nudge="the first id is in the file; does the second process look for it?"
        if is_saved
        else "the file at `path` is there, and the id is not in it: was it committed, did it stay?"
        if file
        else "which id does the second process use, and where has it got it from?",
    )
    yield Trial(
        "the file holds the conversation's id",
        kept=is_saved,
        saw=f"the id is not in the file at `path`, which has {len(file)} bytes",
        nudge="follow `path`: is it the file that you open?",
    )
    yield Trial(
        "and not the conversation",
        kept=first.encode() not in file,
        saw="what the user said is in the file too",
        nudge="what does a new process need to know, if the server has the items?",
    )


def _two_users(chats: Chats, user: str, other: str, odd: str, city: str) -> Iterator[Trial]:
    text = f"A bed in {city}"
    for each, which in ((other, ""), (odd, ", also with an apostrophe in the id")):
        answer = chats.turn(each, text)
        yield Trial(
            f"another user has a conversation of their own{which}",
            kept=answer == sees(0, "", text),
            saw=f"{each} got {answer!r} after turns of {user}",
            nudge="by what does your code find the id, and does it compare the whole of it?",
        )
    answer = chats.turn(other, "A room?")
    yield Trial(
        "and goes on with that one",
        kept=answer == sees(1, text, "A room?"),
        saw=f"{other} got {answer!r}",
        nudge="is there a row for each user?",
    )
    answer = chats.turn(user, "Home?")
    yield Trial(
        "the first user's conversation is still there",
        kept=answer == sees(2, f"I land in {city}", "Home?"),
        saw=f"{user} got {answer!r}",
        nudge="what does saving the second user's id do to the first one's?",
    )


def _orphan(chats: Chats, user: str, city: str) -> Iterator[Trial]:
    before, text = len(chats.created()), f"A train to {city}"
    killed = chats.killed(user, text, "created")
    answer = chats.turn(user, text)
    made = chats.created()[before:]
    yield Trial(
        "killed when the conversation was made, and called again: it works",
        kept=killed and answer == sees(0, "", text),
        saw=f"it returned {answer!r}" if killed else "the process lived on",
        nudge="what does a new process find, when the id was never saved?",
    )
    yield Trial(
        "one conversation is lost by that, an empty one, and no more",
        kept=len(made) == 2 and chats.items(made[0]) == 0,
        saw=f"{len(made)} conversations were made for this user; the first has "
        f"{chats.items(made[0])} items",
        nudge="the second call made none: is a row without an id an answer?"
        if len(made) == 1
        else "what goes into the conversation before its id is on disk?",
    )


def _saved_early(chats: Chats, user: str, city: str) -> Iterator[Trial]:
    before, text = len(chats.created()), f"A boat to {city}"
    chats.killed(user, text, "items")
    chats.turn(user, text)
    made = chats.created()[before:]
    yield Trial(
        "killed when the first item was about to be sent: the id is saved by then",
        kept=len(made) == 1,
        saw=f"{len(made)} conversations were made for this user, after one kill",
        nudge="when does the id come into being, and when is it on disk?",
    )
    other = f"{user}y"
    before = len(chats.created())
    chats.killed(other, text, "answered")
    answer = chats.turn(other, "Is it late?")
    yield Trial(
        "killed when the answer came: the next turn sees the question",
        kept=answer == sees(1, text, "Is it late?") and len(chats.created()) - before == 1,
        saw=f"it returned {answer!r}; {len(chats.created()) - before} conversations were made",
        nudge="when does the id come into being, and when is it on disk?",
    )


def _race(chats: Chats, user: str, city: str) -> Iterator[Trial]:
    slow, fast = f"Rain in {city}?", f"Snow in {city}?"
    before = len(chats.created())
    chats.student.restart()
    chats.student.run(probes.chat_twice, chats.server, chats.path, user, slow, fast, seconds=20)
    answer = chats.turn(user, "Sun?")
    yield Trial(
        "two processes are the first at once: both turns are in one conversation",
        kept=answer in (sees(2, slow, "Sun?"), sees(2, fast, "Sun?")),
        saw=f"the next turn got {answer!r}; {len(chats.created()) - before} conversations were made",
        nudge="somebody saved between your look and your save; what did your save do to theirs?"
        if slow in str(answer)
        else "somebody saved between your look and your save; which id did your turn go on with?",
    )
