"""What each graded task must show: one module per notebook, with the notebook's own name."""
