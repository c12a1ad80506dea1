"""A table, filtered line by line."""

# cell: admit
def admit(measured, limits):
    import pandas as pd

    table = pd.DataFrame(measured)
    powers = table["keeps"].map({"snapshots": 2, "log": 1})
    table["bytes"] = [fit(points, power).at(limits["turns"]) for points, power in zip(table["sizes"], powers)]
    crowds = [sorted(c for c in pairs if c[0] >= limits["writers"]) for pairs in table["writers"]]
    table["bears"] = [bool(large) and large[0][1] == 0 for large in crowds]
    table = table[table["bears"] & (table["ratio"] <= limits["ratio"]) & (table["bytes"] <= limits["bytes"])]
    if limits["outlives"]:
        table = table[table["outlives"]]
    table = table.sort_values("bytes")
    return [[name, float(size)] for name, size in zip(table["backend"], table["bytes"])]
