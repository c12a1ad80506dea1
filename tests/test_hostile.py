"""Submissions that attack whoever marks them get no point, change nothing, and harm nobody."""

from __future__ import annotations

import ast
import base64
import copy
import hashlib
import json
import os
import re
import selectors
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import psutil
import pytest
from nbconvert.exporters import HTMLExporter
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import determine_grade

from autograder.book import notebooks
from autograder.cells import (
    Notebook,
    answers,
    fit,
    is_solution,
    is_test,
    nbformat,
    read_notebook,
    solve,
)
from autograder.contract import CodeEnded, CodeRaised
from autograder.engine import Student, WarmProcess
from autograder.engine.doctor import examine
from autograder.engine.walls import Walls, readable
from autograder.grading.classroom import Submission, mark_all
from autograder.grading.journal import Journal
from autograder.marked import NotMarkable
from autograder.outputs import write

ROOT = Path(__file__).parents[1]
HOSTILE = ROOT / "tests" / "hostile"
KIT = (HOSTILE / "_kit.py").read_text()
ATTACKS = sorted(path for path in HOSTILE.glob("*.py") if not path.name.startswith("_"))
BOOK = {path.stem: path for path in notebooks(ROOT)}
LABEL = re.compile(r"^(lesson|expects|says|with): (.+)$", re.MULTILINE)
SECONDS = 45.0  # for one submission; an attack that takes longer has stopped the grader
MEMORY = 6 << 30  # bytes: so that a grader that is made to eat is stopped, not this machine

# The grader, in a process of its own as in a class: what it dies of kills no test.
GRADER = f"""
import base64, json, resource, sys
hard = resource.getrlimit(resource.RLIMIT_AS)[1]
resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, hard))
from autograder.grading.classroom import _grader, mark_bytes
for line in sys.stdin:
    asked = json.loads(line)
    try:
        told = mark_bytes(base64.b64decode(asked["content"]), asked["seed"])
    except Exception as error:
        told = {{"raised": repr(error)[:500]}}
    folders = [warm.folder for warm in _grader(False).processes._warm.values() if warm.is_alive]
    left = [str(path) for folder in folders for path in folder.glob("[!.]*")]
    print(json.dumps({{"told": told, "left": left}}), flush=True)
"""


