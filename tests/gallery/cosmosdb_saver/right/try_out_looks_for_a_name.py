"""Looks for a name that nobody uses."""

# cell: try_out
def try_out(database, thread_id, text):
    saver = CosmosDBSaver(database, "checkpoints")
    number = 1
    while saver.get_tuple({"configurable": {"thread_id": f"{thread_id}-{number}"}}):
        number += 1
    name = f"{thread_id}-{number}"
    try:
        saver.copy_thread(thread_id, name)
        final = diary_graph(saver).invoke(
            {"messages": [{"role": "user", "content": text}]}, {"configurable": {"thread_id": name}}
        )
        return [message.content for message in final["messages"]]
    finally:
        saver.delete_thread(name)
