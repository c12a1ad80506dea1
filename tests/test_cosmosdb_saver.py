"""The Cosmos DB lesson's references, and the emulator under Microsoft's own client."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from azure.core import MatchConditions
from azure.cosmos import CosmosClient, PartitionKey
from azure.cosmos import exceptions as errors
from langgraph_checkpoint_cosmosdb import CosmosDBSaver

from solutions.cosmosdb_saver import tell, tidy, try_out
from workbook.crash import run_function
from workbook.services import cosmosdb


@pytest.fixture(scope="module")
def client() -> Iterator[CosmosClient]:
    """Microsoft's client for our emulator, or for the user's own account."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COSMOSDB_ENDPOINT", cosmosdb())
        patch.setenv("COSMOSDB_KEY", os.environ["COSMOSDB_KEY"])
        with CosmosClient(os.environ["COSMOSDB_ENDPOINT"], os.environ["COSMOSDB_KEY"]) as made:
            yield made


@pytest.fixture
def database(client: CosmosClient) -> Iterator[str]:
    """The name of an empty database with a container for checkpoints."""
    name = f"test-{secrets.token_hex(6)}"
    made = client.create_database(name)
    made.create_container("checkpoints", PartitionKey("/partition_key"))
    yield name
    client.delete_database(name)


@pytest.fixture
def trips(client: CosmosClient, database: str) -> Any:
    """A container with three trips, partitioned by country."""
    made = client.get_database_client(database).create_container(
        "trips", PartitionKey("/country")
    )
    for number, (city, days, country) in enumerate(
        [("Lisbon", 7, "Portugal"), ("Porto", 2, "Portugal"), ("Oslo", 3, "Norway")]
    ):
        made.create_item(
            {"id": str(number), "city": city, "days": days, "country": country, "with": ["Ada"]}
        )
    return made


def saver(database: str) -> CosmosDBSaver:
    return CosmosDBSaver(database_name=database, container_name="checkpoints")


def count(client: CosmosClient, database: str) -> int:
    container = client.get_database_client(database).get_container_client("checkpoints")
    return len(list(container.read_all_items()))


def test_a_try_leaves_no_trace(client: CosmosClient, database: str) -> None:
    """
    The copy knows the thread, the thread does not know the copy.
    """
    tell(saver(database), "trip-7", "I land")
    before = count(client, database)

    assert try_out(database, "trip-7", "Madrid?")[::2] == ["I land", "Madrid?"]
    assert count(client, database) == before
    assert tell(saver(database), "trip-7", "Home")[::2] == ["I land", "Home"]


def test_a_tidy_container_has_one_document_for_each_active_thread(
    client: CosmosClient, database: str
) -> None:
    """
    What was removed is counted, and the active thread goes on.
    """
    for thread_id in ("trip-7", "trip-8", "trip-7"):
        tell(saver(database), thread_id, "I land")
    before = count(client, database)

    assert tidy(database, ["trip-7"]) == before - 1
    assert count(client, database) == 1
    assert len(tell(saver(database), "trip-7", "Home")) == 6


def say(database: str) -> None:
    """Take a turn in whichever process this is."""
    tell(saver(database), "trip-7", "I land")


def test_a_thread_outlives_its_process(database: str) -> None:
    """
    The process is killed when the turn has returned; the next one goes on.
    """
    assert run_function(say, database).killed

    assert tell(saver(database), "trip-7", "Home")[::2] == ["I land", "Home"]


QUERIES = [
    ("SELECT VALUE c.city FROM c WHERE c.days > 2", ["Lisbon", "Oslo"]),
    ("SELECT VALUE c.city FROM c WHERE c.days >= 3 AND c.country = 'Norway'", ["Oslo"]),
    ("SELECT VALUE c.city FROM c WHERE c.days < 3 OR c.country = 'Norway'", ["Porto", "Oslo"]),
    ("SELECT VALUE c.city FROM c WHERE NOT (c.days = 7)", ["Porto", "Oslo"]),
    ("SELECT VALUE c.city FROM c WHERE c.days IN (2, 3)", ["Porto", "Oslo"]),
    ("SELECT VALUE c.city FROM c WHERE STARTSWITH(c.city, 'Li')", ["Lisbon"]),
    ("SELECT VALUE c.city FROM c WHERE ENDSWITH(c.city, 'lo')", ["Oslo"]),
    ("SELECT VALUE c.city FROM c WHERE CONTAINS(c.city, 'rt')", ["Porto"]),
    ("SELECT VALUE c.city FROM c WHERE ARRAY_CONTAINS(c['with'], 'Grace')", []),
    ("SELECT VALUE c.city FROM c WHERE IS_DEFINED(c.nothing)", []),
    ("SELECT VALUE c.city FROM c WHERE c.city > 5", []),
    ("SELECT VALUE c.city FROM c ORDER BY c.days DESC", ["Lisbon", "Oslo", "Porto"]),
    ("SELECT VALUE c.city FROM c ORDER BY c.country, c.days", ["Oslo", "Porto", "Lisbon"]),
    ("SELECT TOP 1 VALUE c.city FROM c ORDER BY c.days", ["Porto"]),
    ("SELECT VALUE c.city FROM c ORDER BY c.days OFFSET 1 LIMIT 1", ["Oslo"]),
    ("SELECT DISTINCT VALUE c.country FROM c", ["Portugal", "Norway"]),
    ("SELECT VALUE COUNT(1) FROM c", [3]),
    ("SELECT c.city AS name, c.nothing FROM c WHERE c.id = '0'", [{"name": "Lisbon"}]),
    ("SELECT VALUE c['with'][0] FROM c WHERE c.id = '0'", ["Ada"]),
]


