"""Deletes documents itself, and counts them."""

# cell: tidy
def tidy(database, active):
    client = CosmosClient(os.environ["COSMOSDB_ENDPOINT"], os.environ["COSMOSDB_KEY"])
    box = client.get_database_client(database).get_container_client("checkpoints")
    latest = {}
    rows = list(box.query_items("SELECT c.id, c.partition_key FROM c", enable_cross_partition_query=True))
    for row in rows:
        kind, thread_id, namespace = row["id"].split("$")[:3]
        if kind == "checkpoint" and thread_id in active:
            where = (thread_id, namespace)
            latest[where] = max(latest.get(where, ""), row["id"])
    gone = 0
    for row in rows:
        if row["id"] not in latest.values():
            box.delete_item(row["id"], partition_key=row["partition_key"])
            gone += 1
    return gone
