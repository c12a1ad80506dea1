"""Returns a set.

loses: test_sign_in
says: a list of texts is wanted
"""

# cell: sign_in
def sign_in(path, name):
    with open(path, "a") as file:
        file.write(name + "\n")
    return set(open(path).read().splitlines())
