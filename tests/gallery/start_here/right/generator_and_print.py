"""Has helpers, prints, and joins."""

# cell: sign_in
def lines_of(path):
    with open(path) as file:
        yield from (line.strip() for line in file)


def sign_in(path, name):
    print(name, "was here")
    with open(path, "a") as file:
        print(name, file=file)
    return [*lines_of(path)]
