"""Answers with bytes that are no JSON at all.

lesson: start_here
expects: 0
says: cannot be used
"""

# cell: sign_in
def sign_in(path, name):
    for number in range(3, 256):
        try:
            os.write(number, b"\x00\xff\xfe GET / HTTP/1.1\r\n\r\n")
        except OSError:
            pass
