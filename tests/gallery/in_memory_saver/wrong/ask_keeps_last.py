"""A reducer that keeps what came last.

loses: test_ask
says: what joins a field
"""

# cell: ask
def latest(old, new):
    return new if len(old) != 1 else old + new


class Found(MessagesState):
    city: str
    results: Annotated[list[str], latest]


def ask(saver, thread_id, city):
    plan = StateGraph(Found).add_node("train", train).add_node("hotel", hotel)
    graph = plan.add_edge(START, "train").add_edge(START, "hotel").compile(checkpointer=saver)
    config = {"configurable": {"thread_id": thread_id}}
    turn = {"messages": [{"role": "user", "content": f"Find {city}"}], "city": city}
    return graph.invoke(turn, config)["results"]
