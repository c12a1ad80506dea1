"""Takes three gigabytes, at once and in pieces.

lesson: start_here
expects: 0
says: tried 2, got [] or gave no answer within
"""

# cell: sign_in
def sign_in(path, name):
    attempt("at once", bytearray, 3 << 30)
    attempt("in pieces", lambda: [bytearray(256 << 20) for _ in range(12)])
    show()
    return []
