"""Puts a socket where the guest book should be, and folders where its file should be.

lesson: start_here
expects: 0
"""

# cell: sign_in
import socket

GUESTS = []


def sign_in(path, name):
    if not GUESTS:
        try:
            socket.socket(socket.AF_UNIX).bind(path)
        except OSError:
            os.mkdir(path)
    GUESTS.append(name)
    return GUESTS
