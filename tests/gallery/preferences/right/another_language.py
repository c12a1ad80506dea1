"""Answers in German around the names, and routes with conditional edges."""

# cell: respond
def respond_node(state, store):
    """Antworte so, dass jede gespeicherte Vorliebe genannt wird."""
    gemerkt = store.search((state["user_id"], "preferences"), limit=1000)
    namen = [eintrag.key for eintrag in gemerkt]
    if not namen:
        antwort = "Schön, dass du da bist! Wie hättest du es gern?"
    elif len(namen) == 1:
        antwort = f"Gern – ich denke an »{namen[0]}«."
    else:
        antwort = f"Gern – ich denke an »{'«, »'.join(namen[:-1])}« und »{namen[-1]}«."
    return {"messages": [{"role": "assistant", "content": antwort}]}


# cell: build
def build_graph(checkpointer, store):
    graph = StateGraph(PreferenceState)
    graph.add_node("erkennen", detect_preferences_node)
    graph.add_node("antworten", respond_node)
    graph.set_entry_point("erkennen")
    graph.add_conditional_edges("erkennen", lambda state: "antworten", ["antworten"])
    graph.set_finish_point("antworten")
    return graph.compile(checkpointer, store=store)


# cell: chat
def chat(folder, user_id, thread_id, text):
    konfiguration = {"configurable": {"thread_id": thread_id}}
    dateien = Path(folder).joinpath
    with (
        open_checkpointer(str(dateien("conversations.db"))) as gespräche,
        open_store(str(dateien("preferences.db"))) as vorlieben,
    ):
        graph = build_graph(gespräche, vorlieben)
        graph.invoke({"messages": [("human", text)], "user_id": user_id}, konfiguration)
        return graph.get_state(konfiguration).values["messages"][-1].text
