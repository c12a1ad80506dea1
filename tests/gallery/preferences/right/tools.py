"""Remembers with a tool and answers with blocks of content, as an agent with a model would."""

# cell: detect
from langchain_core.tools import InjectedToolArg, tool


@tool
def remember(
    preference: str,
    user_id: Annotated[str, InjectedToolArg],
    store: Annotated[object, InjectedToolArg],
) -> str:
    """Remember a preference of the user."""
    store.put((user_id, "preferences"), preference, {"detected_at": f"{datetime.now(UTC):%FT%T%z}"})
    return preference


def tool_calls(text):
    """Stand in for the model: one call for each keyword."""
    lowered = text.lower()
    return [{"preference": KEYWORDS[word]} for word in KEYWORDS if word in lowered]


def detect_preferences_node(state, store):
    injected = {"user_id": state["user_id"], "store": store}
    calls = tool_calls(state["messages"][-1].text)
    return {"detected_preferences": [remember.invoke(call | injected) for call in calls]}


# cell: respond
from langchain_core.messages import AIMessage


def respond_node(state, store):
    names = [item.key for item in store.search((state["user_id"], "preferences"), limit=6)]
    blocks = [{"type": "text", "text": "Noted. "}]
    blocks += [{"type": "text", "text": f"{name}; "} for name in names]
    return {"messages": [AIMessage(content=blocks, name="assistant")]}


# cell: bonus_search
def find_preferences(store, user_id, query, limit):
    from heapq import nlargest

    items = store.search((user_id, "preferences"), query=query, limit=max(limit, 50))
    best = nlargest(limit, items, key=lambda item: item.score)
    return [item.key for item in best]
