"""`open_checkpointer(url)`: one door to every saver, with the safe settings built in."""

from __future__ import annotations

import asyncio
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from langgraph.graph import START, MessagesState, StateGraph

from solutions.checkpointers import aopen_checkpointer, open_checkpointer
from solutions.migrations import NotMigrated, migrate_checkpoints
from workbook.crash import run_function
from workbook.services import cosmosdb, new_database, postgres

KEPT = ("sqlite", "postgresql", "cosmosdb")  # what outlives a process


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty place for checkpoints, by its kind."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
        if request.param == "postgresql":
            made = new_database(postgres())
            migrate_checkpoints(made)
            yield made
        elif request.param == "cosmosdb":
            patch.setenv("COSMOSDB_ENDPOINT", cosmosdb())
            patch.setenv("COSMOSDB_KEY", os.environ["COSMOSDB_KEY"])
            yield f"cosmosdb://test-{secrets.token_hex(4)}/checkpoints"
        else:
            yield f"sqlite:///{tmp_path}/trips.db" if request.param == "sqlite" else "memory:"


def on(*kinds: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("url", kinds, indirect=True)


def diary(saver: Any) -> Any:
    def listen(state: MessagesState) -> dict[str, Any]:
        return {"messages": [("ai", f"I know {len(state['messages'])}")]}

    builder = StateGraph(MessagesState).add_node("listen", listen).add_edge(START, "listen")
    return builder.compile(checkpointer=saver)


def tell(url: str, text: str) -> list[str]:
    """One turn of a diary, synchronously, in whichever process this is."""
    with open_checkpointer(url) as saver:
        config = {"configurable": {"thread_id": "trip-7"}}
        final = diary(saver).invoke({"messages": [("user", text)]}, config)
    return [message.text for message in final["messages"]]


async def atell(url: str, text: str) -> list[str]:
    """The same with `ainvoke`."""
    async with aopen_checkpointer(url) as saver:
        config = {"configurable": {"thread_id": "trip-7"}}
        final = await diary(saver).ainvoke({"messages": [("user", text)]}, config)
    return [message.text for message in final["messages"]]


@on(*KEPT)
def test_a_thread_goes_on_in_another_process_and_the_other_way_of_calling(url: str) -> None:
    """
    What one process wrote and was killed after, the next reads; `ainvoke` reads `invoke`'s.
    """
    assert run_function(tell, url, "Lisbon").killed

    assert asyncio.run(atell(url, "Porto"))[::2] == ["Lisbon", "Porto"]
    assert tell(url, "Home")[::2] == ["Lisbon", "Porto", "Home"]


@on("memory")
def test_memory_is_gone_with_its_block(url: str) -> None:
    """
    Two blocks, two savers; nothing is kept between them.
    """
    assert tell(url, "Lisbon") == ["Lisbon", "I know 1"]
    assert asyncio.run(atell(url, "Porto")) == ["Porto", "I know 1"]


FORGED = """
import sys
from solutions.checkpointers import open_checkpointer
import ormsgpack
# What LangGraph writes for an object: its module, its name, what to call it with.
payload = ormsgpack.packb(("os", "system", "touch " + sys.argv[2]))
row = ormsgpack.packb({"trap": ormsgpack.Ext(0, payload)})
with open_checkpointer(sys.argv[1]) as saver:
    print(saver.serde.loads_typed(("msgpack", row)) != {})
"""


@on("memory", *KEPT)
def test_a_forged_row_runs_nothing(url: str, tmp_path: Path) -> None:
    """
    A row that names `os.system` comes back as data; the library's default would call it.
    """
    trace = tmp_path / "it-ran"

    done = subprocess.run(
        [sys.executable, "-c", FORGED, url, str(trace)], capture_output=True, text=True
    )

    assert done.stdout == "True\n", done.stderr
    assert not trace.exists()


def test_the_librarys_default_would_run_it(tmp_path: Path) -> None:
    """
    The test above can fail: the same row, read by a plain serializer, runs its command.
    """
    trace = tmp_path / "it-ran"
    plain = FORGED.replace(
        "from solutions.checkpointers import open_checkpointer",
        "from contextlib import contextmanager\n"
        "from langgraph.checkpoint.memory import InMemorySaver\n"
        "open_checkpointer = contextmanager(lambda url: (yield InMemorySaver()))",
    )

    subprocess.run([sys.executable, "-c", plain, "", str(trace)], capture_output=True)

    assert trace.exists()


def test_a_database_without_tables_is_named() -> None:
    """
    The error says what is missing and which call makes it.
    """
    url = new_database(postgres())

    for opened in (lambda: tell(url, "Lisbon"), lambda: asyncio.run(atell(url, "Lisbon"))):
        with pytest.raises(NotMigrated, match=r"are missing; run .*migrate_checkpoints\(url\)"):
            opened()


def test_four_processes_may_migrate_at_once() -> None:
    """
    All return, and the tables are there; twelve rounds of the bare `setup()` fail nine times.
    """
    program = (
        "import sys; from solutions.migrations import migrate_checkpoints;"
        "sys.stdin.readline(); migrate_checkpoints(sys.argv[1])"
    )
    url = new_database(postgres())
    replicas = [
        subprocess.Popen(
            [sys.executable, "-c", program, url], stdin=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(4)
    ]
    for replica in replicas:
        assert replica.stdin
        replica.stdin.write(b"\n")
        replica.stdin.flush()
    said = [replica.communicate(timeout=60)[1] for replica in replicas]

    assert (said, [replica.returncode for replica in replicas]) == ([b""] * 4, [0] * 4)
    assert tell(url, "Lisbon") == ["Lisbon", "I know 1"]


@on("postgresql")
def test_a_connection_that_the_server_closed_is_replaced(url: str) -> None:
    """
    A restart of the server, or its administrator, ends connections; the next turn works.
    """
    import psycopg

    with open_checkpointer(url) as saver:
        graph, config = diary(saver), {"configurable": {"thread_id": "trip-7"}}
        graph.invoke({"messages": [("user", "Lisbon")]}, config)
        with psycopg.connect(url, autocommit=True) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid != pg_backend_pid()"
            )

        final = graph.invoke({"messages": [("user", "Porto")]}, config)

    assert len(final["messages"]) == 4


def test_deleted_text_is_gone_from_the_file(tmp_path: Path) -> None:
    """
    After `delete_thread` and the end of the block no byte of the text is left.
    """
    url = f"sqlite:///{tmp_path}/trips.db"
    tell(url, "My passport number is 7730421")
    with open_checkpointer(url) as saver:
        saver.delete_thread("trip-7")

    assert b"7730421" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://host/db", "no checkpointer for the URL kind 'mysql'; known are memory:"),
        ("trips.db", "no checkpointer for the URL kind ''"),
        ("sqlite://", "names no file; write sqlite:///trips.db"),
        ("cosmosdb://database", "is incomplete; write cosmosdb://DATABASE/CONTAINER"),
    ],
)
def test_a_url_that_leads_nowhere_is_told(url: str, says: str) -> None:
    """
    The error names the URL's fault and shows one that works.
    """
    with pytest.raises(ValueError, match=says), open_checkpointer(url):
        pass


def test_an_account_without_an_address_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Cosmos DB's address comes from the environment, and the error names the variable.
    """
    monkeypatch.delenv("COSMOSDB_ENDPOINT", raising=False)

    with (
        pytest.raises(ValueError, match="COSMOSDB_ENDPOINT is not set"),
        open_checkpointer("cosmosdb://lesson/checkpoints"),
    ):
        pass
