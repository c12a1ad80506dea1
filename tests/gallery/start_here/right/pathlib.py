"""Reads and writes with pathlib."""

# cell: sign_in
def sign_in(path, name):
    book = Path(path)
    before = book.read_text() if book.exists() else ""
    book.write_text(before + name + "\n")
    return book.read_text().split("\n")[:-1]
