"""Least squares for the log, Lagrange for the snapshots; rounded bytes."""

# cell: admit
def foretell(record, at):
    points = sorted(record["sizes"])
    if record["keeps"] == "log":
        n = len(points)
        mean_t = sum(t for t, _ in points) / n
        mean_s = sum(s for _, s in points) / n
        slope = sum((t - mean_t) * (s - mean_s) for t, s in points) / sum((t - mean_t) ** 2 for t, _ in points)
        return mean_s + slope * (at - mean_t)
    chosen = [points[0], points[len(points) // 2], points[-1]]
    total = 0.0
    for i, (t, size) in enumerate(chosen):
        share = 1.0
        for j, (other, _) in enumerate(chosen):
            if i != j:
                share *= (at - other) / (t - other)
        total += share * size
    return total


def admit(measured, limits):
    found = {}
    for record in measured:
        crowd = min((c for c in record["writers"] if c[0] >= limits["writers"]), default=None)
        size = round(foretell(record, limits["turns"]))
        if crowd and not crowd[1] and size <= limits["bytes"] and record["ratio"] <= limits["ratio"]:
            if record["outlives"] or not limits["outlives"]:
                found[record["backend"]] = size
    return sorted(found.items(), key=lambda item: item[1])
