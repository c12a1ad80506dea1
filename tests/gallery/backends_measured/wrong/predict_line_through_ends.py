"""Two points of the staircase.

loses: test_predict
says: one line through all points, base included
"""

# cell: predict
def predict(points, turns):
    square = measure.fit(points, 2)
    last, size = points[-1]
    law = "snapshots" if square.square * last**2 > size / 4 else "log"
    foretold = square.at(turns) if law == "snapshots" else measure.fit(points, 1).at(turns)
    if law == "log":
        (t0, b0), (t1, b1) = points[:2]
        foretold = b0 + (b1 - b0 + 4096) / (t1 - t0) * (turns - t0)
    return law, foretold
