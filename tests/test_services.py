"""The shared local servers: started on first use, shared, killed, started again, gone at the end."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).parents[1]
VARIABLES = ("DATABASE_URL", "REDIS_URL", "COSMOSDB_ENDPOINT", "COSMOSDB_KEY")
PROGRAMS = {"postgres": "postgres", "redis": "valkey"}  # in their command lines
# By server: write a value with the real client, and read it.
WRITE = {
    "postgres": """
        import psycopg
        with psycopg.connect(url, autocommit=True) as db:
            db.execute("CREATE TABLE trips (name text)")
            db.execute("INSERT INTO trips VALUES ('Lisbon')")
    """,
    "redis": """
        from redis import Redis
        with Redis.from_url(url) as client:
            client.set("trip", "Lisbon")
    """,
    "cosmosdb": """
        import os
        from azure.cosmos import CosmosClient, PartitionKey
        client = CosmosClient(url, os.environ["COSMOSDB_KEY"])
        trips = client.create_database("lesson").create_container("trips", PartitionKey("/name"))
        trips.create_item({"id": "7", "name": "Lisbon"})
    """,
}
READ = {
    "postgres": """
        import psycopg
        with psycopg.connect(url) as db:
            print(*db.execute("SELECT name FROM trips").fetchone())
    """,
    "redis": """
        from redis import Redis
        with Redis.from_url(url, decode_responses=True) as client:
            print(client.get("trip"))
    """,
    "cosmosdb": """
        import os
        from azure.cosmos import CosmosClient
        client = CosmosClient(url, os.environ["COSMOSDB_KEY"])
        trips = client.get_database_client("lesson").get_container_client("trips")
        print(trips.read_item("7", "Lisbon")["name"])
    """,
}
# The Cosmos DB client verifies no certificate on 127.0.0.1, and urllib3 says so.
WARNINGS = ("-W", "error", "-W", "ignore:Unverified HTTPS request")
NAMES = sorted(WRITE)
each_server = pytest.mark.parametrize("name", NAMES)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder for servers of this test's own; none of them is left running."""
    # Not tmp_path: root's is closed to the user that PostgreSQL runs as, and a
    # socket's path must be short.
    path = Path(tempfile.mkdtemp(prefix="wb-"))
    path.chmod(0o711)
    yield path
    assert until(lambda: not processes_of(path), 30), processes_of(path)
    shutil.rmtree(path)


def environment(folder: Path, **variables: str) -> dict[str, str]:
    mine = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    own = {"WORKBOOK_SERVICES": str(folder), "WORKBOOK_IDLE_SECONDS": "0.5"}
    return mine | own | variables


def program(name: str, body: str) -> str:
    """A program that has the server's URL as `url`."""
    head = f"""
        import sys
        from workbook.services import ServiceError, {name}
        url = {name}()
    """
    return textwrap.dedent(head) + textwrap.dedent(body)


