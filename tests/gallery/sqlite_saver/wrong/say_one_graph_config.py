"""Keeps the config of the first call for all later ones.

loses: test_say
says: under the id it was given
"""

# cell: say
CONFIG = {}


def say(path, thread_id, text):
    if not thread_id:
        raise ValueError("whose diary is it? thread_id is empty")
    if not CONFIG:
        CONFIG["configurable"] = {"thread_id": thread_id}
    with SqliteSaver.from_conn_string(path) as saver:
        final = diary_graph(saver).invoke({"messages": [("user", text)]}, CONFIG)
    return [message.text for message in final["messages"]]
