"""Whatever a student's code does, the one who asks gets a sentence and goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from autograder.contract import CodeEnded, CodeMissing, CodeRaised, NotPlain, Trial
from autograder.engine import Student, WarmProcess
from autograder.task import task


@pytest.fixture(scope="module")
def warm() -> Iterator[WarmProcess]:
    process = WarmProcess()
    yield process
    process.close()


@pytest.fixture
def student(warm: WarmProcess, request: pytest.FixtureRequest) -> Iterator[Student]:
    """A student whose one cell is the test's `code` mark."""
    source = textwrap.dedent(request.node.get_closest_marker("code").args[0])
    with Student(warm, {"cells": [["answer", source]]}) as made:
        yield made


def gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def wait_until(happened: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if happened():
            return True
        time.sleep(0.01)
    return False


@pytest.mark.code("def double(n): return {'twice': [n, n]}")
def test_plain_data_goes_in_and_out(student: Student) -> None:
    """
    A call takes plain data and returns plain data.
    """
    assert student.call("double", "x") == {"twice": ["x", "x"]}


@pytest.mark.code("def thing(): return object()")
def test_what_is_not_plain_is_named(student: Student) -> None:
    """
    A value that cannot travel arrives as a description of itself.
    """
    value = student.call("thing")

    assert isinstance(value, NotPlain)
    assert str(value) == "an object object"


@pytest.mark.code("""
class Message: pass
def say(): return [Message(), Message()]
""")
def test_a_list_of_objects_is_described(student: Student) -> None:
    """
    What a container holds is part of its description.
    """
    assert str(student.call("say")) == "a list object with Message objects in it"


@pytest.mark.code("""
def talk(words):
    print("first", words)
    raise ValueError(words)
""")
def test_what_was_printed_before_is_at_hand(student: Student) -> None:
    """
    The end of what a call printed can be shown to who wrote it.
    """
    with pytest.raises(CodeRaised):
        student.call("talk", "again")

    assert student.printed == "first again\n"


@pytest.mark.code("""
def fails(number):
    wanted = {"a": 1}
    return wanted[number]
""")
def test_an_exception_shows_the_students_own_line(student: Student) -> None:
    """
    The error carries its type, its message and the line that raised it.
    """
    with pytest.raises(CodeRaised, match="KeyError: 'b'") as caught:
        student.call("fails", "b")

    assert caught.value.line is not None
    assert caught.value.line.text == "return wanted[number]"
    assert "LookupError" in caught.value.kinds


@pytest.mark.code("def stub(): raise NotImplementedError")
def test_an_untouched_stub_is_recognised(student: Student) -> None:
    """
    The stub's own raise counts as untouched.
    """
    with pytest.raises(CodeRaised) as caught:
        student.call("stub")

    assert caught.value.untouched


@pytest.mark.code("""
import contextlib, decimal
def library(): return contextlib.AbstractContextManager.__exit__, decimal.Decimal("x")
""")
def test_a_librarys_exception_is_not_an_untouched_stub(student: Student) -> None:
    """
    Only the student's own raise means that nothing was written.
    """
    with pytest.raises(CodeRaised) as caught:
        student.call("library")

    assert not caught.value.untouched


@pytest.mark.code("""
async def late(): return 1
def forgets():
    late()
    return 2
def odd(): return 3
""")
def test_a_forgotten_await_is_what_to_look_at_first(student: Student) -> None:
    """
    Whatever a check makes of it; each time, and without a line of the grader's own.
    """
    told = "RuntimeWarning: coroutine 'late' was never awaited\n"

    def nudge(name: str) -> str:
        def check(_: object) -> Iterator[Trial]:
            yield Trial("it is 1", kept=student.call(name) == 1, nudge="which number?")

        return task("one", 1, (name,))(check).mark(student).trials[-1].nudge

    for _ in range(2):
        assert nudge("late") == "the caller does not await; which `def` does its work at once?"
        assert student.printed == told
    assert nudge("forgets") == "which of your calls needs an `await`?"
    assert student.printed.endswith(told)
    assert student.printed.startswith("<cell answer>:")
    assert nudge("odd") == "which number?"


@pytest.mark.code("a = 1")
def test_a_missing_function_is_named(student: Student) -> None:
    """
    A deleted cell or a misspelled name is told by name.
    """
    with pytest.raises(CodeMissing, match="`chat` is not defined"):
        student.call("chat")


@pytest.mark.code("def oops(:\n    pass")
def test_a_cell_that_does_not_compile_is_told(student: Student) -> None:
    """
    What it would have defined is not missing: its error is told, and kept with its name.
    """
    with pytest.raises(CodeRaised) as caught:
        student.call("oops")
    with pytest.raises(CodeMissing):
        student.call("other")

    assert caught.value is student.failed["answer"]
    assert caught.value.type == "SyntaxError"
    assert caught.value.line
    assert caught.value.line.text == "def oops(:"


@pytest.mark.code("import no_such_module\n\ndef oops():\n    pass")
def test_a_cell_that_fails_before_its_function_is_told(student: Student) -> None:
    """
    The error above a `def` is why it is not there.
    """
    with pytest.raises(CodeRaised, match="no_such_module") as caught:
        student.call("oops")

    assert not caught.value.untouched


@pytest.mark.code("class Stub:\n    raise NotImplementedError")
def test_a_class_nobody_has_begun_is_missing(student: Student) -> None:
    """
    Its stub raises as it is defined; that is no mistake of anybody's.
    """
    with pytest.raises(CodeMissing, match="`Stub` is not defined"):
        student.call("Stub")


@pytest.mark.code("""
import os, sys
def leave(): os._exit(3)
def polite(): sys.exit("bye")
def survivor(): return "here"
""")
def test_ending_the_process_is_an_answer_like_any_other(student: Student) -> None:
    """
    `os._exit` ends that process, `sys.exit` only raises; the next call works.
    """
    with pytest.raises(CodeEnded, match="`leave` ended the whole process"):
        student.call("leave")
    with pytest.raises(CodeRaised, match="SystemExit: bye"):
        student.call("polite")

    assert student.call("survivor") == "here"


@pytest.mark.code("""
def hang():
    while True:
        pass
def survivor(): return "here"
""")
def test_a_function_that_hangs_is_stopped(student: Student) -> None:
    """
    No answer within the limit is told as such, and costs only that call.
    """
    with pytest.raises(CodeEnded, match=r"`hang` gave no answer within 0\.5 seconds"):
        student.call("hang", seconds=0.5)

    assert student.call("survivor") == "here"


@pytest.mark.code("""
import sys
def chatter():
    for _ in range(100):
        print("x" * 1_000_000)
        sys.stderr.write("y" * 10_000)
    return "done"
""")
def test_a_hundred_megabytes_of_printing_are_swallowed(student: Student) -> None:
    """
    Printing harms nobody and costs nothing.
    """
    assert student.call("chatter", seconds=30) == "done"


@pytest.mark.code("def long(): return 'x' * 50_000_000")
def test_an_endless_reply_is_refused(student: Student) -> None:
    """
    A reply longer than a message may be is told, not read.
    """
    with pytest.raises(CodeEnded, match="returned something that cannot be used"):
        student.call("long", seconds=30)


@pytest.mark.code("""
def greedy(): return len(bytearray(8 << 30))
def deep(): return deep()
def survivor(): return "here"
""")
def test_memory_and_recursion_are_limited(student: Student) -> None:
    """
    Too much memory or depth is an exception in the student's code, not ours.
    """
    if sys.platform == "linux":
        with pytest.raises(CodeRaised, match="MemoryError"):
            student.call("greedy")
    with pytest.raises(CodeRaised, match="RecursionError"):
        student.call("deep")

    assert student.call("survivor") == "here"


@pytest.mark.code("""
seen = []
def remember(x):
    seen.append(x)
    open("on-disk.txt", "a").write(x)
    return seen, open("on-disk.txt").read()
""")
def test_restart_keeps_the_folder_and_nothing_else(student: Student) -> None:
    """
    After a restart memory is empty, and files are as they were.
    """
    assert student.call("remember", "a") == [["a"], "a"]

    student.restart()

    assert student.call("remember", "b") == [["b"], "ab"]


@pytest.mark.code("""
import os, subprocess, sys
def spawn(): return subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE).pid
def own(): return os.getpid()
""")
def test_a_kill_takes_everything_the_student_started(student: Student) -> None:
    """
    Killing a student's process leaves none of its children behind.
    """
    pids = [student.call("spawn"), student.call("own")]

    student.kill()

    assert wait_until(lambda: all(map(gone, pids)))


@pytest.mark.code("""
import os, sqlite3
def write():
    with sqlite3.connect("real.db") as db:
        db.execute("CREATE TABLE t (x)")
        db.execute("INSERT INTO t VALUES (7)")
    open("fake.db", "w").write("no database" * 100)
    os.symlink("/etc/passwd", "link.db")
    os.mkdir("folder.db")
""")
def test_rows_come_from_databases_and_from_nothing_else(student: Student) -> None:
    """
    Links, folders, other files and missing tables have no rows; nothing raises.
    """
    student.call("write")

    assert student.rows("real.db", "SELECT x FROM t") == [(7,)]
    for file in ("fake.db", "link.db", "folder.db", "missing.db"):
        assert student.rows(file, "SELECT 1 FROM sqlite_master") == []
    assert student.rows("real.db", "SELECT * FROM nowhere") == []
    assert student.rows("real.db", "INSERT INTO t VALUES (8)") == []
    assert student.contents("link.db") == b""
    endless = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    )
    assert student.rows("real.db", endless) == []


