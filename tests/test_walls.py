"""The walls around a submission hold: each is tried, and without walls each attempt succeeds."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import pytest

from autograder.contract import CodeEnded, CodeRaised, StudentFault
from autograder.engine import Student, WarmProcess, doctor, trespass
from autograder.engine.doctor import Health, WallsMissing, best, examine
from autograder.engine.walls import Limits, Walls

SMALL = Limits(processes=16, memory=1 << 30, file=8 << 20, folder=24 << 20)


@pytest.fixture(scope="module")
def health() -> Health:
    found = examine()
    if found.level == "none":
        pytest.skip(f"this machine has no walls: {found.remark}")
    return found


@pytest.fixture(scope="module")
def walls(health: Health) -> Walls:
    return Walls(room=health.level == "room", limits=SMALL)


@pytest.fixture(scope="module")
def warm(walls: Walls) -> Iterator[WarmProcess]:
    process = WarmProcess(walls=walls)
    yield process
    process.close()


@pytest.fixture
def code(warm: WarmProcess, request: pytest.FixtureRequest) -> Iterator[Student]:
    source = request.node.get_closest_marker("code").args[0]
    with Student(warm, {"cells": [["answer", source]]}) as student:
        yield student


@pytest.mark.parametrize("attempt", trespass.ATTEMPTS)
def test_a_walled_child_is_refused(health: Health, attempt: str) -> None:
    """
    Nothing is got: no file, connection, process, variable or right.
    """
    [finding] = [found for found in health.findings if found.attempt == attempt]

    assert finding.holds, finding.got


def test_landlock_alone_holds_too() -> None:
    """
    Where a container forbids the room, the same attempts are refused without it.
    """
    alone = examine(Walls(room=False))
    if alone.level == "none":
        pytest.skip(f"not on this machine: {alone.remark}")

    assert [finding for finding in alone.findings if not finding.holds] == []


def test_without_walls_the_same_attempts_succeed() -> None:
    """
    What the doctor tries would work: a refusal is the wall's doing.
    """
    with (
        doctor._bait(Walls(limits=SMALL)) as facts,
        closing(WarmProcess()) as warm,
        Student(warm, {"cells": []}) as bare,
    ):
        got = bare.run(trespass.attempt, facts, seconds=30)

    assert [attempt for attempt in trespass.ATTEMPTS if not got[attempt]] == []


def test_a_missing_wall_is_told_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Where a wall is missing nothing is graded, and the message says what could be done.
    """
    monkeypatch.setattr(doctor.landlock, "abi", lambda: 0)
    doctor.examine.cache_clear()
    try:
        with pytest.raises(WallsMissing, match=r"no Landlock.*--trust-submissions"):
            best()
    finally:
        doctor.examine.cache_clear()


DAEMON = """
import os, signal, time

def leave_behind():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
                signal.signal(number, signal.SIG_IGN)
            time.sleep(300)
        os._exit(0)
    return "left"
"""


def descendants(warm: WarmProcess) -> set[int]:
    return {child.pid for child in psutil.Process(warm.pid).children(recursive=True)}


@pytest.mark.code(DAEMON)
def test_a_daemon_does_not_outlive_its_submission(warm: WarmProcess, code: Student) -> None:
    """
    A process that left its session and minds no signal is gone when the student is.
    """
    before = descendants(warm)
    assert code.call("leave_behind") == "left"
    assert len(descendants(warm) - before) >= 1

    code.kill()

    assert descendants(warm) - before == set()


BOMBS = """
import os, time

def memory():
    held = []
    for _ in range(8):
        if os.fork() == 0:
            held = bytearray(os.urandom(1 << 20)) * 300
            time.sleep(60)
            os._exit(0)
    time.sleep(60)

def disk():
    for number in range(100):
        with open(f"part-{number}", "wb") as file:
            file.write(os.urandom(1 << 20) * 6)
    time.sleep(60)

def forks():
    while True:
        try:
            os.fork()
        except OSError:
            pass
"""


@pytest.mark.code(BOMBS)
@pytest.mark.parametrize(
    ("bomb", "told"),
    [("memory", "megabytes of memory"), ("disk", "into its folder"), ("forks", "was stopped")],
)
def test_a_bomb_is_stopped_and_told(
    warm: WarmProcess, code: Student, bomb: str, told: str
) -> None:
    """
    All its processes together have a limit, and so has its folder; then the next one runs.
    """
    before = descendants(warm)

    with pytest.raises(CodeEnded, match=told):
        code.call(bomb, seconds=10 if bomb != "forks" else 2)

    assert descendants(warm) - before == set()
    with Student(warm, {"cells": [["answer", "def one(): return 1"]]}) as following:
        assert following.call("one") == 1


ORDINARY = """
import shutil
from pathlib import Path

def work():
    Path("new.txt").touch()
    Path("new.txt").write_text("kept")
    shutil.copy2("new.txt", "copy.txt")
    Path("copy.txt").chmod(0o600)
    return sorted(path.name for path in Path().iterdir()), Path("copy.txt").read_text()
"""


@pytest.mark.code(ORDINARY)
def test_ordinary_work_with_files_goes_on(code: Student) -> None:
    """
    Touch, copy and change of mode are what honest programs do.
    """
    assert code.call("work") == [["copy.txt", "new.txt"], "kept"]


TEMPORARY = """
import sqlite3

def spill():
    with sqlite3.connect("trips.db") as db:
        db.execute("PRAGMA temp_store = FILE")
        db.execute("PRAGMA cache_size = 1")
        db.execute("CREATE TEMP TABLE large AS WITH RECURSIVE n(i) AS "
                   "(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT i, hex(randomblob(50)) FROM n")
        return db.execute("SELECT count(*) FROM large").fetchone()[0]
"""


