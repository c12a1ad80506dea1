"""Keeps the first checkpoint instead of the latest.

loses: test_tidy
says: is it the latest checkpoint
"""

# cell: tidy
def tidy(database, active):
    client = CosmosClient(os.environ["COSMOSDB_ENDPOINT"], os.environ["COSMOSDB_KEY"])
    box = client.get_database_client(database).get_container_client("checkpoints")
    gone, kept = 0, set()
    for each in list(box.query_items("SELECT c.id, c.partition_key FROM c ORDER BY c.id", enable_cross_partition_query=True)):
        kind, thread_id = each["id"].split("$")[:2]
        if kind == "checkpoint" and thread_id in active and thread_id not in kept:
            kept.add(thread_id)
            continue
        box.delete_item(each["id"], each["partition_key"])
        gone += 1
    return gone
