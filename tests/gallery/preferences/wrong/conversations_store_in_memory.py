"""Keeps preferences in memory, as the lesson's own solution does.

loses: test_two_conversations
says: follow the store from open_store to the graph
"""

# cell: store
from contextlib import nullcontext

from langgraph.store.memory import InMemoryStore

memory = InMemoryStore()


def open_store(path):
    return nullcontext(memory)
