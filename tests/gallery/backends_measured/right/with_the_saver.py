"""Asks the saver what is latest."""

# cell: predict
def predict(points, turns):
    import numpy as np

    t, b = (np.array(x, dtype=float) for x in zip(*points))
    found = np.polynomial.Polynomial.fit(t, b, 2)
    base, line, square = found.convert().coef
    if square * t.max() ** 2 > 0.5 * b.max():
        return "snapshots", float(found(turns))
    return "log", float(np.polynomial.Polynomial.fit(t, b, 1)(turns))


# cell: slim
def slim(path, thread_id):
    with SqliteSaver.from_conn_string(path) as saver:
        keep = {}
        for found in saver.list({"configurable": {"thread_id": thread_id}}):
            where = found.config["configurable"]
            keep.setdefault(where["checkpoint_ns"], where["checkpoint_id"])
        with saver.cursor() as cur:
            for ns, newest in keep.items():
                for table in ("checkpoints", "writes"):
                    cur.execute(f"DELETE FROM {table} WHERE thread_id = ? AND checkpoint_ns = ? AND checkpoint_id != ?", (thread_id, ns, newest))
        saver.conn.commit()
        saver.conn.execute("VACUUM")
