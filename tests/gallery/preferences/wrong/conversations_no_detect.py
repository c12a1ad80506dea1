"""Leaves the detecting node out of the graph.

loses: test_two_conversations
says: which node would have put it there
"""

# cell: build
def build_graph(checkpointer, store):
    builder = StateGraph(PreferenceState)
    builder.add_node("respond", respond_node)
    builder.add_edge(START, "respond")
    builder.add_edge("respond", END)
    return builder.compile(checkpointer=checkpointer, store=store)
