"""On a Dask cluster a class gets the marks it would get here, and a dying worker costs nobody."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from distributed import Client

from autograder import course
from autograder.cells import answers, fit, nbformat, read_notebook, solve
from autograder.engine.doctor import examine
from autograder.grading.backlog import MOST, Backlog
from autograder.grading.classroom import mark_bytes
from autograder.grading.cluster import on_cluster
from autograder.grading.cluster_worker import mark_batch
from autograder.grading.crew import CrewGone, NoCrew, crew_of
from workbook.services.process import port_for

ROOT = Path(__file__).parents[1]
LESSON = ROOT / "notebooks" / "0_start_here" / "start_here.ipynb"
STUB = read_notebook(LESSON)
REFERENCE = fit(STUB, answers(ROOT / "solutions" / "start_here.py"))
TRUSTING = examine().level == "none"  # a machine without walls tests all the rest
WALLED = pytest.mark.skipif(TRUSTING, reason="this machine has no walls to be missing")
SECONDS = 120  # for a program to start or to end; one that takes longer hangs

DASK = ("-m", "dask")


class Cluster:
    """A scheduler, and the workers it is given, as processes in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.address = f"tcp://127.0.0.1:{port_for(0)}"
        self._workers: list[subprocess.Popen[bytes]] = []
        port = self.address.rpartition(":")[2]
        self.scheduler = self._start(*DASK, "scheduler", "--host=127.0.0.1", f"--port={port}")

    def add(self, *options: str, python: tuple[str, ...] = DASK, **environ: str) -> None:
        """Start a worker with its nanny; return when the scheduler knows it."""
        command = [*python, "worker", self.address, *options]
        self._workers.append(self._start(*command, **environ))
        with Client(self.address, timeout=SECONDS, set_as_default=False) as client:
            client.wait_for_workers(len(self._workers), timeout=SECONDS)

    def _start(self, *command: str, **environ: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, *command, "--dashboard-address=127.0.0.1:0"],
            cwd=self._folder,
            env=os.environ | environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def close(self) -> None:
        """End every process."""
        for process in (*self._workers, self.scheduler):
            process.terminate()
            process.wait(SECONDS)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Two workers, elsewhere than the course; one has four threads."""
    made = Cluster(tmp_path_factory.mktemp("elsewhere"))
    made.add("--nthreads=1")
    made.add("--nthreads=4")
    yield made
    made.close()


@pytest.fixture
def lone(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler that no worker has joined yet."""
    made = Cluster(tmp_path)
    yield made
    made.close()


@pytest.fixture
def client(cluster: Cluster) -> Iterator[Client]:
    with Client(cluster.address, timeout=SECONDS, set_as_default=False) as client:
        yield client


def answered(source: str = "") -> bytes:
    """A submission with that answer; without one, the reference."""
    given = REFERENCE | ({"sign_in": source} if source else {})
    return nbformat.writes(solve(STUB, given)).encode()


def with_first(source: str) -> bytes:
    """A right submission that runs *source* whenever it is loaded."""
    return answered(f"{source}\n{REFERENCE['sign_in']}")


def earned(told: dict[str, Any]) -> int:
    return sum(test["earned"] for test in told["tests"].values())


def timeless(told: Any) -> Any:
    """What was found out, without how long it took."""
    if not isinstance(told, dict):
        return told
    return {name: timeless(value) for name, value in told.items() if name != "seconds"}


def test_the_marks_are_those_of_this_machine(cluster: Cluster) -> None:
    """
    Same file, same seed, same marks and same words; and they are plain data.
    """
    jobs = {"right": answered(), "stub": nbformat.writes(STUB).encode(), "cut": b"{"}
    jobs |= {
        f"wrong {n}": answered(f"def sign_in(path, name):\n    return {n}") for n in (1, 2)
    }

    there = dict(on_cluster(cluster.address, trusting=TRUSTING)(jobs))

    here = {
        key: mark_bytes(jobs[key], told["seed"], trusting=TRUSTING)
        for key, told in there.items()
    }
    assert set(there) == set(jobs)
    assert timeless(there) == timeless(here)
    assert json.loads(json.dumps(there)) == there


