"""Reads ids instead of partition keys."""

# cell: tidy
def tidy(database, active):
    client = CosmosClient(os.environ["COSMOSDB_ENDPOINT"], os.environ["COSMOSDB_KEY"])
    box = client.get_database_client(database).get_container_client("checkpoints")
    saver = CosmosDBSaver(database, "checkpoints")

    def ids():
        return [each["id"].split("$") for each in box.read_all_items()]

    first = ids()
    for thread_id in {parts[1] for parts in first}:
        if thread_id in active:
            saver.prune([thread_id], strategy="keep_latest")
        else:
            saver.delete_thread(thread_id)
    return len(first) - len(ids())
