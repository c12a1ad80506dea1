"""A dataclass for the state; the nodes read its attributes.

demo: yes
"""

# cell: state
from dataclasses import dataclass, field

from langgraph.graph.message import add_messages


@dataclass
class PreferenceState:
    messages: Annotated[list, add_messages] = field(default_factory=list)
    user_id: str = ""
    detected_preferences: Annotated[list, operator.add] = field(default_factory=list)


# cell: detect
def detect_preferences_node(state: PreferenceState, *, store):
    said = state.messages[-1].content
    found = []
    for keyword in KEYWORDS:
        if keyword.upper() in said.upper():
            found.append(KEYWORDS[keyword])
            store.put(
                (state.user_id, "preferences"),
                KEYWORDS[keyword],
                {"detected_from": said, "detected_at": datetime.now(UTC).isoformat()},
            )
    return dict(detected_preferences=found)


# cell: respond
from langchain_core.messages import AIMessage


def respond_node(state: PreferenceState, *, store):
    lines = ["Here is what I know about you:"]
    for item in store.search((state.user_id, "preferences"), limit=25):
        lines.append(f"- {item.key} (since {item.updated_at:%d %B})")
    return dict(messages=AIMessage("\n".join(lines)))
