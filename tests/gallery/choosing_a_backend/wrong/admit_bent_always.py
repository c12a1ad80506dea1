"""Bends a log to the steps of its pages.

loses: test_admit
says: a log has no T²; which power did its points get, and did all of them count?
"""

# cell: admit
def admit(measured, limits):
    found = []
    for record in measured:
        power = 2
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