class Grader:
    """One grader for all attacks, started again only if an attack has ended it."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = os.environ | environment
        self.left: set[str] = set()
        self._start()

    def _start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", GRADER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=self._environment,
            start_new_session=True,
        )
        # A warm process is there, and has imported what both lessons need.
        for stem in ("start_here", "preferences"):
            told = self._ask(right(stem), 7, 3 * SECONDS)
            if not earned(told):
                self.close()
                raise RuntimeError(f"no grader could be started: {told}")

    def mark(self, content: bytes, seed: int = 7, seconds: float = SECONDS) -> dict[str, Any]:
        """Return what `mark_bytes` told; raise if the grader does not survive it."""
        told = self._ask(content, seed, seconds)
        if not told:
            self.restart()
            raise AssertionError(f"the grader hung or died; {seconds:g} seconds is the limit")
        return told

    def _ask(self, content: bytes, seed: int, seconds: float) -> dict[str, Any]:
        asked = {"content": base64.b64encode(content).decode(), "seed": seed}
        assert self.process.stdin is not None
        with suppress(BrokenPipeError):
            self.process.stdin.write(json.dumps(asked).encode() + b"\n")
            self.process.stdin.flush()
        answer = self._answer(seconds)
        told: dict[str, Any] = json.loads(answer) if answer else {"told": {}, "left": []}
        self.left = set(told["left"])
        return dict(told["told"])

    def _answer(self, seconds: float) -> bytes:
        assert self.process.stdout is not None
        there, answer, end = self.process.stdout.fileno(), b"", time.monotonic() + seconds
        with selectors.DefaultSelector() as selector:
            selector.register(there, selectors.EVENT_READ)
            while not answer.endswith(b"\n"):
                if not selector.select(max(end - time.monotonic(), 0)):
                    return b""
                more = os.read(there, 1 << 20)
                if not more:
                    return b""
                answer += more
        return answer

    def restart(self) -> None:
        """Begin anew, so that what got through is charged to one attack only."""
        self.close()
        self._start()

    def descendants(self) -> set[int]:
        """Return the processes below it: warm ones, and whoever should not be there."""
        return {
            child.pid for child in psutil.Process(self.process.pid).children(recursive=True)
        }

    def close(self) -> None:
        """End it and all below it; one that hangs in a reader does not end by itself."""
        everybody = [psutil.Process(self.process.pid)]
        with suppress(psutil.Error):
            everybody += everybody[0].children(recursive=True)
        for pipe in filter(None, (self.process.stdin,)):
            with suppress(OSError):
                pipe.close()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(2)
        for process in everybody:
            with suppress(psutil.Error):
                process.kill()
        self.process.wait(30)
        if self.process.stdout:
            self.process.stdout.close()


@dataclass
class Canary:
    """What a submission must not get at: files, a variable, sockets, a process, our own code.

    An attack is told where all of it is; somebody who cheats for years would find out, too.
    """

    folder: Path
    word: str = field(default_factory=lambda: f"canary-{os.urandom(6).hex()}")

    def __post_init__(self) -> None:
        self.home, self.course = self.folder / "home", self.folder / "course"
        self.notes = self._file(self.home / "notes.txt")
        self.gradebook = self.course / "gradebook.db"
        self.course.mkdir()
        with closing(sqlite3.connect(self.gradebook)) as db, db:
            db.execute("CREATE TABLE checkpoints (thread_id TEXT)")
            db.execute("INSERT INTO checkpoints VALUES (?)", (self.word,))
        self.other = self._file(self.course / "submitted" / "bob" / "answer.ipynb")
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", 0))
        self.local, self.abstract = (socket.socket(socket.AF_UNIX) for _ in range(2))
        self.local.bind(str(self.folder / "local"))
        self.abstract.bind(f"\0{self.word}")
        for listener in (self.local, self.abstract):
            listener.listen()
        for each in self.sockets:
            each.setblocking(False)
        self.bystander = subprocess.Popen(["sleep", "3600"])

    def _file(self, path: Path) -> Path:
        path.parent.mkdir(parents=True)
        path.write_text(f"{self.word}\n" * 3)
        return path

    @property
    def sockets(self) -> tuple[socket.socket, ...]:
        return self.tcp, self.udp, self.local, self.abstract

    @property
    def environment(self) -> dict[str, str]:
        return {"CANARY": self.word}

    def facts(self) -> dict[str, Any]:
        """Return where everything is, for the attacks."""
        return {
            "notes": str(self.notes),
            "gradebook": str(self.gradebook),
            "other": str(self.other),
            "home": str(self.home),
            "tcp": self.tcp.getsockname()[1],
            "udp": self.udp.getsockname()[1],
            "local": str(self.folder / "local"),
            "abstract": self.word.replace("canary-", ""),
            "bystander": self.bystander.pid,
            "root": str(ROOT),
            "venv": sys.prefix,
        }

    def state(self) -> dict[str, Any]:
        """Return everything about it that an attack could have changed."""
        seen: dict[str, Any] = {str(path): _looks(path) for path in self.folder.rglob("*")}
        process = psutil.Process(self.bystander.pid)
        limits = [process.rlimit(which) for which in range(16)]
        seen["bystander"] = process.status(), process.nice(), process.cpu_affinity(), limits
        seen["reached"] = [_reached(each) for each in self.sockets]
        return seen

    def close(self) -> None:
        self.bystander.kill()
        self.bystander.wait()
        for each in self.sockets:
            each.close()


def _looks(path: Path) -> Any:
    found = path.lstat()
    about = found.st_mode, found.st_uid, found.st_gid, found.st_mtime_ns, found.st_nlink
    xattrs = os.listxattr(path, follow_symlinks=False)
    return (
        about,
        xattrs,
        hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
    )


def _reached(each: socket.socket) -> bool:
    with suppress(BlockingIOError):
        if each.type == socket.SOCK_DGRAM:
            each.recv(100)
        else:
            each.accept()[0].close()
        return True
    return False


Seen = dict[str, tuple[int, int, int, int]]


def of_ours() -> Seen:
    """Return size, time, mode and owner of every file that a submission sees and that is ours.

    But not of byte code, which Python itself writes; the attack `write_outside` tries there.
    """
    tops = [
        top for top in map(Path, readable()) if {ROOT, Path(sys.prefix)} & {top, *top.parents}
    ]
    found = {}
    for path in (file for top in tops for file in ([top] if top.is_file() else top.rglob("*"))):
        if "__pycache__" not in path.parts:
            is_ = path.lstat()
            found[str(path)] = is_.st_size, is_.st_mtime_ns, is_.st_mode, is_.st_uid
    return found


@cache
def lesson(stem: str) -> Notebook:
    return read_notebook(BOOK[stem])


@cache
def reference(stem: str) -> dict[str, str]:
    return fit(lesson(stem), answers(ROOT / "solutions" / f"{stem}.py"))


def right(stem: str) -> bytes:
    return nbformat.writes(solve(lesson(stem), reference(stem))).encode()


def labels(attack: Path) -> dict[str, str]:
    return {"lesson": "preferences", **dict(LABEL.findall(attack.read_text()))}


def added(source: str, name: str) -> Any:
    cell = {"cell_type": "code", "id": name, "metadata": {}, "source": source}
    return nbformat.from_dict(cell | {"outputs": [], "execution_count": None})


def submission(attack: Path, facts: dict[str, Any]) -> bytes:
    """Return the attack as a notebook: its cells in the lesson's, before them what it knows."""
    told, own = labels(attack), answers(attack)
    before = reference(told["lesson"]) if told.get("with") == "reference" else {}
    notebook = copy.deepcopy(solve(lesson(told["lesson"]), {**before, **own}))
    first = next(n for n, cell in enumerate(notebook.cells) if is_solution(cell))
    carried = {"facts": f"FACTS = {facts!r}", "kit": KIT, "added": own.get("added", "")}
    notebook.cells[first:first] = [added(text, name) for name, text in carried.items() if text]
    return nbformat.writes(notebook).encode()