@pytest.mark.code(TEMPORARY)
def test_sqlite_finds_a_place_for_its_temporary_files(code: Student) -> None:
    """
    An honest query may need one, and the walls leave it the submission's own folder.
    """
    assert code.call("spill") == 20000


LEAKS = """
import os, random, sys, textwrap

def leave():
    sys.modules["textwrap"].dedent = lambda value: "poisoned"
    os.environ["LEFT"] = "here"
    random.seed(1)
    os.chdir("/")
    open(os.path.join(os.environ["TMPDIR"], "left.txt"), "w").close()

def look():
    return [textwrap.dedent("1") == "1", os.environ.get("LEFT"), os.getcwd() == os.environ["TMPDIR"], os.listdir(".")]
"""


@pytest.mark.code(LEAKS)
def test_every_submission_begins_fresh(warm: WarmProcess, code: Student) -> None:
    """
    Neither a patched module, nor the environment, nor a file reaches the next one.
    """
    code.call("leave")
    code.kill()

    with Student(warm, {"cells": [["answer", LEAKS]]}) as following:
        assert following.call("look") == [True, None, True, []]


NEIGHBOUR = """
import os

def visit(folder):
    return os.listdir(folder)
"""


@pytest.mark.code(NEIGHBOUR)
def test_a_neighbours_folder_is_closed(warm: WarmProcess, code: Student) -> None:
    """
    A submission sees its own folder and nobody else's.
    """
    with Student(warm, {"cells": []}) as neighbour:
        Path(neighbour.folder, "answer.txt").write_text("42")

        told = ""
        try:
            code.call("visit", str(neighbour.folder))
        except Exception as refused:
            told = str(refused)

    assert "PermissionError" in told


LEADS_ASTRAY = """
import os

def link(target):
    os.symlink(target, "conversations.db")

def pipe():
    os.mkfifo("conversations.db")
"""


@pytest.mark.code(LEADS_ASTRAY)
def test_a_submission_makes_no_link_and_no_pipe(code: Student, tmp_path: Path) -> None:
    """
    Whoever looks into its folder is led nowhere else, and waits for nobody.
    """
    for call in (("link", str(tmp_path)), ("pipe",)):
        with pytest.raises(CodeRaised, match="PermissionError"):
            code.call(*call)


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    """
    Where one is nevertheless, as without walls, the grader does not read what it points at.
    """
    secret = tmp_path / "gradebook.db"
    secret.write_text("secret")
    with (
        closing(WarmProcess()) as warm,
        Student(warm, {"cells": [["a", LEADS_ASTRAY]]}) as bare,
    ):
        bare.call("link", str(secret))

        assert bare.contents("conversations.db") == b""
        assert bare.rows("conversations.db", "SELECT 1") == []


def test_what_a_check_writes_goes_nowhere_else(tmp_path: Path) -> None:
    """
    A link or a folder in the place of its file is told as the student's doing, not followed.
    """
    outside = tmp_path / "gradebook.db"
    outside.write_text("marks")
    with closing(WarmProcess()) as warm, Student(warm, {"cells": []}) as bare:
        (bare.folder / "notes.txt").symlink_to(outside)
        (bare.folder / "away").symlink_to(tmp_path)
        (bare.folder / "taken").mkdir()

        bare.write("notes.txt", b"new")
        for file in ("away/gradebook.db", "taken"):
            with pytest.raises(StudentFault, match="in the place of"):
                bare.write(file, b"new")
        with pytest.raises(StudentFault, match="in the place of taken"):
            bare.new_folder("taken")

        assert (bare.folder / "notes.txt").read_text() == "new"
        assert outside.read_text() == "marks"


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (lambda at: at.symlink_to("/etc/passwd"), "cannot be read: odd"),
        (lambda at: os.mkfifo(at), "cannot be read: odd"),
        (lambda at: os.truncate(os.open(at, os.O_CREAT | os.O_RDWR), 1 << 40), "more bytes"),
    ],
    ids=["link", "pipe", "terabyte"],
)
def test_every_byte_is_read_or_nothing_is_said_of_them(left: Any, told: str) -> None:
    """
    What is no file, or too large to be looked at, does not pass for a file without a word in it.
    """
    with closing(WarmProcess()) as warm, Student(warm, {"cells": []}) as bare:
        bare.write("sound.txt", b"one")
        assert bare.files() == {"sound.txt": b"one"}
        left(bare.folder / "odd")

        with pytest.raises(StudentFault, match=told):
            bare.files()


PATCHED = """
import os
from autograder.engine import child, report
child.answer = lambda *_: {"value": "forged"}
os.getpid = report.plain = lambda *_: "forged"
"""


@pytest.mark.code(PATCHED)
def test_what_is_done_aside_meets_none_of_the_students_code(code: Student) -> None:
    """
    It sees the same folder from a process that no cell has run in, and that no restart ends.
    """
    assert code.run(trespass.attempt, {}) == "forged"
    Path(code.folder, "left.txt").write_text("here")

    first = code.aside(beside)
    code.restart()

    assert first == code.aside(beside)
    assert first[0] != "forged"
    assert first[1] == ["left.txt"]


def beside(names: Any) -> list[Any]:
    """Return which process this is, and what is in its folder."""
    return [os.getpid(), sorted(path.name for path in Path().iterdir())]


def test_a_warm_process_serves_a_class(walls: Walls) -> None:
    """
    A hundred submissions, one after the other, each in a child of its own.
    """
    with closing(WarmProcess(walls=walls)) as warm:
        for number in range(100):
            with Student(warm, {"cells": [["answer", "def add(a, b): return a + b"]]}) as one:
                assert one.call("add", number, 1) == number + 1
