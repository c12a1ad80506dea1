"""Has not begun.

loses: test_safe_serializer
says: not started
"""

# cell: safe_serializer
def safe_serializer(*own):
    """Return a serializer for a saver that makes objects of `own` and refuses other names."""
    raise NotImplementedError
