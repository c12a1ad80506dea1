"""Answers each question with something of another shape than the check expects.

expects: 0
"""

# cell: added
from autograder.engine import child

SHAPES = {
    "fields": None,
    "two_turns": {"messages": 1},
    "detect": {"found": [1, "a", None], "in_memory": "x"},
    "respond": ["messages"],
    "open_and_say": {"gave": [], "is_closed": {}, "inside": {}, "texts": 3},
    "find": {"a": [[]]},
    "active": [{}, None],
    "hold": {"x": {}},
    "recall": 7,
    "chat": {"text": 1},
}
child.answer = lambda _, request: {"value": SHAPES.get(request["call"])}
