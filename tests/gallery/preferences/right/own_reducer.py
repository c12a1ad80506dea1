"""A TypedDict, and a reducer that keeps each name once; a set in place of a list inside."""

# cell: state
from typing import TypedDict

from langchain_core.messages import AnyMessage
from langgraph.graph.message import add_messages


def merge_unique(old, new):
    """Keep the order in which the names were first detected."""
    return list(dict.fromkeys((old or []) + (new or [])))


class PreferenceState(TypedDict, total=False):
    messages: Annotated[list[AnyMessage], add_messages]
    user_id: str
    detected_preferences: Annotated[list[str], merge_unique]


# cell: detect
def detect_preferences_node(state, store):
    *_, last = state["messages"]
    text = last.content.casefold()
    found = {name for keyword, name in KEYWORDS.items() if keyword in text}
    if not found:
        return None
    now = datetime.now(UTC).isoformat()
    for name in found:
        store.put((state["user_id"], "preferences"), name, {"detected_at": now})
    return {"detected_preferences": sorted(found)}


# cell: build
def build_graph(checkpointer, store):
    return (
        StateGraph(PreferenceState)
        .add_node(detect_preferences_node)
        .add_node(respond_node)
        .add_edge(START, "detect_preferences_node")
        .add_edge("detect_preferences_node", "respond_node")
        .add_edge("respond_node", END)
        .compile(checkpointer=checkpointer, store=store)
    )
