"""Returns the whole text.

loses: test_sign_in
says: one text, or a list of texts
"""

# cell: sign_in
def sign_in(path, name):
    with open(path, "a") as file:
        file.write(name + "\n")
    return open(path).read()
