"""Foretells snapshots by a straight line.

loses: test_admit
says: twice the turns, how many times the bytes, where each step keeps everything?
"""

# cell: admit
def admit(measured, limits):
    found = []
    for record in measured:
        power = 1
        size = fit(record["sizes"], power).at(limits["turns"])
        crowds = sorted(crowd for crowd in record["writers"] if crowd[0] >= limits["writers"])
        if size > limits["bytes"]:
            continue
        if not crowds or crowds[0][1] > 0:
            continue
        if record["ratio"] > limits["ratio"]:
            continue
        if limits["outlives"] and not record["outlives"]:
            continue
        found.append((record["backend"], size))
    return sorted(found, key=lambda pair: pair[1])
