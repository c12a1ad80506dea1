"""State classes above the functions, as the lesson has them."""

# cell: ask
class Found(MessagesState):
    city: str
    results: Annotated[list[str], add]


def ask(saver, thread_id, city):
    plan = StateGraph(Found)
    plan.add_node("train", train)
    plan.add_node("hotel", hotel)
    plan.add_edge(START, "train")
    plan.add_edge(START, "hotel")
    plan.add_edge("train", END)
    plan.add_edge("hotel", END)
    graph = plan.compile(checkpointer=saver)
    config = {"configurable": {"thread_id": thread_id}}
    final = graph.invoke({"messages": [user(f"Find {city}")], "city": city}, config)
    return final["results"]


def user(text):
    return {"role": "user", "content": text}


# cell: keep
def join(old, written):
    new = dict(old)
    for pages in written:
        new.update(pages)
    return new


class Pages(TypedDict):
    days: Annotated[dict, DeltaChannel(join)]


def keep(saver, thread_id, day, text):
    plan = StateGraph(Pages).add_node("done", lambda state: {}).add_edge(START, "done")
    graph = plan.compile(checkpointer=saver)
    return graph.invoke({"days": {day: text}}, {"configurable": {"thread_id": thread_id}})["days"]
