"""Lagrange through three points; the file leaves its log behind."""

# cell: predict
def predict(points, turns):
    law = measure.fit(points, 2)
    last = points[-1][0]
    share = law.square * last**2 / law.at(last)
    if share < 0.4:
        return "log", int(measure.fit(points, 1).at(turns))
    a, b, c = points[0], points[len(points) // 2], points[-1]

    def part(p, q, r):
        return p[1] * (turns - q[0]) * (turns - r[0]) / ((p[0] - q[0]) * (p[0] - r[0]))

    return "snapshots", part(a, b, c) + part(b, a, c) + part(c, a, b)


# cell: slim
def slim(path, thread_id):
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = DELETE")
        latest = db.execute(
            "SELECT checkpoint_ns, max(checkpoint_id) FROM checkpoints WHERE thread_id = ? GROUP BY checkpoint_ns",
            (thread_id,),
        ).fetchall()
        for ns, newest in latest:
            for table in ("checkpoints", "writes"):
                db.execute(f"DELETE FROM {table} WHERE (thread_id, checkpoint_ns) = (?, ?) AND checkpoint_id <> ?", (thread_id, ns, newest))
        db.commit()
        db.execute("VACUUM")
