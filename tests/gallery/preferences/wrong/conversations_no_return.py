"""Builds the graph and does not return it.

loses: test_two_conversations
says: what does `build_graph` give back?
"""

# cell: build
def build_graph(checkpointer, store):
    builder = StateGraph(PreferenceState)
    builder.add_node("detect", detect_preferences_node)
    builder.add_node("respond", respond_node)
    builder.add_edge(START, "detect")
    builder.add_edge("detect", "respond")
    graph = builder.compile(checkpointer=checkpointer, store=store)
