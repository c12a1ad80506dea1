"""What `1_checkpointers/cosmosdb_saver` must show: a copy without a trace, a tidy container."""

from __future__ import annotations

import os
import secrets
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from azure.core.exceptions import AzureError
from azure.cosmos import CosmosClient, PartitionKey

from autograder.checks.asking import asked
from autograder.contract import NotPlain, Student, Trial
from autograder.probes import cosmosdb_saver as probes
from autograder.task import task
from workbook import services

__all__ = ["check_tidy", "check_try_out"]

PRELOAD = ("langgraph_checkpoint_cosmosdb", "langgraph.graph", "azure.cosmos")
NEEDS = ("tell", "listen", "diary_graph", "CosmosDBSaver")
ADVICE = {
    "unexpected error occurred": "what does the error's `__cause__` say?",
    "COSMOSDB_ENDPOINT": "address and key are in `os.environ`, under the names of section 1",
    "sequence item": "a thread id is a text",
    "not enough values to unpack": "what separates the parts of a partition key?",
    "too many values to unpack": "what separates the parts of a partition key?",
    "Expected checkpoint key": "which characters may a thread id not have, here?",
    "Invalid checkpointer": "`tell` takes the saver, and makes the graph itself",
    "takes 1 positional argument": "which arguments does the call need?",
    "missing 1 required positional": "which arguments does the call need?",
    "string indices": "a query with SELECT VALUE gives the values themselves",
    "unhashable": "a query without VALUE gives a dict for each document",
    "partition key": "`delete_item` needs the partition key as well",
}
Documents = dict[str, str]
# The emulator answers at once, unless somebody has made it unable to.
PATIENCE: dict[str, Any] = {"connection_timeout": 5, "read_timeout": 10, "retry_total": 1}


@contextmanager
def _container() -> Iterator[tuple[str, Any]]:
    endpoint = services.cosmosdb()
    name = f"check-{secrets.token_hex(6)}"
    client = CosmosClient(endpoint, os.environ["COSMOSDB_KEY"], **PATIENCE)
    made = client.create_database(name)
    try:
        with asked("Cosmos DB", AzureError):
            yield name, made.create_container("checkpoints", PartitionKey("/partition_key"))
    finally:
        with suppress(AzureError):  # whoever has the key may have removed it
            client.delete_database(name)


def _documents(container: Any) -> Documents:
    """Return the mark of each document by its id; a mark changes with each write."""
    found = container.query_items(
        "SELECT c.id, c._etag FROM c", enable_cross_partition_query=True
    )
    return {each["id"]: each["_etag"] for each in found}


def _threads(documents: Documents) -> dict[str, int]:
    return dict(Counter(key.split("$")[1] for key in documents))


@task("try_out", 4, ("try_out", *NEEDS), PRELOAD, ADVICE, ("cosmosdb",))
def check_try_out(student: Student) -> Iterator[Trial]:
    """The turn is taken on a copy, and nothing of it is left."""
    numbers = student.random.sample(range(10, 99), 2)
    mine, other = (f"trip-{number}" for number in numbers)
    with _container() as (database, container):
        student.run(probes.account, os.environ["COSMOSDB_ENDPOINT"], os.environ["COSMOSDB_KEY"])
        for thread_id, text in ((mine, "I land"), (other, "Snow"), (mine, "Rain")):
            student.run(probes.tell, database, thread_id, text)
        before = _documents(container)

        texts = student.call("try_out", database, mine, "And Madrid?")
        yield Trial(
            "it returns the texts of the copy, with the new turn",
            kept=isinstance(texts, list)
            and texts[::2] == ["I land", "Rain", "And Madrid?"]
            and texts[-1] == "I know 3 of your messages.",
            saw=f"it returned {texts!r}",
            nudge=_no_copy(texts),
        )
        yield from _untouched(before, _documents(container), mine)
        yield from _leftovers(student, database, container, mine)
        yield from _failing(student, database, container, mine)


def _no_copy(texts: Any) -> str:
    if texts is None:
        return "what does the caller get?"
    if isinstance(texts, NotPlain):
        return "texts are wanted; what does `tell` return?"
    if texts == ["And Madrid?", "I know 1 of your messages."]:
        return "the copy was empty: was it copied before the turn, and under the same name?"
    return "which thread did the turn go to, and what did that know?"


def _untouched(before: Documents, after: Documents, mine: str) -> Iterator[Trial]:
    was, now = _threads(before), _threads(after)
    yield Trial(
        "the thread itself has the documents that it had",
        kept=now.get(mine) == was[mine],
        saw=f"it had {was[mine]} documents, and now {now.get(mine, 0)}",
        nudge="which thread took the turn? and which one did you delete?",
    )
    yield Trial(
        "no document of the copy is left",
        kept=set(now) == set(was),
        saw=f"the threads are now {sorted(now)}",
        nudge="who cleans up?",
    )
    yield Trial(
        "and no document was written again",
        kept=after == before,
        saw=f"{sum(after[key] != mark for key, mark in before.items() if key in after)} "
        "documents of other threads were replaced",
        nudge="which of your calls writes to a thread that is not the copy?",
    )


