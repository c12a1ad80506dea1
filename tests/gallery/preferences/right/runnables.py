"""Nodes as chains of LangChain runnables, joined with a pipe."""

# cell: detect
from langchain_core.runnables import RunnableLambda
from langgraph.config import get_store


def heard(state):
    text = state["messages"][-1].text.lower()
    return {"user": state["user_id"], "names": [KEYWORDS[k] for k in KEYWORDS if k in text]}


def noted(found):
    for name in found["names"]:
        value = {"detected_at": datetime.now(UTC).isoformat()}
        get_store().put((found["user"], "preferences"), name, value)
    return {"detected_preferences": found["names"]}


detect_preferences_node = RunnableLambda(heard) | RunnableLambda(noted)


# cell: respond
from langchain_core.messages import AIMessage
from langchain_core.prompts import PromptTemplate

template = PromptTemplate.from_template("As you like it: {names}")


def recalled(state):
    items = get_store().search((state["user_id"], "preferences"))
    return {"names": ", ".join(item.key for item in items) or "any way"}


respond_node = (
    RunnableLambda(recalled) | template | (lambda prompt: {"messages": [AIMessage(prompt.text)]})
)


# cell: chat
def chat(folder, user_id, thread_id, text):
    with (
        open_checkpointer(str(Path(folder) / "conversations.db")) as saver,
        open_store(str(Path(folder) / "preferences.db")) as store,
    ):
        graph = build_graph(saver, store).with_config(configurable={"thread_id": thread_id})
        turn = graph | (lambda state: state["messages"][-1].text)
        return turn.invoke({"messages": [("human", text)], "user_id": user_id})
