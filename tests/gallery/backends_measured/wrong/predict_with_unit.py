"""A size for people.

loses: test_predict
says: who adds the unit
"""

# cell: predict
def predict(points, turns):
    square = measure.fit(points, 2)
    last, size = points[-1]
    law = "snapshots" if square.square * last**2 > size / 4 else "log"
    foretold = square.at(turns) if law == "snapshots" else measure.fit(points, 1).at(turns)
    return law, measure.human(foretold)
