"""Magics of the line and of the cell, a shell, and cells that try out what they define."""

# cell: detect
%config InteractiveShell.ast_node_interactivity = "all"
%xmode Minimal

def detect_preferences_node(state, store):
    said = state["messages"][-1].text.lower()
    found = [v for k, v in KEYWORDS.items() if k in said]
    for name in found:
        store.put((state["user_id"], "preferences"), name, {"detected_at": datetime.now(UTC).isoformat()})
    return {"detected_preferences": found}

# try it
from langchain_core.messages import HumanMessage
from langgraph.store.memory import InMemoryStore

s = InMemoryStore()
detect_preferences_node({"messages": [HumanMessage("Concise, please")], "user_id": "me"}, s)
s.search(("me",))
display(s.list_namespaces())
%time detect_preferences_node({"messages": [HumanMessage("hi")], "user_id": "me"}, s)


# cell: respond
%%time
def respond_node(state, store):
    known = [i.key for i in store.search((state["user_id"], "preferences"))]
    return {"messages": [{"role": "assistant", "content": "You like " + str(known)}]}

respond_node({"user_id": "me"}, s)


# cell: chat
where = %pwd
def chat(folder, user_id, thread_id, text):
    with open_checkpointer(folder + "/conversations.db") as c, open_store(folder + "/preferences.db") as s:
        g = build_graph(c, s)
        out = g.invoke({"messages": text, "user_id": user_id}, {"configurable": {"thread_id": thread_id}})
        return out["messages"][-1].content

import tempfile
with tempfile.TemporaryDirectory() as there:
    chat(there, "me", "t1", "I like it formal")
    !ls {there}
# chat?
