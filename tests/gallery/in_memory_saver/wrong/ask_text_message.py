"""Messages in a plain list, as texts.

loses: test_ask
says: a message has a role and a content
"""

# cell: ask
class Found(TypedDict):
    messages: Annotated[list, add]
    city: str
    results: Annotated[list[str], add]


def ask(saver, thread_id, city):
    plan = StateGraph(Found).add_node("train", train).add_node("hotel", hotel)
    graph = plan.add_edge(START, "train").add_edge(START, "hotel").compile(checkpointer=saver)
    config = {"configurable": {"thread_id": thread_id}}
    turn = {"messages": [f"Find {city}"], "city": city}
    return graph.invoke(turn, config)["results"]
