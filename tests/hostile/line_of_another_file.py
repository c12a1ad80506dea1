"""Says that its error was raised on a line of somebody's file, to read it in the feedback.

lesson: start_here
expects: 0
"""

# cell: added
from autograder.engine import child

child.describe = lambda error: {
    "kinds": ["ValueError"],
    "message": "",
    "line": [FACTS["notes"], 2, "sign_in", ""],
    "untouched": False,
}


# cell: sign_in
def sign_in(path, name):
    raise ValueError
