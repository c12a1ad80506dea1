"""Keeps the whole every five pages.

loses: test_keep
says: now and then; how often?
"""

# cell: keep
def join(old, written):
    return {day: text for pages in [old, *written] for day, text in pages.items()}


class Pages(TypedDict):
    days: Annotated[dict, DeltaChannel(join, snapshot_frequency=5)]


def keep(saver, thread_id, day, text):
    graph = StateGraph(Pages).add_node("done", lambda state: {}).add_edge(START, "done").compile(checkpointer=saver)
    config = {"configurable": {"thread_id": thread_id}}
    return graph.invoke({"days": {day: text}}, config)["days"]
