"""Prints without an end: to stdout, past it to its descriptors, and as rich outputs.

lesson: start_here
expects: 0
says: gave no answer within
"""

# cell: added
from IPython.display import display

for _ in range(20):
    print("x" * 10_000_000)
    display({"text/html": "<p>" * 1_000_000}, raw=True)
    os.write(1, b"x" * 1_000_000)


# cell: sign_in
def sign_in(path, name):
    while True:
        print("All promises kept " * 1000)
        os.write(2, b"x" * 1000)
