"""Returns the builder.

loses: test_two_conversations
says: a builder is not a graph yet
"""

# cell: build
def build_graph(checkpointer, store):
    builder = StateGraph(PreferenceState)
    builder.add_node("detect", detect_preferences_node)
    builder.add_node("respond", respond_node)
    builder.add_edge(START, "detect")
    builder.add_edge("detect", "respond")
    builder.compile(checkpointer=checkpointer, store=store)
    return builder
