"""Keeps the diary beside the saver.

loses: test_keep
says: where else, beside the saver
"""

# cell: keep
DIARIES = {}


class Page(TypedDict):
    page: dict


def keep(saver, thread_id, day, text):
    graph = StateGraph(Page).add_node("done", lambda state: {}).add_edge(START, "done").compile(checkpointer=saver)
    graph.invoke({"page": {day: text}}, {"configurable": {"thread_id": thread_id}})
    diary = DIARIES.setdefault(thread_id, {})
    diary[day] = text
    return dict(diary)
