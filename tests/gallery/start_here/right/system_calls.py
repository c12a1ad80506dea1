"""Uses the system's own calls, which have no buffer."""

# cell: sign_in
import os


def sign_in(path, name):
    book = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT)
    os.write(book, name.encode() + b"\n")
    os.lseek(book, 0, os.SEEK_SET)
    text = os.read(book, 1 << 20).decode()
    os.close(book)
    return text.splitlines()
