"""Sends messages that no honest process sends: fields missing, and fields of other kinds.

expects: 0
"""

# cell: added
from autograder.engine import child

MESSAGES = {
    "fields": {"raised": 5},
    "detect": {"raised": {"kinds": [], "message": "", "line": None, "untouched": False}},
    "respond": {"raised": {"kinds": [1], "message": [], "line": [1, 2], "untouched": []}},
    "open_and_say": {"missing": {"a": []}},
    "find": {"raised": {"kinds": "ab", "message": {}, "line": [3, "x", 4, 5], "untouched": 1}},
    "active": {"value": {"not plain": 3}},
    "hold": {"value": {"not plain": [1, 2]}, "printed": {"a": 1}},
    "chat": {},
}
child.answer = lambda _, request: MESSAGES.get(request["call"], {"raised": None})
