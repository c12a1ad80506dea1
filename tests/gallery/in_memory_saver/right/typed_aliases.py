"""State classes inside the functions; a saver entered as a context manager would do as well."""

# cell: ask
def ask(saver, thread_id, city):
    from operator import add
    from typing import Annotated

    class Found(MessagesState):
        city: str
        results: Annotated[list[str], add]

    plan = StateGraph(Found).add_node("train", train).add_node("hotel", hotel)
    graph = plan.add_edge(START, "train").add_edge(START, "hotel").compile(checkpointer=saver)
    config = {"configurable": {"thread_id": thread_id}}
    return graph.invoke({"messages": [{"role": "user", "content": f"Find {city}"}], "city": city}, config).get("results")


# cell: keep
def keep(saver, thread_id, day, text):
    def join(old, written):
        return {k: v for pages in [old] + list(written) for k, v in pages.items()}

    State = TypedDict("State", {"diary": Annotated[dict, DeltaChannel(join)]})
    graph = StateGraph(State).add_node("end", lambda state: {}).add_edge(START, "end").compile(checkpointer=saver)
    config = {"configurable": {"thread_id": thread_id}}
    return graph.invoke({"diary": {day: text}}, config)["diary"]
