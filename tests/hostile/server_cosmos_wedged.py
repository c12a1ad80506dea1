"""Sends the Cosmos emulator requests that it may not survive: deep, giant, endless, half.

lesson: cosmosdb_saver
with: reference
expects: 3
"""

# cell: try_out
import socket
import ssl
from urllib.parse import urlsplit

from azure.cosmos import CosmosClient, PartitionKey


def half(port, count):
    """Begin requests and never end them."""
    trusting = ssl._create_unverified_context()
    held = []
    for _ in range(count):
        plain = socket.create_connection(("127.0.0.1", port), 1)
        held.append(trusting.wrap_socket(plain))
        held[-1].sendall(b"POST /dbs HTTP/1.1\r\ncontent-length: 1000000000\r\n\r\n{")
    return held


def try_out(database, thread_id, text):
    endpoint = os.environ["COSMOSDB_ENDPOINT"]
    client = CosmosClient(endpoint, os.environ["COSMOSDB_KEY"], read_timeout=2, retry_total=0)
    container = client.get_database_client(database).get_container_client("checkpoints")
    deep = "(" * 50_000 + "1" + ")" * 50_000
    for query in (f"SELECT * FROM c WHERE {deep}", "SELECT * FROM c WHERE " + "NOT " * 100_000 + "1"):
        attempt("a query", lambda: list(container.query_items(query, enable_cross_partition_query=True)))
    nested = {"id": "deep"}
    for _ in range(900):
        nested = {"id": "deep", "in": nested}
    attempt("a deep item", container.upsert_item, {**nested, "partition_key": "x"})
    attempt("a giant item", container.upsert_item, {"id": "giant", "partition_key": "x", "text": "x" * (64 << 20)})
    half(urlsplit(endpoint).port, 100)
    return []
