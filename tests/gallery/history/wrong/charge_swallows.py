"""Takes any error for a bill that is not begun.

loses: test_charge
says: which errors does your `except` catch
"""

# cell: charge
def charge(state, config):
    number = len(state["receipts"])
    key = f"{config['configurable']['thread_id']}/{number}"
    return {"receipts": [bank_pay(state["bank"], key, state["prices"][number])]}


def settle(path, thread_id, bank, prices):
    with SqliteSaver.from_conn_string(path) as saver:
        graph = bill_graph(saver, charge)
        try:
            final = graph.invoke(None, thread(thread_id), durability="sync")
        except Exception:
            bill = {"bank": bank, "prices": prices, "receipts": []}
            try:
                final = graph.invoke(bill, thread(thread_id), durability="sync")
            except Exception:
                final = {"receipts": []}
    return final["receipts"]
