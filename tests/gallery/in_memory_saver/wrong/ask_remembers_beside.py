"""Keeps the returned list beside the saver.

loses: test_ask
says: where else, beside the saver
"""

# cell: ask
FOUND = {}


class Found(MessagesState):
    city: str
    results: Annotated[list[str], add]


def ask(saver, thread_id, city):
    plan = StateGraph(Found).add_node("train", train).add_node("hotel", hotel)
    graph = plan.add_edge(START, "train").add_edge(START, "hotel").compile(checkpointer=saver)
    config = {"configurable": {"thread_id": thread_id}}
    turn = {"messages": [{"role": "user", "content": f"Find {city}"}], "city": city}
    new = graph.invoke(turn, config)["results"][-2:]
    FOUND.setdefault(thread_id, []).extend(new)
    return FOUND[thread_id]
