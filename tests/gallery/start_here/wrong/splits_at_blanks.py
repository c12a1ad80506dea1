"""Splits the text at each blank.

loses: test_sign_in
says: at which sign do you split
"""

# cell: sign_in
def sign_in(path, name):
    with open(path, "a") as file:
        file.write(name + "\n")
    with open(path) as file:
        return file.read().split()
