"""Joins the node functions instead of the nodes' names.

loses: test_two_conversations
says: an edge joins names, and a node has one
"""

# cell: build
def build_graph(checkpointer, store):
    builder = StateGraph(PreferenceState)
    builder.add_node("detect", detect_preferences_node)
    builder.add_node("respond", respond_node)
    builder.add_edge(START, "detect")
    builder.add_edge(detect_preferences_node, respond_node)
    return builder.compile(checkpointer=checkpointer, store=store)
