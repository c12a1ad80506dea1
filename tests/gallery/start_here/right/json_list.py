"""Keeps one JSON list."""

# cell: sign_in
import json
import os


def sign_in(path, name):
    guests = json.load(open(path)) if os.path.exists(path) else []
    guests.append(name)
    with open(path, "w") as file:
        json.dump(guests, file)
    return guests
