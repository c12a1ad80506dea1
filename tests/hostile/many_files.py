"""Makes folders until it is stopped: they have no bytes, but each has to be looked into.

lesson: start_here
expects: 0
says: files into its folder
"""

# cell: sign_in
def sign_in(path, name):
    number = 0
    while True:
        os.mkdir(f"{number:x}")
        number += 1
