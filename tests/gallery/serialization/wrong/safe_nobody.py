"""Closes the list and lets nobody in.

loses: test_safe_serializer
says: plain data came back; which classes does your serializer know?
"""

# cell: safe_serializer
def safe_serializer(*own):
    return JsonPlusSerializer(allowed_msgpack_modules=None)