ENDLESS = "def sign_in(path, name):\n    while True:\n        pass"
DIES = "import os\n\n\ndef sign_in(path, name):\n    os._exit(0)"
BOMB = "def sign_in(path, name):\n    return [bytearray(1 << 30) for _ in range(64)]"


@pytest.mark.skipif(TRUSTING, reason="without walls a memory bomb is one")
def test_loops_deaths_and_memory_bombs_are_results(cluster: Cluster, client: Client) -> None:
    """
    Each costs its author the points and nobody else anything: no worker ends.
    """
    jobs = {"loop": answered(ENDLESS), "dies": answered(DIES), "bomb": answered(BOMB)}
    jobs |= {f"student-{number}": answered() for number in range(9)}
    before = client.run(os.getpid)

    marks = {key: earned(told) for key, told in on_cluster(cluster.address)(jobs)}

    assert marks == {key: 2 if key.startswith("student") else 0 for key in jobs}
    assert client.run(os.getpid) == before


def test_four_threads_of_a_worker_wait_for_each_other(cluster: Cluster, client: Client) -> None:
    """
    Batches that Dask starts at once in one process are marked one after the other, and right.
    """
    [worker] = [address for address, threads in client.nthreads().items() if threads == 4]
    batch = [(with_first("import time\ntime.sleep(0.3)"), 7)]
    how = {"workers": [worker], "pure": False}
    client.submit(mark_batch, batch, {"trusting": TRUSTING}, **how).result()  # it is warm now

    began = time.monotonic()
    running = [
        client.submit(mark_batch, batch, {"trusting": TRUSTING}, **how) for _ in range(4)
    ]
    told = [one for batch in client.gather(running) for one in batch]

    assert [earned(one) for one in told] == [2] * 4
    # Had two overlapped, less time would have passed than they took.
    assert sum(one["seconds"] for one in told) <= time.monotonic() - began


def test_workers_killed_in_mid_batch_lose_nothing(cluster: Cluster, client: Client) -> None:
    """
    Their batches are marked by those that the nannies start anew, each submission once.
    """
    slow = with_first("import time\ntime.sleep(1.5)")
    jobs = {f"student-{n}": slow if n == 0 else answered() for n in range(10)}
    crew = on_cluster(cluster.address, trusting=TRUSTING)(jobs)

    found = [next(crew)]
    at_work = [address for address, tasks in client.processing().items() if tasks]
    victims = client.run(os.getpid)
    for pid in victims.values():
        os.kill(pid, signal.SIGKILL)
    found += crew

    assert found[0][0] != "student-0"
    assert at_work
    assert sorted(key for key, _ in found) == sorted(jobs)
    assert {earned(told) for _, told in found} == {2}
    assert not set(client.run(os.getpid).values()) & set(victims.values())


def test_who_ends_each_worker_is_refused_alone(cluster: Cluster) -> None:
    """
    The batch of a worker that died is marked one by one; only the culprit has no mark.
    """
    source = "import os, psutil\nos.kill(psutil.Process(os.getppid()).ppid(), 9)"
    jobs = {f"student-{n}": with_first(source) if n == 1 else answered() for n in range(8)}

    told = dict(on_cluster(cluster.address, trusting=True)(jobs))

    assert "ended each worker that marked it" in told.pop("student-1")["refused"]
    assert len(told) == 7
    assert {earned(one) for one in told.values()} == {2}


def complaint(address: str) -> str:
    """Return why *address* cannot mark; it must say so before it is sent anything."""
    with pytest.raises(NoCrew) as refused:
        list(on_cluster(address, trusting=TRUSTING)({"ann": answered()}))
    return str(refused.value)


