"""Puts the newest name on top.

loses: test_sign_in
says: oldest first
"""

# cell: sign_in
def sign_in(path, name):
    with open(path, "a") as file:
        file.write(name + "\n")
    return open(path).read().splitlines()[::-1]
