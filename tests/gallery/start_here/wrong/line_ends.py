"""Leaves the line ends in the names.

loses: test_sign_in
says: the names do not
"""

# cell: sign_in
def sign_in(path, name):
    with open(path, "a") as file:
        file.write(name + "\n")
    return open(path).readlines()
