"""A class that holds graph and config; a node that writes the page."""

# cell: ask
class Found(MessagesState):
    city: str
    results: Annotated[list[str], add]


class Searcher:
    def __init__(self, saver, thread_id):
        plan = StateGraph(Found).add_node("train", train).add_node("hotel", hotel)
        self.graph = plan.add_edge(START, "train").add_edge(START, "hotel").compile(checkpointer=saver)
        self.config = {"configurable": {"thread_id": thread_id}}

    def find(self, city):
        turn = {"messages": [{"type": "human", "content": f"Find {city}"}], "city": city}
        return self.graph.invoke(turn, self.config)["results"]


def ask(saver, thread_id, city):
    return Searcher(saver, thread_id).find(city)


# cell: keep
def join(old, written):
    return {day: text for pages in (old, *written) for day, text in pages.items()}


class Pages(TypedDict):
    page: dict
    days: Annotated[dict[str, str], DeltaChannel(join, snapshot_frequency=1000)]


def write(state):
    return {"days": state["page"]}


def keep(saver, thread_id, day, text):
    graph = StateGraph(Pages).add_node("write", write).add_edge(START, "write").compile(checkpointer=saver)
    return graph.invoke({"page": {day: text}}, {"configurable": {"thread_id": thread_id}})["days"]
