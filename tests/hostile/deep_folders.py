"""Makes a folder within a folder, three thousand times, for whoever walks down.

lesson: start_here
expects: 0
"""

# cell: added
top = os.getcwd()
for _ in range(3000):
    os.mkdir("d")
    os.chdir("d")
open("file", "w").close()
os.chdir(top)


# cell: sign_in
def sign_in(path, name):
    return []
