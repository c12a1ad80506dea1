"""A filter for each limit, one after the other."""

# cell: admit
def admit(measured, limits):
    from operator import itemgetter

    def smallest_crowd(record):
        large = sorted(filter(lambda crowd: crowd[0] >= limits["writers"], record["writers"]))
        return large[0] if large else (0, 1)

    left = list(measured)
    left = [record for record in left if smallest_crowd(record)[1] == 0]
    left = [record for record in left if not record["ratio"] > limits["ratio"]]
    if limits["outlives"]:
        left = [record for record in left if record["outlives"]]
    pairs = []
    for record in left:
        law = fit(record["sizes"], 1 + (record["keeps"] == "snapshots"))
        pairs.append((record["backend"], law.at(limits["turns"])))
    return sorted((pair for pair in pairs if pair[1] <= limits["bytes"]), key=itemgetter(1))
