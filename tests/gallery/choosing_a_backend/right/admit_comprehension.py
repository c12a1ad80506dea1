"""One comprehension and helpers."""

# cell: admit
def foretold(record, turns):
    return fit(record["sizes"], {"snapshots": 2, "log": 1}[record["keeps"]]).at(turns)


def bears(record, writers):
    large = [pair for pair in record["writers"] if pair[0] >= writers]
    return bool(large) and min(large)[1] == 0


def admit(measured, limits):
    sized = [(record, foretold(record, limits["turns"])) for record in measured]
    kept = [
        (size, record["backend"])
        for record, size in sized
        if size <= limits["bytes"] and bears(record, limits["writers"]) and record["ratio"] <= limits["ratio"]
        if record["outlives"] >= limits["outlives"]
    ]
    return [(name, size) for size, name in sorted(kept)]
