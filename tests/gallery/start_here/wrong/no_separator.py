"""Writes no line ends.

loses: test_sign_in
says: what keeps two lines of a file apart
"""

# cell: sign_in
def sign_in(path, name):
    with open(path, "a") as file:
        file.write(name)
    return open(path).read().splitlines()
