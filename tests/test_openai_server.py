"""The local OpenAI API's server beside a kernel: it starts once, and never outlives it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psutil
import pytest

from workbook.services import ServiceError, openai_api

VARIABLES = ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_AGENTS_DISABLE_TRACING")

pytestmark = pytest.mark.usefixtures("url")


def kernel(program: str, **variables: str) -> subprocess.Popen[str]:
    """Start a process of its own that runs `program`, without our environment's API."""
    environment = {name: os.environ[name] for name in os.environ if name not in VARIABLES}
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(program)],
        env=environment | variables,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def output_of(program: str, **variables: str) -> list[str]:
    """Run `program` to its end and return the lines it printed."""
    with kernel(program, **variables) as process:
        printed, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    return printed.splitlines()


def line_from(process: subprocess.Popen[str]) -> str:
    """Return the next line that a process prints."""
    assert process.stdout
    return process.stdout.readline().strip()


def is_running(pid: int) -> bool:
    """Say whether a process is there; one that nobody has reaped yet is not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def ends(pid: int, seconds: float = 5) -> bool:
    """Say whether a process ends in time."""
    deadline = time.monotonic() + seconds
    while is_running(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


STARTS_AND_WAITS = """
    import sys
    from workbook.services import openai_api
    openai_api()
    print("up", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM, None])
def test_a_kernel_that_ends_leaves_no_server(sign: signal.Signals | None) -> None:
    """
    The server notices the end of its parent: killed, asked to stop, or done.
    """
    with kernel(STARTS_AND_WAITS) as process:
        assert line_from(process) == "up"
        [server] = psutil.Process(process.pid).children()
        if sign:
            process.send_signal(sign)
        else:
            process.communicate(timeout=10)
        process.wait(10)

    assert ends(server.pid)


def test_a_server_survives_an_interrupt_of_its_kernel() -> None:
    """
    Jupyter's interrupt goes to the kernel's whole process group, not to its servers.
    """
    program = """
        import os, psutil, signal
        from workbook.services import openai_api
        os.setpgrp()
        openai_api()
        [server] = psutil.Process().children()
        try:
            os.killpg(0, signal.SIGINT)
        except KeyboardInterrupt:
            print("interrupted")
        try:
            print("server ended", server.wait(1))
        except psutil.TimeoutExpired:
            print("server stays")
    """

    assert output_of(program) == ["interrupted", "server stays"]


def test_a_fork_neither_stops_the_server_nor_keeps_it() -> None:
    """
    A forked child may come and go, or stay when the kernel is killed: the server follows the kernel.
    """
    program = """
        import os, signal
        from workbook.services import openai_api
        url = openai_api()
        if os.fork() == 0:
            raise SystemExit(url != openai_api())
        assert os.wait()[1] == 0
        if (child := os.fork()) == 0:
            signal.pause()
        print(child, openai_api() == url, flush=True)
        input()
    """
    with kernel(program) as process:
        child, same = line_from(process).split()
        try:
            servers = [
                entry.pid
                for entry in psutil.Process(process.pid).children()
                if entry.pid != int(child)
            ]
            process.kill()
            process.wait(10)

            assert same == "True"
            assert [ends(server) for server in servers] == [True]
            assert is_running(int(child))
        finally:
            os.kill(int(child), signal.SIGKILL)


def test_a_second_call_starts_no_second_server(url: str) -> None:
    """
    Every call gives the first server's address, and points the environment at it again.
    """
    before = psutil.Process().children()
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("OPENAI_API_KEY")

        assert openai_api() == url
        assert os.environ["OPENAI_API_KEY"]

    assert psutil.Process().children() == before


def test_a_server_that_died_is_started_again() -> None:
    """
    The next call gives a working server, not the address of a dead one.
    """
    program = """
        import psutil
        from workbook.services import openai_api
        openai_api()
        [server] = psutil.Process().children()
        server.kill()
        server.wait()
        openai_api()
        from openai import OpenAI
        print(OpenAI().models.retrieve("gpt-4o").id)
    """

    assert output_of(program) == ["gpt-4o"]


