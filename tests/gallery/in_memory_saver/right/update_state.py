"""Writes pages with update_state; keeps differences of results, too."""

# cell: ask
def join_lists(old, written):
    return old + [each for values in written for each in values]


class Found(MessagesState):
    city: str
    results: Annotated[list[str], DeltaChannel(join_lists)]


def ask(saver, thread_id, city):
    plan = StateGraph(Found).add_node("train", train).add_node("hotel", hotel)
    graph = plan.add_edge(START, "train").add_edge(START, "hotel").compile(checkpointer=saver)
    turn = {"messages": [{"role": "user", "content": f"Find {city}"}], "city": city}
    return graph.invoke(turn, {"configurable": {"thread_id": thread_id}})["results"]


# cell: keep
def join(old, written):
    for pages in written:
        old = {**old, **pages}
    return old


class Pages(TypedDict):
    days: Annotated[dict[str, str], DeltaChannel(join)]


def keep(saver, thread_id, day, text):
    thread = {"configurable": {"thread_id": thread_id}}
    graph = StateGraph(Pages).add_node("idle", lambda state: {}).add_edge(START, "idle").compile(saver)
    graph.update_state(thread, {"days": {day: text}}, as_node="idle")
    return graph.get_state(thread).values["days"]