def test_what_is_no_address_is_told() -> None:
    """
    The sentence has the form that an address has.
    """
    assert complaint("localhost") == (
        "'localhost' is no address of a Dask scheduler; one is tcp://HOST:8786"
    )


def test_a_scheduler_without_workers_is_told(lone: Cluster) -> None:
    """
    The sentence says how to start a worker.
    """
    with Client(lone.address, timeout=SECONDS, set_as_default=False):
        assert "no worker has joined" in complaint(lone.address)
    assert "start its .venv/bin/dask worker" in complaint(lone.address)


def change_a_check(folder: Path) -> None:
    for part in ("autograder", "workbook", "notebooks"):
        shutil.copytree(ROOT / part, folder / part)
    with (folder / "autograder" / "checks" / "start_here.py").open("a") as check:
        check.write("# changed\n")


def test_a_worker_of_another_version_is_told(lone: Cluster, tmp_path: Path) -> None:
    """
    One file that differs is enough: the sentence names the host and what to do there.
    """
    change_a_check(tmp_path / "other")
    lone.add(PYTHONPATH=str(tmp_path / "other"))

    said = complaint(lone.address)

    assert f"on {socket.gethostname()} has another version of this workbook" in said
    assert "copy this folder there, run `make setup` in it" in said


def test_a_worker_without_the_workbook_is_told(lone: Cluster) -> None:
    """
    The sentence names the worker and what to do there.
    """
    # Without site-packages' .pth files, an editable installation is not there.
    lone.add(python=("-S", *DASK), PYTHONPATH=sysconfig.get_path("purelib"))

    said = complaint(lone.address)

    assert said.startswith("the Dask worker tcp://127.0.0.1:")
    assert "cannot mark (ModuleNotFoundError: No module named 'autograder')" in said
    assert "copy this folder there, run `make setup` in it" in said


# As a kernel older than Landlock would answer.
NO_LANDLOCK = """
import errno, runpy, sys
from pyseccomp import ALLOW, ERRNO, SyscallFilter
old = SyscallFilter(ALLOW)
old.add_rule(ERRNO(errno.ENOSYS), "landlock_create_ruleset")
old.load()
runpy.run_module("dask", run_name="__main__", alter_sys=True)
"""


@WALLED
def test_a_worker_without_walls_is_told(lone: Cluster) -> None:
    """
    The sentence names the wall; where submissions are trusted, the worker marks.
    """
    lone.add(python=("-c", NO_LANDLOCK))

    said = complaint(lone.address)
    [(_, told)] = on_cluster(lone.address, trusting=True)({"ann": answered()})

    assert "has no walls: a submission could do anything here: this kernel has no Land" in said
    assert (earned(told), told["walls"]) == (2, "without walls")


def test_a_worker_that_fails_spoils_no_marks(lone: Cluster, tmp_path: Path) -> None:
    """
    Where there is no other, the sentence names it; where there is, that one marks the class.
    """
    broken = tmp_path / "broken.py"
    broken.write_text("import sys\nsys.executable = '/bin/false'\n")
    lone.add(f"--preload={broken}")
    crew = on_cluster(lone.address, trusting=True)
    jobs = {"ann": answered(), "bob": answered()}

    with pytest.raises(CrewGone, match=r"Dask worker tcp://.*: marking it failed"):
        list(crew(jobs))
    lone.add()
    marks = {key: earned(told) for key, told in crew(jobs)}

    assert marks == dict.fromkeys(jobs, 2)


