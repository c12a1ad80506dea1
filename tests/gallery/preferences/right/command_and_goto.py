"""Nodes that say themselves where the run goes next; no edge but the first."""

# cell: detect
from typing import Literal

from langgraph.types import Command


def detect_preferences_node(state: PreferenceState, store) -> Command[Literal["respond"]]:
    heard = state["messages"][-1].text.lower()
    found = []
    for keyword, preference in KEYWORDS.items():
        if keyword not in heard:
            continue
        noted = {"heard": heard, "detected_at": str(datetime.now(UTC))}
        store.put((state["user_id"], "preferences"), preference, noted)
        found.append(preference)
    return Command(goto="respond", update={"detected_preferences": found})


# cell: respond
def respond_node(state: PreferenceState, store) -> Command[Literal["__end__"]]:
    wishes = store.search((state["user_id"], "preferences"), limit=20)
    text = f"{len(wishes)} wishes: {[wish.key for wish in wishes]}"
    return Command(goto=END, update={"messages": [{"role": "assistant", "content": text}]})


# cell: build
def build_graph(checkpointer, store):
    builder = StateGraph(PreferenceState)
    builder.add_node("detect", detect_preferences_node)
    builder.add_node("respond", respond_node)
    builder.set_entry_point("detect")
    return builder.compile(checkpointer=checkpointer, store=store)
