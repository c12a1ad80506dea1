"""Makes the function a coroutine.

loses: test_keep
says: gives its result at once
"""

# cell: keep
def join(old, written):
    return {day: text for pages in [old, *written] for day, text in pages.items()}


class Pages(TypedDict):
    days: Annotated[dict, DeltaChannel(join)]


async def keep(saver, thread_id, day, text):
    graph = StateGraph(Pages).add_node("done", lambda state: {}).add_edge(START, "done").compile(checkpointer=saver)
    config = {"configurable": {"thread_id": thread_id}}
    return await graph.ainvoke({"days": {day: text}}, config)["days"]
