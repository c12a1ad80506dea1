"""Normal equations by hand; a correlated subquery."""

# cell: predict
def predict(points, turns):
    def solve(power):
        n = power + 1
        scale = max(t for t, _ in points)
        rows = [[sum((t / scale) ** (i + j) for t, _ in points) for j in range(n)]
                + [sum(b * (t / scale) ** i for t, b in points)] for i in range(n)]
        for i in range(n):
            pivot = max(range(i, n), key=lambda k: abs(rows[k][i]))
            rows[i], rows[pivot] = rows[pivot], rows[i]
            for k in range(n):
                if k != i:
                    f = rows[k][i] / rows[i][i]
                    rows[k] = [x - f * y for x, y in zip(rows[k], rows[i])]
        return [rows[i][n] / rows[i][i] / scale**i for i in range(n)]

    base, line, square = solve(2)
    last, size = points[-1]
    law = "snapshots" if square * last * last > size / 3 else "log"
    numbers = (base, line, square) if law == "snapshots" else solve(1)
    return law, sum(number * turns**i for i, number in enumerate(numbers))


# cell: slim
def slim(path, thread_id):
    db = sqlite3.connect(path)
    with db:
        db.execute("""DELETE FROM checkpoints AS c WHERE thread_id = ?1 AND checkpoint_id <
            (SELECT max(checkpoint_id) FROM checkpoints WHERE thread_id = ?1 AND checkpoint_ns = c.checkpoint_ns)""", (thread_id,))
        db.execute("""DELETE FROM writes AS w WHERE thread_id = ?1 AND NOT EXISTS
            (SELECT 1 FROM checkpoints WHERE thread_id = ?1 AND checkpoint_ns = w.checkpoint_ns
             AND checkpoint_id = w.checkpoint_id)""", (thread_id,))
    db.execute("VACUUM")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
