"""Forgets the second edge.

loses: test_ask
says: which nodes ran
"""

# cell: ask
class Found(MessagesState):
    city: str
    results: Annotated[list[str], add]


def ask(saver, thread_id, city):
    plan = StateGraph(Found).add_node("train", train)
    graph = plan.add_edge(START, "train").compile(checkpointer=saver)
    config = {"configurable": {"thread_id": thread_id}}
    turn = {"messages": [{"role": "user", "content": f"Find {city}"}], "city": city}
    return graph.invoke(turn, config)["results"]
