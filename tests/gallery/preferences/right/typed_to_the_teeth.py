"""Type hints everywhere, postponed ones among them, and names for every type."""

# cell: state
from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NewType, Protocol, TypedDict

from langchain_core.messages import AnyMessage
from langgraph.graph.message import add_messages
from typing_extensions import Required

UserId = NewType("UserId", str)
Preference = NewType("Preference", str)


class PreferenceState(TypedDict, total=False):
    messages: Required[Annotated[list[AnyMessage], add_messages]]
    user_id: Required[UserId]
    detected_preferences: Annotated[list[Preference], operator.add]


# cell: detect
from langgraph.store.base import BaseStore, Item

PREFERENCES: Final = "preferences"


class Update(TypedDict):
    detected_preferences: list[Preference]


def detect_preferences_node(state: PreferenceState, store: BaseStore) -> Update:
    text: str = state["messages"][-1].text.lower()
    found: list[Preference] = [Preference(KEYWORDS[word]) for word in KEYWORDS if word in text]
    name: Preference
    for name in found:
        value: dict[str, Any] = {"detected_at": datetime.now(UTC).isoformat()}
        store.put((state["user_id"], PREFERENCES), name, value, index=False)
    return Update(detected_preferences=found)


# cell: respond
class HasKey(Protocol):
    key: str


def names(items: list[Item]) -> Iterator[str]:
    item: HasKey
    for item in items:
        yield item.key


def respond_node(state: PreferenceState, store: BaseStore) -> dict[str, list[dict[str, str]]]:
    known: str = ", ".join(names(store.search((state["user_id"], PREFERENCES), limit=10)))
    reply: dict[str, str] = {"role": "assistant", "content": f"Known: {known or 'nothing'}"}
    return {"messages": [reply]}


# cell: build
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph.state import CompiledStateGraph


def build_graph(checkpointer: BaseCheckpointSaver[Any], store: BaseStore) -> CompiledStateGraph:
    builder: StateGraph[PreferenceState] = StateGraph(PreferenceState)
    builder.add_node("detect", detect_preferences_node, input_schema=PreferenceState)
    builder.add_node("respond", respond_node)
    builder.add_edge(START, "detect")
    builder.add_edge("detect", "respond")
    return builder.compile(checkpointer=checkpointer, store=store)


# cell: checkpointer
from contextlib import AbstractContextManager


def open_checkpointer(path: str) -> AbstractContextManager[SqliteSaver]:
    return SqliteSaver.from_conn_string(conn_string=path)


# cell: bonus_expiry
def active_preferences(store: BaseStore, user_id: UserId, now: datetime) -> list[str]:
    ttl: Final[timedelta] = timedelta(days=30)

    def moment(item: Item) -> datetime:
        return datetime.fromisoformat(item.value["detected_at"])

    return [i.key for i in store.search((user_id, PREFERENCES), limit=9) if moment(i) + ttl >= now]
