"""Responds first and detects afterwards.

loses: test_two_conversations
says: whose message was that
"""

# cell: build
def build_graph(checkpointer, store):
    builder = StateGraph(PreferenceState)
    builder.add_sequence([respond_node, detect_preferences_node])
    builder.add_edge(START, "respond_node")
    return builder.compile(checkpointer=checkpointer, store=store)
