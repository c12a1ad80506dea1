"""Writes the list of this process over the file's.

loses: test_sign_in
says: who closes the file, and when
"""

# cell: sign_in
guests = {}


def sign_in(path, name):
    guests.setdefault(path, []).append(name)
    with open(path, "w") as file:
        file.write("\n".join(guests[path]))
    return guests[path]
