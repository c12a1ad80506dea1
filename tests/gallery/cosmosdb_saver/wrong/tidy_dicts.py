"""Forgets VALUE in the query.

loses: test_tidy
says: gives a dict for each document
"""

# cell: tidy
def tidy(database, active):
    client = CosmosClient(os.environ["COSMOSDB_ENDPOINT"], os.environ["COSMOSDB_KEY"])
    box = client.get_database_client(database).get_container_client("checkpoints")
    keys = set(box.query_items("SELECT c.partition_key FROM c", enable_cross_partition_query=True))
    return len(keys)
