"""Pays all prices in one run of the node.

loses: test_charge
says: how many prices does one run of `charge` pay
"""

# cell: charge
def charge(state, config):
    thread_id = config["configurable"]["thread_id"]
    receipts = [
        bank_pay(state["bank"], f"{thread_id}/{number}", price)
        for number, price in enumerate(state["prices"])
    ]
    return {"receipts": receipts}


def settle(path, thread_id, bank, prices):
    with SqliteSaver.from_conn_string(path) as saver:
        graph = bill_graph(saver, charge)
        try:
            final = graph.invoke(None, thread(thread_id), durability="sync")
        except EmptyInputError:
            bill = {"bank": bank, "prices": prices, "receipts": []}
            final = graph.invoke(bill, thread(thread_id), durability="sync")
    return final["receipts"]
