"""Compares what a turn adds early and late; a row number by window."""

# cell: predict
def predict(points, turns):
    points = sorted(map(tuple, points))
    (t0, b0), (t1, b1), (t2, b2) = points[0], points[len(points) // 2], points[-1]
    early, late = (b1 - b0) / (t1 - t0), (b2 - b1) / (t2 - t1)
    growing = (late - early) * 2 / (t2 - t0)
    if growing / 2 * t2**2 > b2 / 4:
        law = measure.fit(points, 2)
        return ("snapshots", law.at(turns))
    return ("log", measure.fit(points, 1).at(turns))


# cell: slim
def slim(path, thread_id):
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        db.execute("""CREATE TEMP TABLE old AS SELECT checkpoint_ns AS ns, checkpoint_id AS id FROM (
            SELECT *, row_number() OVER (PARTITION BY checkpoint_ns ORDER BY checkpoint_id DESC) AS place
            FROM checkpoints WHERE thread_id = ?) WHERE place > 1""", [thread_id])
        for name in ("checkpoints", "writes"):
            db.execute(f"""DELETE FROM {name} WHERE thread_id = ? AND EXISTS (
                SELECT 1 FROM old WHERE ns = checkpoint_ns AND id = checkpoint_id)""", [thread_id])
        db.execute("COMMIT")
        db.execute("VACUUM")