def test_without_dask_one_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    The extra is named, and nothing is sent.
    """
    for name in [name for name in sys.modules if name.startswith("autograder.grading.cluster")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "dask", None)

    with pytest.raises(NoCrew, match=r"package dask, .*--editable '\.\[cluster\]'"):
        crew_of(mark_bytes, 1, "tcp://127.0.0.1:8786")


@pytest.mark.parametrize("count", [1, 5, 40, 100])
def test_batches_are_large_first_and_small_at_the_end(count: int) -> None:
    """
    Each submission is in one batch; the last ones are so small that no worker waits long.
    """
    backlog = Backlog(dict.fromkeys(map(str, range(count)), b""))

    sizes = []
    while backlog:
        sizes.append(len(backlog.take(2)))

    assert sum(sizes) == count
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == min(MOST, -(-count // 4))
    assert sizes[-1] == 1


def test_suspects_come_last_and_alone() -> None:
    """
    Of a batch whose worker died each has two more chances, when nobody else can be lost.
    """
    backlog = Backlog(dict.fromkeys("abcdef", b""))

    dead = backlog.take(1)
    given_up = [backlog.suspect(dead)]
    rest = backlog.take(1) + backlog.take(1)
    first, second = backlog.take(1), backlog.take(1)
    given_up += [backlog.suspect(first), backlog.suspect(first)]

    assert dead + rest == list("abcdef")[: len(dead + rest)]
    assert [len(dead), first, second] == [3, ["a"], ["b"]]
    assert given_up == [[], [], ["a"]]


def test_a_batch_of_large_files_is_short() -> None:
    """
    Not more than 8 megabytes go out at once, unless one file alone is larger.
    """
    backlog = Backlog(dict.fromkeys(map(str, range(60)), bytes(3 << 20)))
    giants = Backlog(dict.fromkeys("ab", bytes(9 << 20)))

    assert len(backlog.take(2)) == 2
    assert [giants.take(1), giants.take(1)] == [["a"], ["b"]]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with one assignment, as `make class` builds it."""
    root = tmp_path_factory.mktemp("course")
    for name in ("nbgrader_config.py", "solutions/start_here.py"):
        (root / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    shutil.copytree(LESSON.parent, root / "notebooks" / LESSON.parent.name)
    course.renew(root)
    return root


def hand_in(root: Path, contents: list[bytes]) -> None:
    for number, content in enumerate(contents):
        place = root / "course" / "submitted" / f"student-{number}" / LESSON.parent.name
        place.mkdir(parents=True)
        (place / LESSON.name).write_bytes(content)


def grade(root: Path, address: str) -> subprocess.CompletedProcess[str]:
    """Run `autograder grade` as an instructor does who trusts everybody."""
    command = ["-m", "autograder.cli", "grade", LESSON.parent.name, f"--scheduler={address}"]
    return subprocess.run(
        [sys.executable, *command, "--trust-submissions"],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )


def lines(root: Path) -> list[dict[str, Any]]:
    """Return the journal's marks, as they lie on the disk."""
    [file] = (root / "course" / "grading").glob("*.jsonl")
    told = map(json.loads, file.read_text().splitlines())
    return [line for line in told if "tests" in line]


def test_a_scheduler_that_goes_away_loses_nothing(
    built: Path, cluster: Cluster, lone: Cluster
) -> None:
    """
    What had come back is in the journal; the same command on another cluster marks the rest.
    """
    ends = with_first(f"import os\nos.kill({lone.scheduler.pid}, 9)")
    hand_in(built, [answered()] * 7 + [ends])
    lone.add()

    stopped = grade(built, lone.address)
    kept = lines(built)
    unreachable = grade(built, lone.address)
    done = grade(built, cluster.address)

    assert (stopped.returncode, stopped.stderr) == (
        2,
        f"Grading stopped: the Dask scheduler at {lone.address} has gone. {len(kept)} more are "
        "marked and kept; once this is mended, run it again.\n",
    )
    assert 0 < len(kept) < 8
    assert unreachable.returncode == 2
    assert unreachable.stderr.startswith("Nothing was graded: no Dask scheduler answers")
    assert done.returncode == 0, done.stderr
    students = [line["student"] for line in lines(built)]
    assert lines(built)[: len(kept)] == kept
    assert sorted(students) == [f"student-{number}" for number in range(8)]