def test_the_folder_is_gone_afterwards(warm: WarmProcess) -> None:
    """
    A check leaves no files behind.
    """
    with Student(warm, {"cells": []}) as student:
        folder = student.folder
        assert folder.is_dir()

    assert not folder.exists()


def test_students_share_nothing(warm: WarmProcess) -> None:
    """
    What one student does to modules or the environment, the next does not see.
    """
    vandal = "import json, os\njson.dumps = None\nos.environ['X'] = '1'\ndef f(): return 1"
    honest = "import json, os\ndef f(): return [json.dumps([]), os.environ.get('X')]"
    with (
        Student(warm, {"cells": [["a", vandal]]}) as one,
        Student(warm, {"cells": [["a", honest]]}) as two,
    ):
        with pytest.raises(CodeEnded):
            one.call("f")
        assert two.call("f") == ["[]", None]


def test_nothing_outlives_a_killed_kernel(tmp_path: Path) -> None:
    """
    After kill -9 of the process that holds the checks, the warm one and its children end.
    """
    program = tmp_path / "kernel.py"
    program.write_text(
        "from autograder.engine import Student, WarmProcess\n"
        "warm = WarmProcess()\n"
        "student = Student(warm, {'cells': [['a', 'import os\\ndef pid(): return os.getpid()']]})\n"
        "print(warm._process.pid, student.call('pid'), warm.folder, flush=True)\n"
        "student.call('pid', seconds=60)\n"
        "input()\n"
    )
    kernel = subprocess.Popen(
        [sys.executable, program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert kernel.stdout is not None
    assert kernel.stdin is not None
    with kernel.stdout, kernel.stdin:
        *pids, folder = kernel.stdout.readline().split()

        os.kill(kernel.pid, signal.SIGKILL)
        kernel.wait()

    assert wait_until(lambda: all(gone(int(pid)) for pid in pids))
    assert not Path(folder).exists()


def test_a_database_under_a_writer_is_read(warm: WarmProcess) -> None:
    """
    What a killed process left in its write-ahead log counts as written.
    """
    code = """
import sqlite3
def write():
    global db
    db = sqlite3.connect("wal.db", isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("CREATE TABLE t (x)")
    db.execute("INSERT INTO t VALUES ('in the log')")
"""
    with Student(warm, {"cells": [["a", code]]}) as student:
        student.call("write")
        student.kill()

        assert b"in the log" in student.contents("wal.db")
        assert student.rows("wal.db", "SELECT x FROM t") == [("in the log",)]


def test_the_folder_of_a_killed_grader_is_removed_by_the_next() -> None:
    """
    What nobody could clear away takes memory until somebody starts anew.
    """
    program = (
        "import os, signal\n"
        "from autograder.engine import WarmProcess\n"
        "print(WarmProcess().folder, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    killed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    left = Path(killed.stdout.strip())

    WarmProcess().close()

    assert killed.returncode == -signal.SIGKILL
    assert not left.exists()
