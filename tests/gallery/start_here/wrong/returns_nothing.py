"""Writes and returns nothing.

loses: test_sign_in
says: does every way through the function end in a return
"""

# cell: sign_in
def sign_in(path, name):
    with open(path, "a") as file:
        file.write(name + "\n")
