"""Deletes the thread and keeps the whole anew.

loses: test_keep
says: history was thrown away
"""

# cell: keep
class Pages(TypedDict):
    days: dict


def keep(saver, thread_id, day, text):
    graph = StateGraph(Pages).add_node("done", lambda state: {}).add_edge(START, "done").compile(checkpointer=saver)
    config = {"configurable": {"thread_id": thread_id}}
    days = graph.get_state(config).values.get("days", {}) | {day: text}
    saver.delete_thread(thread_id)
    return graph.invoke({"days": days}, config)["days"]
