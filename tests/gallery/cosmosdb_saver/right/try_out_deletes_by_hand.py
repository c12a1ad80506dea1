"""Deletes the copy's documents itself."""

# cell: try_out
def try_out(database, thread_id, text):
    client = CosmosClient(os.environ["COSMOSDB_ENDPOINT"], os.environ["COSMOSDB_KEY"])
    box = client.get_database_client(database).get_container_client("checkpoints")
    saver = CosmosDBSaver(database_name=database, container_name="checkpoints")
    name = "trial" + secrets.token_urlsafe(9)
    try:
        saver.copy_thread(thread_id, name)
        result = tell(saver, name, text)
    finally:
        query = "SELECT c.id, c.partition_key FROM c"
        for each in list(box.query_items(query, enable_cross_partition_query=True)):
            if f"${name}$" in each["partition_key"]:
                box.delete_item(each["id"], each["partition_key"])
    return result
