"""Keeps the names in a variable.

loses: test_sign_in
says: what leaves it
"""

# cell: sign_in
guests = {}


def sign_in(path, name):
    guests.setdefault(path, []).append(name)
    return list(guests[path])
