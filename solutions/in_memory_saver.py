"""Reference for `1_checkpointers/in_memory_saver`: a state that adds up, a thread that stays small.

Each `# cell:` comment names the notebook cell it answers.
"""

# Without `from __future__ import annotations`: LangGraph evaluates what annotates a state's
# fields, and would not find the names of a function's own.
from operator import add
from typing import Annotated, Any, TypeAlias, TypedDict

from langgraph.channels import DeltaChannel
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import START, MessagesState, StateGraph

__all__ = ["ask", "held", "hotel", "keep", "train"]

Saver = BaseCheckpointSaver[Any]


def train(state: Any) -> dict[str, Any]:
    """Find a train to the city."""
    return {"results": [f"train to {state['city']}"]}


def hotel(state: Any) -> dict[str, Any]:
    """Find a hotel in the city."""
    return {"results": [f"hotel in {state['city']}"]}


def held(saver: InMemorySaver) -> tuple[int, int]:
    """Return how many bytes of values a saver holds: in `blobs`, and in `writes`."""
    steps = saver.writes.values()
    written = [data for step in steps for _, _, (_, data), _ in step.values()]
    return sum(len(data) for _, data in saver.blobs.values()), sum(map(len, written))


# cell: ask
def ask(saver: Saver, thread_id: str, city: str) -> list[str]:
    """Take one turn of a search; return all results of the thread, oldest first."""
    growing: TypeAlias = Annotated[list[str], add]

    class Found(MessagesState):
        city: str
        results: growing

    plan = StateGraph(Found).add_node("train", train).add_node("hotel", hotel)
    # Two edges from START: both nodes are due in the same super-step.
    plan.add_edge(START, "train").add_edge(START, "hotel")
    turn: Any = {"messages": [{"role": "user", "content": f"Find {city}"}], "city": city}
    final = plan.compile(checkpointer=saver).invoke(
        turn, {"configurable": {"thread_id": thread_id}}
    )
    return list(final["results"])


# cell: keep
def keep(saver: Saver, thread_id: str, day: str, text: str) -> dict[str, str]:
    """Write a page of a thread's diary; return all its pages.

    What the saver holds grows with the text, up to 100 pages. At each hundredth the channel
    keeps a snapshot (langgraph 1.2), so that no reader has to replay more than that.
    """

    def last_text(old: dict[str, str], written: list[dict[str, str]]) -> dict[str, str]:
        # Replayed in one call or in many, the same pages must come to the same diary.
        return {day: text for pages in [old, *written] for day, text in pages.items()}

    kept: TypeAlias = Annotated[dict[str, str], DeltaChannel(last_text)]

    class Pages(TypedDict):
        days: kept

    plan = StateGraph(Pages).add_node("done", lambda state: {}).add_edge(START, "done")
    final = plan.compile(checkpointer=saver).invoke(
        {"days": {day: text}}, {"configurable": {"thread_id": thread_id}}
    )
    return dict(final["days"])
