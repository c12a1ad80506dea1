"""Keeps the bill in memory.

loses: test_charge
says: which saver keeps a file
"""

# cell: charge
from langgraph.checkpoint.memory import InMemorySaver


def charge(state, config):
    number = len(state["receipts"])
    key = f"{config['configurable']['thread_id']}/{number}"
    return {"receipts": [bank_pay(state["bank"], key, state["prices"][number])]}


def settle(path, thread_id, bank, prices):
    graph = bill_graph(InMemorySaver(), charge)
    try:
        final = graph.invoke(None, thread(thread_id), durability="sync")
    except EmptyInputError:
        bill = {"bank": bank, "prices": prices, "receipts": []}
        final = graph.invoke(bill, thread(thread_id), durability="sync")
    return final["receipts"]
