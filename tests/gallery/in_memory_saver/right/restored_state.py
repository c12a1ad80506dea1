"""Returns what get_state gives, and takes one item at a time."""

# cell: ask
class Found(MessagesState):
    city: str
    results: Annotated[list[str], lambda old, new: old + new]


def ask(saver, thread_id, city):
    graph = StateGraph(Found).add_node(train).add_node(hotel).add_edge(START, "train").add_edge(START, "hotel").compile(saver)
    thread = {"configurable": {"thread_id": thread_id}}
    graph.invoke({"messages": ("user", f"Find {city}"), "city": city}, thread, durability="exit")
    return graph.get_state(thread).values["results"]


# cell: keep
def pairs(old, written):
    return [*old, *(pair for pages in written for pair in pages)]


class Pages(TypedDict):
    pages: Annotated[list, DeltaChannel(pairs)]


def keep(saver, thread_id, day, text):
    thread = {"configurable": {"thread_id": thread_id}}
    graph = StateGraph(Pages).add_node("write", lambda state: {}).add_edge(START, "write").compile(saver)
    graph.invoke({"pages": [[day, text]]}, thread)
    return dict(graph.get_state(thread).values["pages"])
