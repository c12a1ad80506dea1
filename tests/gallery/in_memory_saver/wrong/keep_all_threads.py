"""One diary for all threads.

loses: test_keep
says: read, under the id it was given
"""

# cell: keep
def join(old, written):
    return {day: text for pages in [old, *written] for day, text in pages.items()}


class Pages(TypedDict):
    days: Annotated[dict, DeltaChannel(join)]


def keep(saver, thread_id, day, text):
    graph = StateGraph(Pages).add_node("done", lambda state: {}).add_edge(START, "done").compile(checkpointer=saver)
    config = {"configurable": {"thread_id": thread_id}}
    graph.invoke({"days": {day: text}}, config)
    diaries = [graph.get_state({"configurable": {"thread_id": name}}).values["days"] for name in list(saver.storage)]
    return join({}, diaries)
