"""Begins every bill anew, on a clean thread.

loses: test_charge
says: what does an input of None mean
"""

# cell: charge
def charge(state, config):
    number = len(state["receipts"])
    key = f"{config['configurable']['thread_id']}/{number}"
    return {"receipts": [bank_pay(state["bank"], key, state["prices"][number])]}


def settle(path, thread_id, bank, prices):
    with SqliteSaver.from_conn_string(path) as saver:
        saver.delete_thread(thread_id)
        bill = {"bank": bank, "prices": prices, "receipts": []}
        graph = bill_graph(saver, charge)
        return graph.invoke(bill, thread(thread_id), durability="sync")["receipts"]
