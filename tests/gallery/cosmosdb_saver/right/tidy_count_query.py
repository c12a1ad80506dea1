"""Lets the database count."""

# cell: tidy
def tidy(database, active):
    account = CosmosClient(os.environ["COSMOSDB_ENDPOINT"], credential=os.environ["COSMOSDB_KEY"])
    box = account.get_database_client(database).get_container_client("checkpoints")
    saver = CosmosDBSaver(database_name=database, container_name="checkpoints")

    def ask(sql):
        return list(box.query_items(query=sql, enable_cross_partition_query=True))

    [before] = ask("SELECT VALUE COUNT(1) FROM c")
    known = {key.split("$")[1] for key in ask("SELECT DISTINCT VALUE c.partition_key FROM c")}
    for thread_id in sorted(known):
        if thread_id not in active:
            saver.delete_thread(thread_id)
    saver.prune([thread_id for thread_id in active if thread_id in known])
    [after] = ask("SELECT VALUE COUNT(1) FROM c")
    return before - after
