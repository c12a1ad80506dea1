"""Opens with "w", which empties the file.

loses: test_sign_in
says: what does your mode of `open` do
"""

# cell: sign_in
def sign_in(path, name):
    with open(path, "w") as file:
        file.write(name + "\n")
    return open(path).read().splitlines()
