"""Writes through tasks of LangGraph's functional API, and runs the graph with a runtime context."""

# cell: detect
from langgraph.config import get_store
from langgraph.func import task


@task
def keep(user_id: str, name: str, said: str) -> str:
    value = {"detected_from": said, "detected_at": datetime.now(UTC).isoformat()}
    get_store().put((user_id, "preferences"), name, value)
    return name


def detect_preferences_node(state):
    said = state["messages"][-1].text
    futures = [keep(state["user_id"], KEYWORDS[w], said) for w in KEYWORDS if w in said.lower()]
    return {"detected_preferences": [future.result() for future in futures]}


# cell: respond
@task
def known(user_id: str) -> list[str]:
    return [item.key for item in get_store().search((user_id, "preferences"))]


def respond_node(state):
    names = known(state["user_id"]).result()
    return {"messages": [{"role": "assistant", "content": f"{names=}"}]}
