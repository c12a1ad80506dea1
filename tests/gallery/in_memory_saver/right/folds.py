"""Reducers from functools and operator; messages with a reducer of their own."""

# cell: ask
from functools import reduce
from operator import iadd, or_

from langchain_core.messages import HumanMessage
from langgraph.graph.message import add_messages


class Found(TypedDict):
    messages: Annotated[list, add_messages]
    city: str
    results: Annotated[list, add]


def ask(saver, thread_id, city):
    graph = (
        StateGraph(Found)
        .add_node("train", train)
        .add_node("hotel", hotel)
        .set_entry_point("train")
        .set_entry_point("hotel")
        .compile(checkpointer=saver)
    )
    given = {"messages": HumanMessage(f"Find {city}"), "city": city, "results": []}
    return graph.invoke(given, {"configurable": {"thread_id": thread_id}})["results"]


# cell: keep
from functools import reduce
from operator import or_


class Pages(TypedDict):
    days: Annotated[dict, DeltaChannel(lambda old, written: reduce(or_, written, old))]


def keep(saver, thread_id, day, text):
    graph = StateGraph(Pages).add_node("done", lambda state: None).add_edge(START, "done").compile(saver)
    return graph.invoke({"days": {day: text}}, {"configurable": {"thread_id": thread_id}})["days"]
