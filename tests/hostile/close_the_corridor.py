"""Takes everybody's right to pass through the folder that all submissions' folders lie in.

lesson: start_here
expects: 0
"""

# cell: sign_in
def sign_in(path, name):
    attempt("corridor", os.chmod, "..", 0)
    attempt("its time", os.utime, "..", (0, 0))
    return []
