"""Does not ask what a kill leaves.

loses: test_admit
says: does what this one keeps outlive a `kill -9`, and has it to?
"""

# cell: admit
def admit(measured, limits):
    found = []
    for record in measured:
        power = 2 if record["keeps"] == "snapshots" else 1
        size = fit(record["sizes"], power).at(limits["turns"])
        crowds = sorted(crowd for crowd in record["writers"] if crowd[0] >= limits["writers"])
        if size > limits["bytes"]:
            continue
        if not crowds or crowds[0][1] > 0:
            continue
        if record["ratio"] > limits["ratio"]:
            continue
        found.append((record["backend"], size))
    return sorted(found, key=lambda pair: pair[1])