MINE = {"OPENAI_API_KEY": "sk-mine"}
ELSEWHERE = {"OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}
NOBODY = "http://127.0.0.1:9"  # a proxy that does not answer


@pytest.mark.parametrize("variables", [MINE, ELSEWHERE, MINE | ELSEWHERE], ids=str)
def test_a_key_for_other_work_sends_nothing_away(variables: dict[str, str]) -> None:
    """
    Whatever key and address were set, a lesson's client asks the local server.
    """
    program = """
        import os
        from workbook.services import openai_api
        from openai import OpenAI
        url = openai_api()
        client = OpenAI()
        print(str(client.base_url).rstrip("/") == url, client.api_key != "sk-mine")
        print(client.models.retrieve("gpt-4o").id, os.environ["OPENAI_AGENTS_DISABLE_TRACING"])
    """

    assert output_of(program, **variables) == ["True True", "gpt-4o 1"]


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        (MINE, "https://api.openai.com/v1"),
        (MINE | ELSEWHERE, "http://127.0.0.1:9/v1"),
        (ELSEWHERE, "http://127.0.0.1:9/v1"),
        ({}, "WORKBOOK_OPENAI is real, and OPENAI_API_KEY is not set: set it, or unset"),
    ],
    ids=str,
)
def test_who_asks_for_the_real_one_gets_it(variables: dict[str, str], expected: str) -> None:
    """
    Then nothing is started, and no variable changes; without a key, a sentence says so.
    """
    program = """
        import os, psutil
        before = dict(os.environ)
        from workbook.services import ServiceError, openai_api
        try:
            print(openai_api())
        except ServiceError as error:
            print(error)
        print(dict(os.environ) == before, psutil.Process().children())
    """
    said, unchanged = output_of(program, WORKBOOK_OPENAI="real", **variables)

    assert said.startswith(expected)
    assert unchanged == "True []"


@pytest.mark.parametrize("no_proxy", ["", "localhost", "localhost,127.0.0.1"])
def test_a_proxy_for_the_network_is_not_asked_for_this_machine(no_proxy: str) -> None:
    """
    Where the environment names a proxy, the clients reach the local servers all the same.
    """
    program = """
        import os
        from workbook.services import cosmosdb, openai_api
        from openai import OpenAI
        openai_api()
        print(OpenAI().models.retrieve("gpt-4o").id, os.environ["NO_PROXY"])
        from azure.cosmos import CosmosClient
        client = CosmosClient(cosmosdb(), os.environ["COSMOSDB_KEY"], connection_verify=False)
        print(type(list(client.list_databases())).__name__)
    """
    proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), NOBODY)

    told = output_of(program, NO_PROXY=no_proxy, **proxies)

    kept = no_proxy if "127.0.0.1" in no_proxy else f"{no_proxy},127.0.0.1".strip(",")
    assert told == [f"gpt-4o {kept}", "list"]


def test_importing_starts_nothing_and_loads_no_server() -> None:
    """
    The parent never imports what only the server or its clients need.
    """
    program = """
        import sys, workbook.services
        import psutil
        heavy = {"uvicorn", "starlette", "openai", "numpy", "asyncio"}
        print(sorted(heavy & set(sys.modules)), psutil.Process().children())
    """

    assert output_of(program) == ["[] []"]


def test_the_function_keeps_its_name_when_the_server_is_imported() -> None:
    """
    The function and the subpackage share a name; an import of the latter hides nothing.
    """
    program = """
        import workbook.services.openai_api.app
        from workbook.services import openai_api
        print(callable(openai_api))
    """

    assert output_of(program) == ["True"]


def test_a_taken_port_is_one_clear_sentence() -> None:
    """
    The error names the port and says what to do; nothing is left running or set.
    """
    program = """
        import os, sys, psutil
        from workbook.services import ServiceError, openai_api
        try:
            openai_api(port=int(sys.stdin.readline()))
        except ServiceError as error:
            print(error)
        print(psutil.Process().children(), "OPENAI_API_KEY" in os.environ)
    """
    with socket.create_server(("127.0.0.1", 0)) as taken, kernel(program) as process:
        port = taken.getsockname()[1]
        printed, _ = process.communicate(f"{port}\n", timeout=30)

    assert printed.splitlines() == [
        f"cannot start openai_api: port {port} cannot be used (Address already in use); "
        "choose another, or leave the port out",
        "[] False",
    ]


def test_another_port_for_a_running_server_is_refused(url: str) -> None:
    """
    The error says where the server is, instead of moving it or ignoring the wish.
    """
    with pytest.raises(ServiceError, match=rf"on port 1: it runs at {url} already"):
        openai_api(port=1)


def test_a_file_beside_the_notebook_cannot_shadow_the_servers_imports(tmp_path: Path) -> None:
    """
    A student's own `socket.py` is the kernel's business, not the server's.
    """
    (tmp_path / "socket.py").write_text("raise RuntimeError('shadowed')")
    program = f"""
        import os
        from workbook.services import openai_api
        os.chdir({str(tmp_path)!r})
        print(openai_api().startswith("http://127.0.0.1:"))
    """

    assert output_of(program) == ["True"]
