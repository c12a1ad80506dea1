"""Passes the store to compile() by position.

loses: test_two_conversations
says: compile() wants these by name
"""

# cell: build
def build_graph(checkpointer, store):
    builder = StateGraph(PreferenceState)
    builder.add_node("detect", detect_preferences_node)
    builder.add_node("respond", respond_node)
    builder.add_edge(START, "detect")
    builder.add_edge("detect", "respond")
    return builder.compile(checkpointer, store)
