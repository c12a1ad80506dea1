"""Has a list, and gives plain data for the rest.

loses: test_safe_serializer
says: plain data in place of an object is a mistake that nobody sees
"""

# cell: safe_serializer
def safe_serializer(*own):
    return JsonPlusSerializer(allowed_msgpack_modules=list(own))