def _leftovers(student: Student, database: str, container: Any, mine: str) -> Iterator[Trial]:
    """Leave copies behind under the names that people choose; then try out again."""
    names = [f"{mine}-copy", f"copy-{mine}", f"{mine}_copy", f"{mine}-try", "copy", "tmp"]
    student.run(probes.copy, database, mine, names[0])
    student.run(probes.tell, database, names[0], "An old idea")
    source = {key: body for key, body in _bodies(container).items() if f"${names[0]}$" in key}
    for name in names[1:]:
        for body in source.values():
            container.upsert_item(
                {key: _renamed(value, names[0], name) for key, value in body.items()}
            )
    before = _documents(container)
    texts = student.call("try_out", database, mine, "And Porto?")
    yield Trial(
        "an old copy does not get into the new one",
        kept=isinstance(texts, list) and texts[::2] == ["I land", "Rain", "And Porto?"],
        saw=f"copies of killed processes were there; it returned {texts!r}",
        nudge="what does `copy_thread` do with what its target has already?",
    )
    after = _documents(container)
    yield Trial(
        "and the threads that were there are there still",
        kept=set(after) == set(before),
        saw=f"before: {len(before)} documents, afterwards: {len(after)}",
        nudge="how do you find a name that is nobody's?",
    )


def _bodies(container: Any) -> dict[str, dict[str, Any]]:
    found = container.query_items("SELECT * FROM c", enable_cross_partition_query=True)
    return {
        each["id"]: {key: value for key, value in each.items() if not key.startswith("_")}
        for each in found
    }


def _renamed(value: Any, old: str, new: str) -> Any:
    return value.replace(f"${old}$", f"${new}$") if isinstance(value, str) else value


def _failing(student: Student, database: str, container: Any, mine: str) -> Iterator[Trial]:
    before = _documents(container)
    came = student.run(probes.failing_turn, database, mine)
    yield Trial(
        "an error of the turn comes out",
        kept=came == "the diary does not answer",
        saw=f"the node raised an error, and {came}",
        nudge="how does the caller learn that the turn failed?",
    )
    after = _documents(container)
    yield Trial(
        "after an error, no document of the copy is left",
        kept=after == before,
        saw=f"{len(after) - len(before)} documents more than before",
        nudge="which block of Python runs whatever happens?",
    )


@task("tidy", 3, ("tidy", *NEEDS), PRELOAD, ADVICE, ("cosmosdb",))
def check_tidy(student: Student) -> Iterator[Trial]:
    """Active threads keep one checkpoint, the others go, and the count is right."""
    numbers = student.random.sample(range(10, 99), 4)
    threads = [f"trip-{number}" for number in numbers]
    threads[3] = f"{threads[0]}0"  # begins like an active one
    with _container() as (database, container):
        student.run(probes.account, os.environ["COSMOSDB_ENDPOINT"], os.environ["COSMOSDB_KEY"])
        for thread_id in (*threads, threads[0]):
            student.run(probes.tell, database, thread_id, "I land")
        before = len(_documents(container))

        gone = student.call("tidy", database, [threads[0], threads[1], "trip-none"])
        left = _threads(_documents(container))
        yield Trial(
            "each active thread keeps one document, its latest checkpoint",
            kept=[left.get(name) for name in threads[:2]] == [1, 1],
            saw=f"of the active {threads[:2]} are left {[left.get(n, 0) for n in threads[:2]]}",
            nudge="which call keeps the latest? and did you delete an active thread?"
            if not all(left.get(name) for name in threads[:2])
            else "which call keeps the latest checkpoint, and nothing else?",
        )
        yield Trial(
            "all other threads are deleted",
            kept=set(left) == set(threads[:2]),
            saw=f"left are the threads {sorted(left)}",
            nudge="where does the container say which threads there are?"
            if threads[2] in left
            else "a thread whose id begins like an active one is another thread",
        )
        yield Trial(
            "it returns how many documents went",
            kept=gone == before - 2,
            saw=f"{before - 2} went, and it returned {gone!r}",
            nudge="count documents, before and after: checkpoints and writes",
        )
        texts = student.run(probes.tell, database, threads[0], "Home")
        yield Trial(
            "an active thread still knows its messages",
            kept=texts[::2] == ["I land", "I land", "Home"],
            saw=f"its next turn returned {texts!r}",
            nudge="is it the latest checkpoint that was kept?",
        )
        before = len(_documents(container))
        gone = student.call("tidy", database, [])
        yield Trial(
            "an empty list deletes all",
            kept=not _documents(container) and gone == before,
            saw=f"{len(_documents(container))} documents are left, and it returned {gone!r}",
            nudge="what does your code do when nobody is active?",
        )
        gone = student.call("tidy", database, [threads[0]])
        yield Trial(
            "an empty container is tidy",
            kept=gone == 0,
            saw=f"it returned {gone!r}",
            nudge="what if there is nothing to count?",
        )
