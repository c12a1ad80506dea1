"""NumPy's polyfit, and a loop over the checkpoints' ids."""

# cell: predict
import numpy as np


def predict(points, turns):
    t, b = np.array(points, dtype=float).T
    a2, a1, a0 = np.polyfit(t, b, 2)
    if a2 * t[-1] ** 2 / b[-1] > 0.2:
        return "snapshots", float(np.polyval([a2, a1, a0], turns))
    return "log", float(np.polyval(np.polyfit(t, b, 1), turns))


# cell: slim
def slim(path, thread_id):
    db = sqlite3.connect(path)
    spaces = db.execute("SELECT DISTINCT checkpoint_ns FROM checkpoints WHERE thread_id = ?", (thread_id,)).fetchall()
    for (ns,) in spaces:
        ids = [row[0] for row in db.execute(
            "SELECT checkpoint_id FROM checkpoints WHERE thread_id = ? AND checkpoint_ns = ? ORDER BY checkpoint_id DESC",
            (thread_id, ns))]
        for old in ids[1:]:
            db.execute("DELETE FROM checkpoints WHERE thread_id = ? AND checkpoint_ns = ? AND checkpoint_id = ?", (thread_id, ns, old))
            db.execute("DELETE FROM writes WHERE thread_id = ? AND checkpoint_ns = ? AND checkpoint_id = ?", (thread_id, ns, old))
    db.commit()
    db.execute("VACUUM")
    db.close()
