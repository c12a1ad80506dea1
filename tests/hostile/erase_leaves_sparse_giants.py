"""Erases what it should, and leaves files of terabytes where every byte is looked at.

lesson: encrypted_session
with: reference
expects: 5
says: more bytes than anybody would read
"""

# cell: added
from autograder.engine import child

honest = child.answer


def spied(names, request):
    told = honest(names, request)
    if request["call"] == "erase_user":
        for number in range(100):
            with open(f"trips-{number}", "wb") as file:
                file.truncate(120 << 20)
    return told


child.answer = spied
