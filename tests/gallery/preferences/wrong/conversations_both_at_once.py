"""Lets both nodes start together.

loses: test_two_conversations
says: which edge makes a node wait
"""

# cell: build
def build_graph(checkpointer, store):
    builder = StateGraph(PreferenceState)
    builder.add_node("detect", detect_preferences_node)
    builder.add_node("respond", respond_node)
    builder.add_edge(START, "detect")
    builder.add_edge(START, "respond")
    builder.add_edge("detect", END)
    builder.add_edge("respond", END)
    return builder.compile(checkpointer=checkpointer, store=store)
