"""Reference implementations, one module per notebook; the notebooks end by showing them."""
