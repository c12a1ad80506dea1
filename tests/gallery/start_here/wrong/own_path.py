"""Writes to a file of its own name.

loses: test_sign_in
says: and under which name
"""

# cell: sign_in
def sign_in(path, name):
    with open("guests.txt", "a") as file:
        file.write(name + "\n")
    return open("guests.txt").read().splitlines()
