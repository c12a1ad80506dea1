"""Nodes as objects with a __call__, and a pydantic state.

demo: yes
"""

# cell: state
from langgraph.graph.message import add_messages
from pydantic import BaseModel


class PreferenceState(BaseModel):
    messages: Annotated[list, add_messages] = []
    user_id: str = ""
    detected_preferences: Annotated[list[str], operator.add] = []


# cell: detect
class Detector:
    def __init__(self, keywords):
        self.keywords = keywords

    def __call__(self, state, store):
        text = str(state.messages[-1].content).lower()
        found = [self.keywords[word] for word in self.keywords if word in text]
        for name in found:
            stamp = datetime.now(UTC).isoformat()
            store.put(
                (state.user_id, "preferences"), name, {"active": True, "detected_at": stamp}
            )
        return {"detected_preferences": found}


detect_preferences_node = Detector(KEYWORDS)


# cell: respond
class Responder:
    def __call__(self, state, store):
        names = [item.key for item in store.search((state.user_id, "preferences"), limit=50)]
        return {"messages": [("ai", "I remember " + (" and ".join(names) or "nothing yet"))]}


respond_node = Responder()
