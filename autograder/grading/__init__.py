"""A class: marked on all cores or on many machines, entered in nbgrader's gradebook, reported."""
