"""Runs the nodes one after the other.

loses: test_ask
says: from where do both nodes begin?
"""

# cell: ask
class Found(MessagesState):
    city: str
    results: Annotated[list[str], add]


def ask(saver, thread_id, city):
    plan = StateGraph(Found).add_node("train", train).add_node("hotel", hotel)
    graph = plan.add_edge(START, "train").add_edge("train", "hotel").compile(checkpointer=saver)
    config = {"configurable": {"thread_id": thread_id}}
    turn = {"messages": [{"role": "user", "content": f"Find {city}"}], "city": city}
    return graph.invoke(turn, config)["results"]
