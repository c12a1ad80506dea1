"""Fetches the store where it needs it, matches whole words, answers with commands."""

# cell: detect
import re

from langgraph.config import get_store
from langgraph.types import Command

PATTERN = re.compile(r"\b(" + "|".join(KEYWORDS) + r")\b", re.IGNORECASE)


def detect_preferences_node(state):
    store = get_store()
    said = state["messages"][-1].text
    names = sorted({KEYWORDS[match.lower()] for match in PATTERN.findall(said)})
    for name in names:
        stamp = datetime.now(UTC).isoformat(timespec="seconds")
        store.put((state["user_id"], "preferences"), name, {"from": said, "detected_at": stamp})
    return Command(update={"detected_preferences": names})


# cell: respond
def respond_node(state):
    store = get_store()
    known = store.search((state["user_id"], "preferences"), limit=len(KEYWORDS))
    reply = "; ".join(item.key for item in known) or "no wishes so far"
    return Command(update={"messages": [("assistant", reply)]})