def output_of(source: str, folder: Path, **variables: str) -> str:
    """Run a program to its end; return what it printed."""
    done = subprocess.run(
        [sys.executable, *WARNINGS, "-c", textwrap.dedent(source)],
        env=environment(folder, **variables),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=90,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def kernel(name: str, folder: Path) -> subprocess.Popen[str]:
    """Start a process that holds a lease on a server until its standard input ends."""
    source = program(name, "print(url, flush=True); sys.stdin.read()")
    return subprocess.Popen(
        [sys.executable, "-c", source],
        env=environment(folder),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def line_from(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def close(process: subprocess.Popen[str]) -> None:
    with process:
        assert process.stdin
        process.stdin.close()


def processes_of(folder: Path) -> list[str]:
    """Return the command lines of processes that work for this folder's servers."""
    found = []
    for process in psutil.process_iter(["environ", "cmdline"]):
        line = " ".join(process.info["cmdline"] or [])
        theirs = (process.info["environ"] or {}).get("WORKBOOK_SERVICES") == str(folder)
        if process.pid != os.getpid() and (theirs or str(folder) in line):
            found.append(f"{process.pid} {line}")
    return found


def pid_of(word: str, folder: Path) -> int:
    """Return the process id of the one process of the folder's whose command has *word*."""
    pids = {int(line.split()[0]): line for line in processes_of(folder) if word in line}
    return min(pids)


def until(holds: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@each_server
def test_what_was_written_is_there_after_the_server_stopped(name: str, folder: Path) -> None:
    """
    The last notebook's end stops the server; the next one's first use starts it on its data.
    """
    output_of(program(name, WRITE[name]), folder)
    assert until(lambda: not processes_of(folder), 20)

    assert output_of(program(name, READ[name]), folder) == "Lisbon"


@each_server
def test_two_notebooks_share_a_server_and_the_second_keeps_it(name: str, folder: Path) -> None:
    """
    Both get the same URL; when the first is killed with SIGKILL, the second goes on.
    """
    with kernel(name, folder) as first, kernel(name, folder) as second:
        urls = {line_from(first), line_from(second)}
        first.kill()
        first.wait()
        time.sleep(1)  # twice the time that an idle server waits

        assert len(urls) == 1
        output_of(program(name, WRITE[name]), folder)
        assert output_of(program(name, READ[name]), folder) == "Lisbon"
        close(second)


@each_server
def test_a_killed_notebook_leaves_no_server(name: str, folder: Path) -> None:
    """
    After a SIGKILL of the only user, the server ends by itself within seconds.
    """
    with kernel(name, folder) as only:
        assert "127.0.0.1" in line_from(only)
        only.kill()

    assert until(lambda: not processes_of(folder), 20), processes_of(folder)


@each_server
def test_a_killed_keeper_takes_its_server_along_and_the_next_call_starts_anew(
    name: str, folder: Path
) -> None:
    """
    The same process asks again and gets a server with the same data, at the same place.
    """
    ask_again = f"""
        print(url, flush=True)
        sys.stdin.readline()
        url = {name}()
        print(url, flush=True)
    """
    parts = [WRITE[name], ask_again, READ[name]]
    source = program(name, "".join(map(textwrap.dedent, parts)))
    with subprocess.Popen(
        [sys.executable, "-c", source],
        env=environment(folder),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as notebook:
        before = line_from(notebook)
        keeper = pid_of("keeper", folder)
        os.kill(keeper, signal.SIGKILL)
        assert until(lambda: not psutil.pid_exists(keeper), 20)
        if sys.platform == "linux" and name in PROGRAMS:
            word = PROGRAMS[name]
            assert until(
                lambda: not [p for p in processes_of(folder) if word in p and "-c" not in p], 20
            )
        assert notebook.stdin
        notebook.stdin.write("\n")
        notebook.stdin.flush()

        assert line_from(notebook) == before
        assert line_from(notebook) == "Lisbon"
        close(notebook)


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_a_killed_server_is_started_again(name: str, folder: Path) -> None:
    """
    SIGKILL hits the server itself: its keeper gives up, and the next call has the data.
    """
    output_of(program(name, WRITE[name]), folder)
    with kernel(name, folder) as notebook:
        line_from(notebook)
        pids = [int(line.split()[0]) for line in processes_of(folder) if PROGRAMS[name] in line]
        servers = [
            pid for pid in pids if "keeper" not in " ".join(psutil.Process(pid).cmdline())
        ]
        os.kill(min(set(servers) - {notebook.pid}), signal.SIGKILL)

        assert output_of(program(name, READ[name]), folder) == "Lisbon"
        close(notebook)


@pytest.mark.parametrize(
    ("name", "variable"),
    [("postgres", "DATABASE_URL"), ("redis", "REDIS_URL"), ("cosmosdb", "COSMOSDB_ENDPOINT")],
)
def test_a_url_of_the_users_own_wins(name: str, variable: str, folder: Path) -> None:
    """
    With the variable set, the function returns it and starts nothing.
    """
    printed = output_of(program(name, "print(url)"), folder, **{variable: "mine://elsewhere"})

    assert printed == "mine://elsewhere"
    assert list(folder.iterdir()) == []


@each_server
def test_a_taken_port_is_one_clear_sentence(name: str, folder: Path) -> None:
    """
    The error names the port and says what to do; the next call without a port works.
    """
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        source = f"""
            from workbook.services import ServiceError, {name}
            try:
                {name}(port={port})
            except ServiceError as error:
                print(error)
            print("127.0.0.1" in {name}())
        """

        assert output_of(source, folder).splitlines() == [
            f"cannot start {name}: port {port} cannot be used (Address already in use); "
            "choose another, or leave the port out",
            "True",
        ]


@each_server
def test_another_port_for_a_running_server_is_refused(name: str, folder: Path) -> None:
    """
    The error says on which port the server is, instead of moving it under others.
    """
    body = f"""
        try:
            {name}(port=1)
        except ServiceError as error:
            print(error)
    """

    assert "already; leave the port out" in output_of(program(name, body), folder)


@each_server
def test_a_full_disk_is_one_clear_sentence(name: str, folder: Path) -> None:
    """
    The error says that the disk is full; with room again, the next call works.
    """
    command = ["mount", "-t", "tmpfs", "-o", "size=64k,mode=711", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True).returncode:
        pytest.skip("making a small disk needs the right to mount")
    source = f"""
        from workbook.services import ServiceError, {name}
        try:
            {name}()
        except ServiceError as error:
            print(error)
    """
    try:
        (folder / "filler").write_bytes(bytes(56 << 10))
        said = output_of(source, folder)
        assert until(lambda: not processes_of(folder), 20)
        subprocess.run(["mount", "-o", "remount,size=200m", str(folder)], check=True)
        afterwards = output_of(program(name, "print(url[:5])"), folder)
        assert until(lambda: not processes_of(folder), 20)
    finally:
        subprocess.run(["umount", str(folder)], check=True)

    assert said.startswith(f"cannot start {name}: ")
    assert "disk is full" in said or "No space left" in said
    assert len(said.splitlines()) == 1
    assert afterwards in ("postg", "redis", "https")


def test_a_stale_lock_file_is_seen_through(folder: Path) -> None:
    """
    PostgreSQL's lock file may name a process id that is somebody else's by now.
    """
    output_of(program("postgres", WRITE["postgres"]), folder)
    assert until(lambda: not processes_of(folder), 20)
    lock = folder / "postgres" / "data-18" / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{lock.parent}\n")

    assert output_of(program("postgres", READ["postgres"]), folder) == "Lisbon"


def test_a_folder_of_somebody_elses_is_refused(folder: Path) -> None:
    """
    A link in the public folder for temporary files could lead anywhere.
    """
    (folder / "theirs").mkdir()
    (folder / "link").symlink_to(folder / "theirs")
    source = """
        from workbook.services import ServiceError, redis
        try:
            redis()
        except ServiceError as error:
            print(error)
    """

    assert "belongs to somebody else" in output_of(source, folder / "link")


def test_an_ordinary_user_has_the_servers_too(folder: Path) -> None:
    """
    Root's PostgreSQL runs as somebody else; an ordinary user's as that user.
    """
    if os.geteuid():
        pytest.skip("the other tests run as an ordinary user already")
    homes = (Path(sys.executable), Path(sys.base_prefix, "bin"))
    if not all(path.stat().st_mode & 0o001 for home in homes for path in home.parents):
        pytest.skip("only root can reach this Python")
    shutil.chown(folder, "nobody")
    for name in NAMES:
        for body, expected in ((WRITE[name], ""), (READ[name], "Lisbon")):
            done = subprocess.run(
                [sys.executable, "-P", *WARNINGS, "-c", program(name, body)],
                env=environment(folder, HOME="/nonexistent", PYTHONPATH=str(ROOT)),
                cwd="/",
                user="nobody",
                capture_output=True,
                text=True,
                timeout=90,
            )
            assert (done.stdout.strip(), done.stderr) == (expected, "")


def test_pgvector_is_there(folder: Path) -> None:
    """
    The extension that semantic search needs is loaded and computes.
    """
    body = """
        import psycopg
        with psycopg.connect(url, autocommit=True) as db:
            db.execute("CREATE EXTENSION vector")
            print(*db.execute("SELECT '[3,4]'::vector <-> '[0,0]'").fetchone())
    """

    assert output_of(program("postgres", body), folder) == "5.0"


@pytest.mark.parametrize("name", ["postgres", "redis"])
def test_a_new_database_is_empty_and_gone_at_exit(name: str, folder: Path) -> None:
    """
    Two of them are two; what was in them is not there for the next notebook.
    """
    count = {
        "postgres": """
            import psycopg
            def names(url):
                with psycopg.connect(url) as db:
                    return {n for (n,) in db.execute("SELECT datname FROM pg_database")}
        """,
        "redis": """
            import redis as client
            def names(url):
                with client.Redis.from_url(url) as db:
                    return set(db.info("keyspace"))
        """,
    }[name]
    use = (
        textwrap.dedent(count)
        + textwrap.dedent("""
        from workbook.services import new_database
        before = names(url)
        one, two = new_database(url), new_database(url)
        print(one != two, one != url)
        url = one
    """)
        + textwrap.dedent(WRITE[name])
    )
    again = textwrap.dedent(count) + 'print(*sorted(n for n in names(url) if n != "db0"))'
    with kernel(name, folder) as holder:
        line_from(holder)
        empty = output_of(program(name, again), folder)

        assert output_of(program(name, use), folder) == "True True"
        assert output_of(program(name, again), folder) == empty
        close(holder)


def test_no_password_is_on_a_command_line(folder: Path) -> None:
    """
    Anybody on the machine may read command lines.
    """
    with kernel("redis", folder) as one, kernel("postgres", folder) as two:
        line_from(one), line_from(two)
        secrets = [(folder / name / "password").read_text() for name in ("redis", "postgres")]

        lines = "\n".join(processes_of(folder))

        assert [secret for secret in secrets if secret in lines] == []
        assert {
            (folder / n / "password").stat().st_mode & 0o077 for n in ("redis", "postgres")
        } == {0}
        close(one)
        close(two)


def test_importing_starts_nothing_and_loads_no_client(folder: Path) -> None:
    """
    A notebook that needs no server pays for none.
    """
    source = """
        import sys, workbook.services
        print(sorted({"psycopg", "redis", "azure", "uvicorn"} & set(sys.modules)))
    """

    assert output_of(source, folder) == "[]"
    assert list(folder.iterdir()) == []
