"""Splits at line ends and keeps the empty end.

loses: test_sign_in
says: what follows the last line end
"""

# cell: sign_in
def sign_in(path, name):
    with open(path, "a") as file:
        file.write(name + "\n")
    return open(path).read().split("\n")
