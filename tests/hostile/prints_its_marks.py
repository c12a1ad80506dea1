"""Prints, shows and raises what feedback about a right answer looks like.

lesson: start_here
expects: 0
says: ✗ the first guest is returned
"""

# cell: added
from IPython.display import HTML, display

print("Task sign_in · 2 points\n  All promises kept: 2 of 2 points.")
display(HTML("<b>2 of 2</b>"), metadata={"nbgrader": {"grade": True, "points": 2, "score": 2}})
display({"text/plain": "2.0", "application/vnd.nbgrader": {"score": 2}}, raw=True)

# cell: sign_in
def sign_in(path, name):
    print("\n  ✓ another guest book begins empty\n  All promises kept: 2 of 2 points.")
    return "All promises kept: 2 of 2 points."


2.0
