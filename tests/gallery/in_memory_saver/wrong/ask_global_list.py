"""Collects in a list of its own, beside the state.

loses: test_ask
says: which field did the nodes fill?
"""

# cell: ask
FOUND = {}


class Asked(MessagesState):
    city: str


def ask(saver, thread_id, city):
    def book(node):
        def run(state):
            FOUND.setdefault(thread_id, []).extend(node(state)["results"])

        return run

    plan = StateGraph(Asked).add_node("train", book(train)).add_node("hotel", book(hotel))
    graph = plan.add_edge(START, "train").add_edge(START, "hotel").compile(checkpointer=saver)
    turn = {"messages": [{"role": "user", "content": f"Find {city}"}], "city": city}
    graph.invoke(turn, {"configurable": {"thread_id": thread_id}})
    return FOUND[thread_id]
