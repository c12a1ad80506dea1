"""Writes a new file and puts it in the old one's place."""

# cell: sign_in
import os


def sign_in(path, name):
    try:
        with open(path) as file:
            guests = file.read().splitlines()
    except FileNotFoundError:
        guests = []
    guests.append(name)
    with open(path + ".new", "w") as file:
        file.write("\n".join(guests))
        file.flush()
        os.fsync(file.fileno())
    os.replace(path + ".new", path)
    return guests
