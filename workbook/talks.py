"""Conversations that any saver, session or store can keep: the same words in each of them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from string import ascii_lowercase
from typing import Annotated, Any, TypedDict

from langchain_core.messages import AnyMessage
from langgraph.channels import DeltaChannel
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.graph.message import _messages_delta_reducer

from workbook.places import Place, await_

__all__ = ["Chat", "DeltaMessages", "Log", "Memories", "page"]


class DeltaMessages(TypedDict):
    """As `MessagesState`, each checkpoint holding what changed and not the whole."""

    messages: Annotated[list[AnyMessage], DeltaChannel(_messages_delta_reducer)]


def page(size: int, number: int) -> str:
    """Return *size* characters of made-up words, 2,000 different ones; the same each time."""
    draw, words = random.Random(number), _words()
    text = ""
    while len(text) < size:
        text += draw.choice(words) + " "
    return text[:size]


@cache
def _words() -> list[str]:
    draw = random.Random(2000)
    return ["".join(draw.choices(ascii_lowercase, k=draw.randint(2, 9))) for _ in range(2000)]


@dataclass
class Chat:
    """A conversation on a thread: a graph of one node, which replies with a page.

    Attributes:
        place: Where it is kept; with `None` nowhere, which is the floor of the runtime.
        size: Characters of a message; a turn has two, the user's and the reply.
        durability: When a checkpoint is written.
        state: The schema of the state; it has `messages`.
        thread_id: Its thread.
        turns: How many turns it has taken.
        text: Returns what a message says, from its size and its number.
        plan: Another graph, not yet compiled, in place of the one that replies.
    """

    place: Place | None
    size: int = 1000
    durability: Any = "sync"
    state: Any = MessagesState
    thread_id: str = "trip-7"
    turns: int = 0
    text: Callable[[int, int], str] = field(default=page, repr=False)
    plan: Any = None
    graph: Any = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Compile the graph."""
        own = StateGraph(self.state).add_node("reply", self._reply).add_edge(START, "reply")
        self.graph = (self.plan or own).compile(
            checkpointer=self.place.what if self.place else None
        )

    def _reply(self, state: Any) -> dict[str, Any]:
        return {"messages": [("assistant", self.text(self.size, 2 * self.turns + 1))]}

    @property
    def config(self) -> Any:
        """The thread, as a graph wants it named."""
        return {"configurable": {"thread_id": self.thread_id}}

    def turn(self) -> None:
        """Take one turn; three super-steps, one of them the input."""
        given: Any = {"messages": [("user", self.text(self.size, 2 * self.turns))]}
        options = {"durability": self.durability} if self.place else {}
        if self.place and self.place.asynchronous:
            await_(self.graph.ainvoke(given, self.config, **options))
        else:
            self.graph.invoke(given, self.config, **options)
        self.turns += 1

    def read(self) -> list[Any]:
        """Return the messages of the latest state."""
        assert self.place, "nothing is kept, so there is nothing to read"
        if self.place.asynchronous:
            state = await_(self.graph.aget_state(self.config))
        else:
            state = self.graph.get_state(self.config)
        return list(state.values.get("messages", []))


@dataclass
class Log:
    """A conversation in a session; a turn adds two items, the user's and the reply."""

    place: Place
    size: int = 1000
    turns: int = 0

    def turn(self, many: int = 1) -> None:
        """Add the two items of a turn; of *many* turns in one call, which is quicker."""
        numbers = range(2 * self.turns, 2 * (self.turns + many))
        roles = ("user", "assistant")
        items = [{"role": roles[n % 2], "content": page(self.size, n)} for n in numbers]
        await_(self.place.what.add_items(items))
        self.turns += many

    def read(self, limit: int | None = None) -> list[Any]:
        """Return its items, or the last *limit*."""
        return list(await_(self.place.what.get_items(limit=limit)))

    def read_last(self) -> list[Any]:
        """Return its last twenty items."""
        return self.read(20)


@dataclass
class Memories:
    """Memories of one user in a store; a turn puts one, and none replaces another."""

    place: Place
    size: int = 1000
    turns: int = 0

    def turn(self) -> None:
        """Put one memory."""
        value = {"text": page(self.size, self.turns)}
        self.place.what.put(("user-alice", "memories"), f"m-{self.turns}", value)
        self.turns += 1

    def replace(self, times: int) -> None:
        """Put another memory in the first one's place, so many times."""
        for number in range(times):
            value = {"text": page(self.size, number)}
            self.place.what.put(("user-alice", "memories"), "m-0", value)

    def read(self) -> Any:
        """Return the first memory."""
        return self.place.what.get(("user-alice", "memories"), "m-0")
