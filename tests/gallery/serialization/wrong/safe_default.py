"""Sets the switch, long after the import.

loses: test_safe_serializer
says: who says what your serializer may make?
"""

# cell: safe_serializer
def safe_serializer(*own):
    os.environ["LANGGRAPH_STRICT_MSGPACK"] = "true"
    return JsonPlusSerializer()
