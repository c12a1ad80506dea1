"""NumPy's own fit."""

# cell: admit
def admit(measured, limits):
    import numpy as np

    found = []
    for record in measured:
        power = 2 if record["keeps"] == "snapshots" else 1
        turns, sizes = zip(*record["sizes"])
        size = float(np.polyval(np.polyfit(turns, sizes, power), limits["turns"]))
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
