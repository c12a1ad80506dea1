"""The servers of grading: this grader's own, and for each submission as if they were new."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE
from typing import Any

import psycopg
import pytest
from azure.cosmos import CosmosClient
from openai import NotFoundError, OpenAI
from redis import Redis, RedisError

from autograder.checks.openai_conversations_common import local_server
from autograder.servers import Servers
from workbook import services
from workbook.services.databases import SCRATCH, as_owner

NAMES = ("cosmosdb", "openai_api", "postgres", "redis")
VARIABLES = ("COSMOSDB_ENDPOINT", "COSMOSDB_KEY", "DATABASE_URL", "REDIS_URL")


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    made = Servers()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _nothing_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)


def cosmos() -> Any:
    return CosmosClient(services.cosmosdb(), os.environ["COSMOSDB_KEY"])


def client() -> OpenAI:
    told = local_server()
    return OpenAI(base_url=told["OPENAI_BASE_URL"], api_key=told["OPENAI_API_KEY"])


def test_what_one_submission_left_the_next_does_not_find(servers: Servers) -> None:
    """
    Keys, databases, roles and conversations are gone; the ports, which walls name, are the same.
    """
    with servers.lent(NAMES) as ports:
        services.new_database(services.postgres(), own_role=True)
        Redis.from_url(services.redis()).set("left", "here")
        cosmos().create_database("left")
        made = client().conversations.create().id
        assert made == client().conversations.retrieve(made).id

    with servers.lent(NAMES) as again:
        assert again == ports
        assert Redis.from_url(services.redis()).keys("*") == []
        assert list(cosmos().list_databases()) == []
        with pytest.raises(NotFoundError):
            client().conversations.retrieve(made)
        with psycopg.connect(services.postgres()) as server:
            names = server.execute(
                "SELECT datname FROM pg_database UNION SELECT rolname FROM pg_roles"
            )
            assert [name for (name,) in names if name.startswith(SCRATCH)] == []


def test_notebooks_keep_their_servers(
    servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    While a submission is marked, checks are led to the grader's servers; afterwards to the user's.
    """
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")

    with servers.lent(["redis"]) as ports:
        during = services.redis()

    assert f":{ports['redis']}/" in during
    assert os.environ["REDIS_URL"] == "redis://127.0.0.1:1/0"
    assert "COSMOSDB_KEY" not in os.environ


def test_a_named_postgres_is_used_as_it_is(
    servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Whoever grades may have a server of their own; a role holds each submission there.
    """
    named = "postgresql://user@127.0.0.1:1/agents"
    monkeypatch.setenv("DATABASE_URL", named)

    with servers.lent(["postgres"]) as ports:
        assert services.postgres() == named
        assert ports == {"postgres": 1}


def test_two_graders_share_nothing(servers: Servers) -> None:
    """
    Two processes that mark at once have a server each.
    """
    other = Servers()
    try:
        with servers.lent(["redis"]) as mine, other.lent(["redis"]) as theirs:
            assert mine != theirs
    finally:
        other.close()


def test_a_server_ends_with_its_grader_and_leaves_no_file() -> None:
    """
    Its folder is gone, and nobody listens any more.
    """
    brief = Servers()
    with brief.lent(["redis"]):
        url, [folder] = services.redis(), brief.folders(["redis"])
        assert (folder / "server.log").is_file()

    brief.close()

    assert not folder.exists()
    with pytest.raises(RedisError):
        Redis.from_url(url).ping()


def test_what_a_killed_grader_left_goes_when_the_next_one_starts(servers: Servers) -> None:
    """
    A folder names the process that made it, and is removed once there is no such process.
    """
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], stdout=PIPE)
    left = Path(tempfile.gettempdir(), f"grading-{int(gone.stdout)}-redis-left")
    left.mkdir()

    with servers.lent(["redis"]):
        assert not left.exists()
        assert servers.folders(["redis"])[0].exists()


def test_a_role_reaches_its_own_numbered_database_alone(servers: Servers) -> None:
    """
    What a check gives to a submission's code is good for that database, and for no command
    that rules the server.
    """
    with servers.lent(["redis"]):
        owner = services.redis()
        url = services.new_database(owner, own_role=True)
        own, ours = Redis.from_url(url), Redis.from_url(as_owner(owner, url))
        own.rpush("list", "one")
        own.expire("list", 60)

        assert ours.lrange("list", 0, -1) == [b"one"]
        assert own.keys("*") == [b"list"]
        for command in ("SELECT 0", "FLUSHALL", "CONFIG GET dir", "MONITOR", "EVAL x 0"):
            with pytest.raises(RedisError, match=r"(?i)permission"):
                own.execute_command(*command.split())  # type: ignore[no-untyped-call]
