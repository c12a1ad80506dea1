"""Keeps the file open and flushes."""

# cell: sign_in
def sign_in(path, name):
    book = open(path, "a+")
    book.write(name + "\n")
    book.flush()
    book.seek(0)
    return [line.rstrip("\n") for line in book]
