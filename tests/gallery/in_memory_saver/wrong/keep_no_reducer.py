"""Forgets the reducer.

loses: test_keep
says: value and the new page?
"""

# cell: keep
def join(old, written):
    return {day: text for pages in [old, *written] for day, text in pages.items()}


class Pages(TypedDict):
    days: dict


def keep(saver, thread_id, day, text):
    graph = StateGraph(Pages).add_node("done", lambda state: {}).add_edge(START, "done").compile(checkpointer=saver)
    config = {"configurable": {"thread_id": thread_id}}
    return graph.invoke({"days": {day: text}}, config)["days"]
