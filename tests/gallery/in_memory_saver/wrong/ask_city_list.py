"""Keeps every city in a list.

loses: test_ask
says: the one before it?
"""

# cell: ask
class Found(MessagesState):
    city: Annotated[list, add]
    results: Annotated[list[str], add]


def ask(saver, thread_id, city):
    def node(kind):
        return lambda state: kind({"city": state["city"][-1]})

    plan = StateGraph(Found).add_node("train", node(train)).add_node("hotel", node(hotel))
    graph = plan.add_edge(START, "train").add_edge(START, "hotel").compile(checkpointer=saver)
    config = {"configurable": {"thread_id": thread_id}}
    turn = {"messages": [{"role": "user", "content": f"Find {city}"}], "city": [city]}
    return graph.invoke(turn, config)["results"]
