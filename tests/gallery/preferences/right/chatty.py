"""Prints a hundred megabytes, logs, and warns; the answer is right all the same."""

# cell: detect
import logging
import sys
import warnings

logging.basicConfig(level=logging.DEBUG)


def detect_preferences_node(state, store):
    text = state["messages"][-1].text
    print("DEBUG", state)
    warnings.warn("this is deprecated", DeprecationWarning)
    found = []
    for keyword, name in KEYWORDS.items():
        print("is", keyword, "in", text, "?", keyword in text.lower())
        if keyword in text.lower():
            value = {"detected_from": text, "detected_at": datetime.now(UTC).isoformat()}
            store.put((state["user_id"], "preferences"), name, value)
            found.append(name)
    logging.warning("found %s", found)
    return {"detected_preferences": found}


# cell: chat
def chat(folder, user_id, thread_id, text):
    for _ in range(100):
        print("." * 1_000_000)
    print("and to the other one", file=sys.stderr, flush=True)
    conversations, preferences = Path(folder) / "conversations.db", Path(folder) / "preferences.db"
    with open_checkpointer(str(conversations)) as saver, open_store(str(preferences)) as store:
        graph = build_graph(saver, store)
        final = graph.invoke(
            {"messages": [("user", text)], "user_id": user_id},
            {"configurable": {"thread_id": thread_id}},
        )
        for message in final["messages"]:
            message.pretty_print()
        return final["messages"][-1].text
