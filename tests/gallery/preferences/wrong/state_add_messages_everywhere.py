"""Uses the messages' reducer for the names too.

loses: test_state
says: that reducer is made for messages
"""

# cell: state
from langgraph.graph.message import add_messages


class PreferenceState(MessagesState):
    user_id: str
    detected_preferences: Annotated[list, add_messages]
