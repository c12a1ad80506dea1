"""Answers with what only almost is JSON: NaN, half a surrogate, a number of 5,000 digits.

lesson: start_here
expects: 0
says: returned
"""

# cell: sign_in
def sign_in(path, name):
    return [float("nan"), float("inf"), "\ud800 \x00 \x1b[2J", 10**4000, {"": None}, [[[[]]]] * 9]
