"""Leaves folders behind that nobody may enter, and files that nobody may read.

lesson: start_here
expects: 0
"""

# cell: added
os.makedirs("closed/within")
open("closed/within/file", "w").close()
os.chmod("closed/within", 0)
os.chmod("closed", 0)


# cell: sign_in
def sign_in(path, name):
    open(path, "w").close()
    os.chmod(path, 0)
    os.chmod(".", 0)
    return []
