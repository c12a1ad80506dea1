"""Leaves links, pipes, sockets and folders where databases and their logs should be.

expects: 0
"""

# cell: added
import random
import socket


def write(file):
    kinds = [
        lambda path: os.symlink(FACTS["gradebook"], path),
        lambda path: os.symlink("/dev/zero", path),
        lambda path: os.symlink(path, path),
        lambda path: os.mkfifo(path),
        lambda path: os.mkdir(path),
        lambda path: socket.socket(socket.AF_UNIX).bind(path),
    ]
    number = random.Random(file + str(os.getpid())).randrange(6)
    for offset, path in enumerate((file, f"{file}-wal", f"{file}-journal", f"{file}-shm")):
        attempt(path, kinds[(number + offset) % 6], path)
        path = path.replace("conversations", "preferences")
        attempt(path, kinds[(number + offset + 3) % 6], path)


# cell: chat
def chat(folder, user_id, thread_id, text):
    write(f"{folder}/conversations.db")
    return "hello"
