"""Does both in one node.

loses: test_ask
says: one node, or two?
"""

# cell: ask
class Found(MessagesState):
    city: str
    results: Annotated[list[str], add]


def ask(saver, thread_id, city):
    both = lambda state: {"results": hotel(state)["results"] + train(state)["results"]}
    plan = StateGraph(Found).add_node("both", both)
    graph = plan.add_edge(START, "both").compile(checkpointer=saver)
    config = {"configurable": {"thread_id": thread_id}}
    turn = {"messages": [{"role": "user", "content": f"Find {city}"}], "city": city}
    return graph.invoke(turn, config)["results"]
