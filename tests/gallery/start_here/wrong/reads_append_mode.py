"""Reads from a file that was opened for appending.

loses: test_sign_in
says: opened either to read or to write
"""

# cell: sign_in
def sign_in(path, name):
    with open(path, "a") as file:
        file.write(name + "\n")
        return file.read().splitlines()
