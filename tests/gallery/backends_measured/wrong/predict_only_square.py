"""From the last point, T² alone.

loses: test_predict
says: has your law a place for it
"""

# cell: predict
def predict(points, turns):
    square = measure.fit(points, 2)
    last, size = points[-1]
    law = "snapshots" if square.square * last**2 > size / 4 else "log"
    foretold = square.at(turns) if law == "snapshots" else measure.fit(points, 1).at(turns)
    if law == "snapshots":
        foretold = size * (turns / last) ** 2
    return law, foretold
