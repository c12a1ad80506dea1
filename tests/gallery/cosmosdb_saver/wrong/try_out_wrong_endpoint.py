"""Uses the broken context manager.

loses: test_try_out
says: what does the error's `__cause__` say
"""

# cell: try_out
def try_out(database, thread_id, text):
    address, key = os.environ["COSMOSDB_ENDPOINT"], os.environ["COSMOSDB_KEY"]
    with CosmosDBSaver.from_conn_info(endpoint=address, key=key, database_name=database, container_name="checkpoints") as saver:
        saver.copy_thread(thread_id, "copy")
        return tell(saver, "copy", text)
