"""Has a folder where the check writes a file of its own.

lesson: sqlite_saver
expects: 0
says: something in the place of moments.txt
"""

# cell: added
os.mkdir("moments.txt")


# cell: start_resume
def start(path, thread_id):
    return ["planned", "booked", "paid"]


def resume(path, thread_id):
    return ["planned", "booked", "paid"]
