"""Keeps the names in a variable.

loses: test_sign_in
says: did you write a file at all
"""

# cell: sign_in
guests = {}


def sign_in(path, name):
    guests.setdefault(path, []).append(name)
    return list(guests[path])
