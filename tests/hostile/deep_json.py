"""Answers with half a million brackets, one within the other.

lesson: start_here
expects: 0
says: cannot be used
"""

# cell: sign_in
def sign_in(path, name):
    for number in range(3, 256):
        try:
            os.fstat(number)
            for _ in range(50):
                os.write(number, b'{"a":[' * 10_000)
            os.write(number, b"\n")
        except OSError:
            pass
