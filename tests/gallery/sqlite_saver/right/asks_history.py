"""Looks for a first checkpoint before it resumes; one function makes the other."""

# cell: say
from functools import wraps

from langchain_core.messages import HumanMessage


def needs_thread(function):
    @wraps(function)
    def checked(path, thread_id, *rest):
        if not thread_id:
            raise ValueError(f"{function.__name__} needs a thread_id")
        return function(path, thread_id, *rest)

    return checked


@needs_thread
def say(path, thread_id, text):
    config = {"configurable": {"thread_id": thread_id}}
    with SqliteSaver.from_conn_string(path) as saver:
        state = diary_graph(saver).invoke({"messages": [HumanMessage(text)]}, config)
        return [message.text for message in state["messages"]]


# cell: start_resume
def _travel(given):
    def run(path, thread_id):
        thread = {"configurable": {"thread_id": thread_id}}
        with SqliteSaver.from_conn_string(path) as saver:
            if given is None and next(saver.list(thread, limit=1), None) is None:
                raise LookupError(f"no trip on thread {thread_id}")
            return trip_graph(saver).invoke(given, thread, durability="sync")["steps"]

    return run


start, resume = _travel({"steps": []}), _travel(None)
