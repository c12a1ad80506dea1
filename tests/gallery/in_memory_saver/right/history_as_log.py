"""The state has one page, and its history is the diary; nodes from one router."""

# cell: ask
class Found(MessagesState):
    city: str
    results: Annotated[list[str], add]


def ask(saver, thread_id, city):
    plan = StateGraph(Found)
    for node in (train, hotel):
        plan.add_node(node)
    plan.add_conditional_edges(START, lambda state: ["train", "hotel"])
    graph = plan.compile(checkpointer=saver)
    for event in graph.stream(
        {"messages": [{"role": "user", "content": "Find " + city}], "city": city},
        {"configurable": {"thread_id": thread_id}},
        stream_mode="values",
    ):
        last = event
    return list(last["results"])


# cell: keep
class Page(TypedDict):
    page: list


def keep(saver, thread_id, day, text):
    thread = {"configurable": {"thread_id": thread_id}}
    graph = StateGraph(Page).add_node("write", lambda state: {}).add_edge(START, "write").compile(saver)
    graph.invoke({"page": [day, text]}, thread)
    ended = [past for past in graph.get_state_history(thread) if not past.next]
    return dict(past.values["page"] for past in reversed(ended))
