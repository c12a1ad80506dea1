"""Functions of more parameters than a node has, the rest filled in beforehand."""

# cell: detect
from functools import partial


def _detect(keywords, clock, state, store):
    text = state["messages"][-1].text.lower()
    return _keep(store, state["user_id"], [keywords[k] for k in keywords if k in text], clock())


def _keep(store, user, names, moment):
    put = partial(store.put, (user, "preferences"), value={"detected_at": moment.isoformat()})
    for name in names:
        put(key=name)
    return {"detected_preferences": names}


detect_preferences_node = partial(_detect, KEYWORDS, partial(datetime.now, UTC))


# cell: respond
def _respond(limit, joint, state, store):
    names = joint.join(i.key for i in store.search((state["user_id"], "preferences"), limit=limit))
    return {"messages": [{"role": "assistant", "content": f"[{names}] Here you are."}]}


respond_node = partial(_respond, 100, " | ")


# cell: build
def build_graph(checkpointer, store):
    steps = {"detect": detect_preferences_node, "respond": respond_node}
    builder = StateGraph(PreferenceState)
    before = START
    for name, step in steps.items():
        builder.add_node(name, step)
        builder.add_edge(before, name)
        before = name
    return builder.compile(checkpointer=checkpointer, store=store)


# cell: bonus_search
def find_preferences(store, user_id, query, limit):
    search = partial(store.search, (user_id, "preferences"))
    return [item.key for item in search(query=query, limit=limit)][0:limit]
