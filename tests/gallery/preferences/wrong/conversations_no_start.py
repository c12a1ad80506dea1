"""Connects the nodes and forgets where the graph begins.

loses: test_two_conversations
says: where does the graph begin?
"""

# cell: build
def build_graph(checkpointer, store):
    builder = StateGraph(PreferenceState)
    builder.add_node("detect", detect_preferences_node)
    builder.add_node("respond", respond_node)
    builder.add_edge("detect", "respond")
    builder.add_edge("respond", END)
    return builder.compile(checkpointer=checkpointer, store=store)
