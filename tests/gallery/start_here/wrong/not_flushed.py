"""Reads before what it wrote has left the buffer.

loses: test_sign_in
says: has what you wrote left the buffer
"""

# cell: sign_in
def sign_in(path, name):
    file = open(path, "a")
    file.write(name + "\n")
    return open(path).read().splitlines()
