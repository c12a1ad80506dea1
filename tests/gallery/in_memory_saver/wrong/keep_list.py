"""Returns a list of pages.

loses: test_keep
says: what makes a dict of it?
"""

# cell: keep
def join(old, written):
    return {day: text for pages in [old, *written] for day, text in pages.items()}


class Pages(TypedDict):
    days: Annotated[dict, DeltaChannel(join)]


def keep(saver, thread_id, day, text):
    graph = StateGraph(Pages).add_node("done", lambda state: {}).add_edge(START, "done").compile(checkpointer=saver)
    config = {"configurable": {"thread_id": thread_id}}
    return [*graph.invoke({"days": {day: text}}, config)["days"].items()]
