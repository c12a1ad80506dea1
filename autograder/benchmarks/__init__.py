"""What checks and grading cost, each beside something else that was run in the same breath."""
