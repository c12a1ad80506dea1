"""Does nothing when nobody is active.

loses: test_tidy
says: when nobody is active
"""

# cell: tidy
from __future__ import annotations


def tidy(database: str, active: list[str]) -> int:
    """Prune the active threads, delete all others; return how many documents went.

    A partition key is `checkpoint$THREAD$NAMESPACE$` or `writes$THREAD$NAMESPACE$ID$`
    (langgraph-checkpoint-cosmosdb 0.4.0).
    """
    client = CosmosClient(os.environ["COSMOSDB_ENDPOINT"], os.environ["COSMOSDB_KEY"])
    container = client.get_database_client(database).get_container_client("checkpoints")
    saver = CosmosDBSaver(database_name=database, container_name="checkpoints")

    def partition_keys() -> list[str]:
        every = "SELECT VALUE c.partition_key FROM c"
        return [
            str(key) for key in container.query_items(every, enable_cross_partition_query=True)
        ]

    before = partition_keys()
    if not active:
        return 0
    threads = {key.split("$")[1] for key in before}
    saver.prune(sorted(threads & set(active)))
    for thread_id in threads - set(active):
        saver.delete_thread(thread_id)
    return len(before) - len(partition_keys())
