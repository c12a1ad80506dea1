"""The slope on a logarithmic scale, base taken away; everything else into a new file."""

# cell: predict
def predict(points, turns):
    import numpy as np

    t, b = np.array(points, dtype=float).T
    square = measure.fit(points, 2)
    part = square.square * t[-1] ** 2 / (square.at(t[-1]))
    if part > 0.3:
        return ["snapshots", square.at(turns)]
    slope, base = np.polyfit(t, b, 1)
    return ["log", float(slope * turns + base)]


# cell: slim
def slim(path, thread_id):
    import os

    new = path + ".new"
    with closing(sqlite3.connect(path)) as db:
        keep = dict(db.execute("SELECT checkpoint_ns, max(checkpoint_id) FROM checkpoints WHERE thread_id = ? GROUP BY 1", (thread_id,)))
        rows = {name: db.execute(f"SELECT * FROM {name}").fetchall() for name in ("checkpoints", "writes")}
        ddl = [sql for (sql,) in db.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")]
    with closing(sqlite3.connect(new)) as db, db:
        for sql in ddl:
            db.execute(sql)
        for name, all_rows in rows.items():
            for row in all_rows:
                if row[0] != thread_id or keep.get(row[1]) == row[2]:
                    db.execute(f"INSERT INTO {name} VALUES ({','.join('?' * len(row))})", row)
    os.replace(new, path)
