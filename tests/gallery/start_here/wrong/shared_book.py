"""Remembers the first book and writes everything there.

loses: test_sign_in
says: which file does your code open
"""

# cell: sign_in
def sign_in(path, name, books=[]):
    books.append(path)
    with open(books[0], "a") as file, open(path, "a") as copy:
        file.write(name + "\n")
        copy.write(name + "\n" if path != books[0] else "")
    return open(books[0]).read().splitlines()
