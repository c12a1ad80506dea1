"""Says that its error was raised on a line of the grader's own input: who looks it up waits.

lesson: start_here
expects: 0
"""

# cell: added
from autograder.engine import child

child.describe = lambda error: {
    "kinds": ["ValueError"],
    "message": "",
    "line": ["/dev/stdin", 1, "sign_in", ""],
    "untouched": False,
}


# cell: sign_in
def sign_in(path, name):
    raise ValueError
