"""Writes an answer to every open descriptor before anything was asked, and then once more.

lesson: start_here
expects: 0
"""

# cell: added
import json
import socket

LINE = json.dumps({"value": ["Ada"], "failed": {}, "printed": "All promises kept"}).encode() + b"\n"


def everywhere(line):
    for number in range(256):
        try:
            os.write(number, line)
        except OSError:
            pass


everywhere(LINE)
everywhere(LINE * 3)


# cell: sign_in
def sign_in(path, name):
    everywhere(LINE)
    return [name]
