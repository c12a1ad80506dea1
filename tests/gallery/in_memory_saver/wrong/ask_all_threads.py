"""Returns what all threads found.

loses: test_ask
says: under the id it was given
"""

# cell: ask
class Found(MessagesState):
    city: str
    results: Annotated[list[str], add]


def ask(saver, thread_id, city):
    plan = StateGraph(Found).add_node("train", train).add_node("hotel", hotel)
    graph = plan.add_edge(START, "train").add_edge(START, "hotel").compile(checkpointer=saver)
    config = {"configurable": {"thread_id": thread_id}}
    turn = {"messages": [{"role": "user", "content": f"Find {city}"}], "city": city}
    graph.invoke(turn, config)
    threads = list(saver.storage)
    return [r for t in threads for r in graph.get_state({"configurable": {"thread_id": t}}).values["results"]]
