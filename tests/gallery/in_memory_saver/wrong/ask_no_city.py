"""Forgets the city in the input.

loses: test_ask
says: does the input fill it?
"""

# cell: ask
class Found(MessagesState):
    city: str
    results: Annotated[list[str], add]


def ask(saver, thread_id, city):
    plan = StateGraph(Found).add_node("train", train).add_node("hotel", hotel)
    graph = plan.add_edge(START, "train").add_edge(START, "hotel").compile(checkpointer=saver)
    config = {"configurable": {"thread_id": thread_id}}
    turn = {"messages": [{"role": "user", "content": f"Find {city}"}]}
    return graph.invoke(turn, config)["results"]
