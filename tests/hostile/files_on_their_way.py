"""Sends open files to itself, deletes them and never takes them out: they are in no process.

lesson: start_here
expects: 0
says: into its folder
"""

# cell: sign_in
import socket
import time

HELD = socket.socketpair()


def sign_in(path, name):
    for number in range(10):
        with open(f"part-{number}", "wb") as file:
            for _ in range(100):
                file.write(bytes(1 << 20))
            file.flush()
            socket.send_fds(HELD[0], [b"x"], [file.fileno()])
        os.unlink(f"part-{number}")
    time.sleep(3)
    return []
