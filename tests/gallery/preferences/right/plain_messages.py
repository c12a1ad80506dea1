"""Keeps messages as plain dicts, with operator.add, and looks each preference up by name."""

# cell: state
from typing import TypedDict


class PreferenceState(TypedDict):
    messages: Annotated[list, operator.add]
    user_id: str
    detected_preferences: Annotated[list[str], operator.add]


# cell: detect
def text_of(message):
    return message["content"] if isinstance(message, dict) else message.content


def detect_preferences_node(state, store):
    text = text_of(state["messages"][-1]).lower()
    found = [KEYWORDS[keyword] for keyword in KEYWORDS if keyword in text]
    for name in found:
        value = {"said": text, "detected_at": datetime.now(UTC).isoformat()}
        store.put((state["user_id"], "preferences"), name, value)
    return {"detected_preferences": found}


# cell: respond
def respond_node(state, store):
    mine = (state["user_id"], "preferences")
    names = [name for name in KEYWORDS.values() if store.get(mine, name) is not None]
    text = "You like: " + " ".join(names) if names else "What do you like?"
    return {"messages": [{"role": "assistant", "content": text}]}


# cell: chat
def chat(folder, user_id, thread_id, text):
    with open_checkpointer(f"{folder}/conversations.db") as saver:
        with open_store(f"{folder}/preferences.db") as store:
            final = build_graph(saver, store).invoke(
                {"messages": [{"role": "user", "content": text}], "user_id": user_id},
                {"configurable": {"thread_id": thread_id}},
            )
    return text_of(final["messages"][-1])