@pytest.mark.parametrize(("sql", "expected"), QUERIES, ids=[sql[9:60] for sql, _ in QUERIES])
def test_a_query_selects(trips: Any, sql: str, expected: list[Any]) -> None:
    """
    The part of the SQL that the emulator has gives what the documentation says.
    """
    assert list(trips.query_items(sql, enable_cross_partition_query=True)) == expected


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT VALUE SUM(c.days) FROM c",
        "SELECT * FROM c JOIN t IN c.with",
        "DELETE FROM c",
        "?",
    ],
)
def test_what_the_emulators_sql_lacks_is_refused(trips: Any, sql: str) -> None:
    """
    A query is answered rightly or refused with a sentence, never half understood.
    """
    with pytest.raises(errors.CosmosHttpResponseError, match="this emulator's SQL has no"):
        list(trips.query_items(sql, enable_cross_partition_query=True))


def test_items_are_made_read_replaced_and_deleted(trips: Any) -> None:
    """
    Each operation does what it says, in the item's own partition.
    """
    item = trips.read_item("0", "Portugal")
    trips.replace_item(item, {**item, "days": 8})
    trips.upsert_item({"id": "9", "country": "Spain", "city": "Madrid"})

    assert trips.read_item("0", "Portugal")["days"] == 8
    assert len(list(trips.query_items("SELECT * FROM c", partition_key="Portugal"))) == 2
    trips.delete_item("9", "Spain")
    with pytest.raises(errors.CosmosResourceNotFoundError):
        trips.read_item("9", "Spain")
    with pytest.raises(errors.CosmosResourceNotFoundError):
        trips.read_item("0", "Norway")


def test_conflicts_are_told(trips: Any) -> None:
    """
    A second item with an id, and a write over somebody else's, get the protocol's errors.
    """
    with pytest.raises(errors.CosmosResourceExistsError):
        trips.create_item({"id": "0", "country": "Portugal"})
    old = trips.read_item("0", "Portugal")
    trips.upsert_item({**old, "days": 9})
    with pytest.raises(errors.CosmosAccessConditionFailedError):
        trips.replace_item(
            old, old, etag=old["_etag"], match_condition=MatchConditions.IfNotModified
        )

    assert trips.read_item("0", "Portugal")["days"] == 9


def test_another_key_is_refused(client: CosmosClient) -> None:
    """
    The account key is checked at each request.
    """
    with pytest.raises(errors.CosmosHttpResponseError) as refused:
        CosmosClient(os.environ["COSMOSDB_ENDPOINT"], "d3Jvbmc=")

    assert refused.value.status_code == 401


def test_writers_at_once_lose_nothing(trips: Any) -> None:
    """
    Forty items from eight threads are forty items.
    """

    def write(number: int) -> None:
        trips.create_item({"id": f"crowd-{number}", "country": "Norway"})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))

    assert len(list(trips.query_items("SELECT * FROM c", partition_key="Norway"))) == 41


def test_what_is_deleted_is_deleted_with_all_in_it(client: CosmosClient, trips: Any) -> None:
    """
    A database's end is the end of its containers and items, and of no other database.
    """
    other = f"test-{secrets.token_hex(6)}"
    client.create_database(other)
    client.delete_database(other)
    with pytest.raises(errors.CosmosResourceNotFoundError):
        client.get_database_client(other).read()

    assert trips.read()["id"] == "trips"


def test_a_batch_is_refused(trips: Any) -> None:
    """
    What the emulator does not serve, it names.
    """
    with pytest.raises(errors.CosmosHttpResponseError, match="does not serve batches"):
        trips.execute_item_batch(
            [("create", ({"id": "b", "country": "x"},))], partition_key="x"
        )
