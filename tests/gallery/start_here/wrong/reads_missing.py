"""Reads a file that is not there yet.

loses: test_sign_in
says: which mode of `open` makes a file
"""

# cell: sign_in
def sign_in(path, name):
    guests = open(path).read().splitlines()
    guests.append(name)
    with open(path, "w") as file:
        file.write("\n".join(guests))
    return guests
