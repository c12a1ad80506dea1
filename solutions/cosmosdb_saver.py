"""Reference for `1_checkpointers/cosmosdb_saver`: try things on a copy, and clean up.

Each `# cell:` comment names the notebook cell it answers. The account's address and key come
from `COSMOSDB_ENDPOINT` and `COSMOSDB_KEY`.
"""

from __future__ import annotations

import os
import secrets
from typing import Any

from azure.cosmos import CosmosClient
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph_checkpoint_cosmosdb import CosmosDBSaver

__all__ = ["diary_graph", "tell", "tidy", "try_out"]


def listen(state: MessagesState) -> dict[str, Any]:
    """Reply with what can be seen: how many messages came from the traveller."""
    count = sum(message.type == "human" for message in state["messages"])
    return {"messages": [{"role": "assistant", "content": f"I know {count} of your messages."}]}


def diary_graph(saver: BaseCheckpointSaver[Any]) -> CompiledStateGraph[Any, Any, Any, Any]:
    """Return a graph with one node that replies to each message."""
    builder = StateGraph(MessagesState).add_node("listen", listen).add_edge(START, "listen")
    return builder.compile(checkpointer=saver)


def tell(saver: BaseCheckpointSaver[Any], thread_id: str, text: str) -> list[str]:
    """Take one turn of a diary; return the texts of the whole thread."""
    turn = {"messages": [{"role": "user", "content": text}]}
    thread: RunnableConfig = {"configurable": {"thread_id": thread_id}}
    final = diary_graph(saver).invoke(turn, thread)
    return [message.text for message in final["messages"]]


# cell: try_out
def try_out(database: str, thread_id: str, text: str) -> list[str]:
    """Take a turn on a copy of a thread, and leave no trace; return the copy's texts."""
    saver = CosmosDBSaver(database_name=database, container_name="checkpoints")
    # Never used before: copy_thread adds to what its target has, such as a killed run's copy.
    copy = f"copy-{secrets.token_hex(8)}"
    try:
        saver.copy_thread(thread_id, copy)
        return tell(saver, copy, text)
    finally:
        saver.delete_thread(copy)


# cell: tidy
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
    threads = {key.split("$")[1] for key in before}
    saver.prune(sorted(threads & set(active)))
    for thread_id in threads - set(active):
        saver.delete_thread(thread_id)
    return len(before) - len(partition_keys())