def earned(told: dict[str, Any]) -> int:
    return sum(test["earned"] for test in told.get("tests", {}).values())


def points(told: dict[str, Any]) -> int:
    return sum(test["points"] for test in told.get("tests", {}).values())


def feedback(told: dict[str, Any]) -> str:
    tests = told.get("tests", {}).values()
    return "\n".join(f"{test['text']}\n{test['fault']}" for test in tests) or str(told)


@pytest.fixture(scope="module", autouse=True)
def _walls() -> None:
    found = examine()
    if found.level == "none":
        pytest.skip(f"this machine has no walls: {found.remark}")


@pytest.fixture(scope="module", autouse=True)
def ours(_walls: None) -> Seen:
    return of_ours()


@pytest.fixture(scope="module")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Canary]:
    made = Canary(tmp_path_factory.mktemp("outside"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def grader(canary: Canary) -> Iterator[Grader]:
    made = Grader(canary.environment)
    yield made
    made.close()


# What gets through as the engine stands. Each is strict: a mend is noticed here, and its line
# goes. The first one stays: a probe runs in the student's process, so its answers are claims.
OPEN = {
    "forge_the_answers": "whoever answers a probe may be somebody else than the student's code",
}


def is_open(name: str) -> pytest.MarkDecorator:
    """Expect a test to fail as long as its name is among what is open."""
    return pytest.mark.xfail(name in OPEN, strict=True, reason=OPEN.get(name, ""))


def cases(*, on_servers: bool) -> list[Any]:
    return [
        pytest.param(path, id=path.stem, marks=is_open(path.stem))
        for path in ATTACKS
        if path.stem.startswith("server_") is on_servers
    ]


def judge(expected: dict[str, str], told: dict[str, Any], canary: Canary) -> None:
    """Assert that an attack earned nothing that it should not, and had nothing to tell."""
    assert "tests" in told, told
    assert earned(told) <= int(expected["expects"]), feedback(told)
    assert any(words in feedback(told) for words in says(expected)), feedback(told)
    assert canary.word not in json.dumps(told)
    assert is_inert(feedback(told)), feedback(told)


@pytest.mark.parametrize("attack", cases(on_servers=False))
def test_an_attack_gains_nothing_and_harms_nobody(
    grader: Grader, canary: Canary, attack: Path
) -> None:
    """
    No point too many, nothing outside read or changed, nothing left behind; and the next one
    has its marks.
    """
    expected, before, running = labels(attack), canary.state(), grader.descendants()
    left = grader.left

    # One that is known to hang the grader needs not be waited for.
    seconds = SECONDS / 4 if attack.stem in OPEN else SECONDS
    told = grader.mark(submission(attack, canary.facts()), seconds=seconds)
    left_now = grader.left
    following = grader.mark(right("preferences"))
    running_now = grader.descendants()
    if earned(following) != 26:
        grader.restart()

    judge(expected, told, canary)
    assert canary.state() == before
    assert running_now == running
    assert left_now <= left
    assert earned(following) == 26, feedback(following)


@pytest.mark.parametrize("attack", cases(on_servers=True))
def test_a_server_is_as_new_for_whoever_comes_after_an_attack(
    grader: Grader, canary: Canary, attack: Path
) -> None:
    """
    Between two honest submissions of its lesson, one that turns against the server they use
    finds nothing of the first and leaves nothing to the second.
    """
    expected, honest = labels(attack), right(labels(attack)["lesson"])
    earlier, before, running = grader.mark(honest), canary.state(), len(grader.descendants())

    told = grader.mark(submission(attack, canary.facts()))
    following = grader.mark(honest)
    running_now = len(grader.descendants())
    if earned(following) != points(following):
        grader.restart()

    judge(expected, told, canary)
    assert canary.state() == before
    assert running_now == running
    for each in (earlier, following):
        assert earned(each) == points(each) > 0, feedback(each)


def test_every_attack_names_what_is_there() -> None:
    """
    What attacks patch in the engine still has its name there: one that misses shows nothing.
    """
    missed = []
    for attack in ATTACKS:
        tree = ast.parse(attack.read_text())
        modules = {
            name.asname or name.name: import_module(f"autograder.engine.{name.name}")
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "autograder.engine"
            for name in node.names
        }
        missed += [
            f"{attack.stem}: {node.value.id}.{node.attr}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in modules
            and not hasattr(modules[node.value.id], node.attr)
        ]

    assert missed == []


def says(expected: dict[str, str]) -> list[str]:
    return expected.get("says", "").split(" or ")


def is_inert(text: str) -> bool:
    """Say whether a terminal, a file and a page can show it: no commands, and not endless."""
    return (
        not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", text)
        and len(text) < 20_000
    )


def odd(change: str) -> bytes:
    """Return the stub with one change, in JSON that no editor would write."""
    plain = json.loads(nbformat.writes(lesson("start_here")))
    cells = plain["cells"]
    cell = next(each for each in cells if each["metadata"].get("nbgrader", {}).get("solution"))
    scope = {"notebook": plain, "cells": cells, "cell": cell, "about": cell["metadata"]}
    exec(change, scope)
    return json.dumps(plain).encode()


ODD = [
    "about['nbgrader'] = []",
    "about['nbgrader'] = 'solution'",
    "about['nbgrader'] = None",
    "about['nbgrader']['grade_id'] = {'a': []}",
    "about['nbgrader']['solution'] = [[]]",
    "about['tags'] = 5",
    "about['tags'] = {'setup': 1}",
    "cell['metadata'] = []",
    "cell['metadata'] = None",
    "del cell['metadata']",
    "cell['source'] = {'text': 'x'}",
    "cell['source'] = [1, None]",
    "cell['source'] = None",
    "del cell['source']",
    "cell['id'] = ['a']",
    "cell['id'] = {'a': 1}",
    "cell['cell_type'] = ['code']",
    "cell['cell_type'] = None",
    "cell['outputs'] = 7",
    "cell['source'] = 'x = ' + '(' * 100_000",
    r"cell['source'] = '\ud800'",
    "cell['source'] = 'x' * 5_000_000",
    "cells[:] = [None]",
    "cells[:] = [[]]",
    "cells[:] = cells * 200",
    "notebook['cells'] = {'a': 1}",
    "notebook['cells'] = None",
    "notebook['worksheets'] = [{'cells': 5}]; notebook['nbformat'] = 3",
    "notebook['worksheets'] = []; notebook['nbformat'] = 3",
    "notebook['nbformat'] = 2",
    "notebook['nbformat'] = 1",
    "notebook['nbformat'] = 99",
    "notebook['nbformat'] = 1e308",
    "notebook['nbformat'] = 'four'",
    "notebook['nbformat'] = None",
    "notebook['nbformat_minor'] = -1",
    "notebook['nbformat_minor'] = 'x'",
    "notebook['metadata'] = 'x'",
    "notebook['metadata'] = {'kernelspec': 5, 'language_info': []}",
]


@pytest.mark.parametrize("change", [pytest.param(one, marks=is_open(one)) for one in ODD])
def test_an_odd_notebook_costs_nobody_else_anything(grader: Grader, change: str) -> None:
    """
    It is refused in a sentence or marked without a point; the grader raises nothing.
    """
    told = grader.mark(odd(change))

    assert "refused" in told or ("tests" in told and earned(told) == 0), told


def test_a_giant_or_special_file_is_refused_unread(tmp_path: Path) -> None:
    """
    200 megabytes, a pipe, a link and a device are told apart before a byte is read.
    """
    giant, pipe, link = (tmp_path / name for name in ("giant", "pipe", "link"))
    with giant.open("wb") as file:
        file.truncate(200 << 20)
    os.mkfifo(pipe)
    link.symlink_to(giant)

    for path in (giant, pipe, link, tmp_path, Path("/dev/zero")):
        with pytest.raises(NotMarkable):
            Submission("eve", "0_start_here", "start_here", path).read()


@is_open("the class")
def test_one_attack_costs_the_rest_of_the_class_nothing(canary: Canary, tmp_path: Path) -> None:
    """
    A submission that confuses the checks has its line in the journal, and so has the next.
    """
    handed_in = []
    contents = {"eve": submission(HOSTILE / "wrong_shapes.py", canary.facts())}
    for student, content in (contents | {"ann": right("start_here")}).items():
        path = tmp_path / f"{student}.ipynb"
        path.write_bytes(content)
        handed_in.append(Submission(student, "lesson", "lesson", path))

    marked = mark_all(handed_in, Journal(tmp_path / "journal"), workers=1)
    told = {one.student: line for one, line in marked}

    assert earned(told["eve"]) == 0
    assert earned(told["ann"]) == 2


@is_open("another lesson")
def test_another_lessons_notebook_earns_nothing_in_nbgrader(grader: Grader) -> None:
    """
    nbgrader gives a test cell that shows nothing all its points: none is left so.
    """
    told = grader.mark(right("start_here"))
    wanted = copy.deepcopy(lesson("preferences"))

    write(wanted, told)

    points = [determine_grade(cell)[0] for cell in wanted.cells if is_test(cell)]
    assert points == [0] * 8


SCRIPT = "<script>alert(1)</script>"
INERT = rf"""
class Named(Exception):
    pass

Named.__name__ = Named.__qualname__ = "{SCRIPT}"

def sign_in(path, name):
    print("{SCRIPT}\x1b]0;owned\x07\x1b[2J\ud800")
    HOW
"""


@is_open("inert")
@pytest.mark.parametrize("how", [f"return '{SCRIPT}'", f"raise Named('{SCRIPT}')"])
def test_feedback_is_text_and_nothing_else(grader: Grader, how: str) -> None:
    """
    What a student printed, returned or raised is shown as it is written, and does nothing.
    """
    notebook = copy.deepcopy(lesson("start_here"))
    next(filter(is_solution, notebook.cells)).source = INERT.replace("HOW", how)
    told = grader.mark(json.dumps(notebook).encode())
    # Their own code is shown, too, but this is about what marking adds.
    next(filter(is_solution, notebook.cells)).source = ""
    write(notebook, told)

    page = page_of(notebook)

    assert "alert(1)" in feedback(told)
    assert is_inert(feedback(told)), feedback(told)
    assert "&lt;script&gt;alert(1)" in page
    assert SCRIPT not in page


def page_of(notebook: Notebook) -> str:
    """Return the page that nbgrader's own feedback template makes."""
    made = GenerateFeedback(coursedir=CourseDirectory())
    for cell in filter(is_test, notebook.cells):  # as its GetGrades does, from the gradebook
        cell.metadata.nbgrader |= {"score": 0, "comment": ""}
    exporter = HTMLExporter(config=made.config)
    about = {"score": 0, "max_score": 2, "late_penalty": 0, "notebook": "x", "student": "eve"}
    page, _ = exporter.from_notebook_node(notebook, {"nbgrader": about})
    return str(page)


UNREAD = r"""
import gc, json, time
channel = next(e for e in gc.get_objects() if type(e).__name__ == "Channel" and e.socket.fileno() > 2)
channel.socket.sendall(b'{"failed": {}}\n' + b'{"value": 1}\n' * 200)
time.sleep(600)
"""


def ask_much(student: Student) -> None:
    for _ in range(100):
        student.call("any", "x" * 100_000)


@pytest.fixture(scope="module")
def walls() -> Walls:
    return Walls(room=examine().level == "room")


@is_open("unread")
def test_who_reads_no_question_ends_only_itself(walls: Walls) -> None:
    """
    Answers to questions that were never read are worth nothing once no question fits any more.
    """
    with closing(WarmProcess(walls=walls)) as warm:
        with Student(warm, {"cells": [["a", UNREAD]]}) as eve, pytest.raises(CodeEnded):
            ask_much(eve)
        with Student(warm, {"cells": [["a", "def one(): return 1"]]}) as ann:
            assert ann.call("one") == 1


@is_open("ports")
def test_an_open_port_opens_nothing_else(canary: Canary) -> None:
    """
    Where a lesson talks to a server, there is TCP to its port, and no other socket at all.
    """
    with socket.create_server(("127.0.0.1", 0)) as server:
        walls = Walls(room=examine().level == "room", ports=(server.getsockname()[1],))
        reach = (
            "import socket\ndef reach(port): socket.create_connection(('127.0.0.1', port), 1)"
        )
        attack = answers(HOSTILE / "network.py")
        cells = [["facts", f"FACTS = {canary.facts()!r}"], ["kit", KIT], ["reach", reach]]
        job = {"cells": [*cells, *attack.items()]}
        with closing(WarmProcess(walls=walls)) as warm, Student(warm, job) as eve:
            eve.call("reach", server.getsockname()[1])
            with pytest.raises(CodeRaised):
                eve.call("reach", canary.facts()["tcp"])
            eve.call("show")

            # A socket of TCP can be made; that it leads nowhere else was seen above.
            assert re.search(r"got \['socket 2 1'\]", eve.printed), eve.printed
    assert not any(map(_reached, canary.sockets))


def test_nothing_of_ours_has_changed(ours: Seen) -> None:
    """
    After all of it, Python's files and the grader's are what they were.
    """
    now = of_ours()

    assert {path for path in ours if now.get(path) != ours[path]} == set()
    assert set(now) - set(ours) == set()
