"""A class is graded whatever happens: to the grader, to the disk, to the files handed in."""

from __future__ import annotations

import copy
import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import psutil
import pytest

from autograder import course
from autograder.cells import (
    answers,
    fit,
    nbformat,
    read_notebook,
    solve,
)
from autograder.engine import room
from autograder.engine.doctor import examine
from autograder.grading.classroom import mark_bytes
from autograder.grading.journal import Journal

ROOT = Path(__file__).parents[1]
ASSIGNMENT, NOTEBOOK = "0_start_here", "start_here"
GALLERY = ROOT / "tests" / "gallery" / NOTEBOOK
STUB = read_notebook(ROOT / "notebooks" / ASSIGNMENT / f"{NOTEBOOK}.ipynb")
REFERENCE = fit(STUB, answers(ROOT / "solutions" / f"{NOTEBOOK}.py"))
RIGHT = solve(STUB, REFERENCE)
TRUSTING = examine().level == "none"  # a machine without walls tests all the rest
HOSTILE = (
    "import os\nos._exit(0)",
    "def sign_in(path, name):\n    import os\n    os.kill(os.getpid(), 9)",
    "def sign_in(path, name):\n    import os\n    os.kill(os.getppid(), 9)\n    return [name]",
    "def sign_in(path, name):\n    return 'x' * 3_000_000",
    "def sign_in(path, name):\n    open('/etc/hostname', 'w').write(name)",
)
SECONDS = 300  # for one run; a grader that takes longer hangs

# Everything that a gradebook holds of a class, without its random keys.
ROWS = """
    SELECT submitted_assignment.student_id, notebook.name, base_cell.name, grade.auto_score,
        grade.manual_score, grade.needs_manual_grade, submitted_notebook.late_submission_penalty
    FROM grade
    JOIN base_cell ON base_cell.id = grade.cell_id
    JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
    JOIN notebook ON notebook.id = submitted_notebook.notebook_id
    JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
    ORDER BY 1, 2, 3
"""


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with one assignment, as `make class` builds it, that nobody has handed in yet."""
    root = tmp_path_factory.mktemp("course")
    for name in ("nbgrader_config.py", f"solutions/{NOTEBOOK}.py"):
        (root / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    shutil.copytree(ROOT / "notebooks" / ASSIGNMENT, root / "notebooks" / ASSIGNMENT)
    course.renew(root)
    return root


@pytest.fixture
def root(empty: Path, tmp_path: Path) -> Path:
    """A course of the test's own."""
    return Path(shutil.copytree(empty, tmp_path / "workbook"))


def hand_in(root: Path, student: str, content: Any = RIGHT) -> Path:
    """Hand in a notebook, or bytes in its place."""
    path = root / "course" / "submitted" / student / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not isinstance(content, bytes):
        content = nbformat.writes(content).encode()
    path.write_bytes(content)
    return path


def answered(source: str) -> Any:
    return solve(STUB, {"sign_in": source})


def a_class(root: Path, size: int) -> None:
    """Hand in for *size* students: right, wrong, untouched, hostile and unreadable answers."""
    galleries = [answers(path)["sign_in"] for path in sorted(GALLERY.glob("*/*.py"))]
    # Without walls an attack would reach whoever runs this test.
    attacks = () if TRUSTING else HOSTILE
    contents = [*map(answered, [*galleries, *attacks]), STUB, RIGHT, b'{"cells": [']
    for number in range(size):
        hand_in(root, f"student-{number:03}", contents[number % len(contents)])


def command(*options: str) -> list[str]:
    more = ["--trust-submissions"] if TRUSTING else []
    return [sys.executable, "-m", "autograder.cli", "grade", *(options or (ASSIGNMENT,)), *more]


def grade(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run `autograder grade` as an instructor does, in the course's folder."""
    return subprocess.run(
        command(*options),
        cwd=root,
        env=outside(),
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )


def outside() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)}


def report(root: Path) -> dict[str, dict[str, Any]]:
    """Return the lines of the report for programs, by student."""
    told = json.loads((root / "course" / "grading" / f"{ASSIGNMENT}.json").read_text())
    return {line["student"]: line for line in told["lines"]}


def journal(root: Path) -> list[dict[str, Any]]:
    path = root / "course" / "grading" / f"{ASSIGNMENT}.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()]


def gradebook(root: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(root / "course" / "gradebook.db")) as db:
        return list(db.execute(ROWS))


def contents(root: Path) -> dict[str, str]:
    """Return a digest of every file of a course; a lock that nobody holds is none."""
    files = (path for path in root.rglob("*") if path.is_file() and path.suffix != ".lock")
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def wait_until(happened: Callable[[], bool], seconds: float = SECONDS) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if happened():
            return True
        time.sleep(0.001)
    return False


# --- Kills ---


@dataclass(frozen=True)
class Moment:
    """When to kill: so many lines in the journal, then perhaps a transaction, then a while."""

    lines: int
    within: str
    later: float


def moments(seed: int, size: int) -> list[Moment]:
    """Draw 20 moments of the life of a class, from before its first mark to its last entries."""
    random = Random(seed)
    lines = sorted(random.sample(range(2 * size - 20), 19))
    within = random.choices(("", "gradebook.db-journal", "autograded"), k=19)
    return [
        Moment(0, "", random.uniform(0, 1)),
        *(
            Moment(count, place if count > size else "", random.choice((0, 0.005, 0.05, 0.3)))
            for count, place in zip(lines, within, strict=True)
        ),
    ]


class Killed:
    """Graders that were killed with all of their process group, and what they had started."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.processes: set[psutil.Process] = set()

    def run(self, moment: Moment) -> None:
        """Run the grader up to a moment; fail if it ends by itself before that."""
        # One process that marks, or two: in turn, for both are ways to be killed.
        workers = f"--workers={1 + moment.lines % 2}"
        grader = subprocess.Popen(
            command(ASSIGNMENT, workers),
            cwd=self.root,
            env=outside(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        assert wait_until(lambda: self.has_come(moment) or grader.poll() is not None)
        with suppress(subprocess.TimeoutExpired):
            grader.wait(moment.later)
        with suppress(psutil.Error):
            process = psutil.Process(grader.pid)
            self.processes |= {process, *process.children(recursive=True)}
        with suppress(ProcessLookupError):
            os.killpg(grader.pid, signal.SIGKILL)
        assert grader.wait() == -signal.SIGKILL, f"it ended by itself before {moment}"

    def has_come(self, moment: Moment) -> bool:
        course = self.root / "course"
        path = course / "grading" / f"{ASSIGNMENT}.jsonl"
        if moment.lines and not path.exists():
            return False
        if moment.lines and path.read_bytes().count(b"\n") < moment.lines:
            return False
        if moment.within == "autograded":
            return any(
                time.time() - each.stat().st_mtime < 1 for each in course.glob("autograded/*")
            )
        return not moment.within or (course / moment.within).exists()

    def left(self) -> list[str]:
        """Return what is left of them: processes, and folders in memory or among temporary ones."""
        running = [str(process) for process in self.processes if process.is_running()]
        pids = {process.pid for process in self.processes}
        places = (Path("/dev/shm"), Path(os.environ.get("TMPDIR", "/tmp")))
        folders = [str(each) for place in places for each in place.glob("students-*-*")]
        return running + [each for each in folders if int(each.split("-")[1]) in pids]


def test_killed_twenty_times_and_each_is_marked_once(empty: Path, tmp_path: Path) -> None:
    """
    A class of 60, killed at 20 moments of its life, has the marks of one that never was.
    """
    root, twin = (Path(shutil.copytree(empty, tmp_path / name)) for name in ("killed", "twin"))
    for each in (root, twin):
        a_class(each, 60)
    killed = Killed(root)

    for moment in moments(seed=20251, size=60):
        killed.run(moment)
    done, never_killed = grade(root), grade(twin)

    assert (done.returncode, done.stderr) == (never_killed.returncode, never_killed.stderr)
    assert gradebook(root) == gradebook(twin)
    lines = journal(root)
    assert set(Counter(line["key"] for line in lines if "entered" not in line).values()) == {1}
    assert set(Counter(line["key"] for line in lines if "entered" in line).values()) == {1}
    assert len({line["key"] for line in lines if "entered" not in line}) == 60
    assert wait_until(lambda: not killed.left(), 20), killed.left()


def test_a_grader_killed_alone_takes_its_helpers_along(root: Path) -> None:
    """
    Those who mark and the one who enters end by themselves; the next grader begins at once.
    """
    a_class(root, 8)
    killed = Killed(root)
    with at_work(root, b'"entered"') as grader:
        killed.processes |= set(psutil.Process(grader.pid).children(recursive=True))
        os.kill(grader.pid, signal.SIGKILL)

    assert grade(root).returncode == 0
    assert wait_until(lambda: not killed.left(), 20), killed.left()
    assert {line["status"] for line in report(root).values()} == {"marked"}


@contextmanager
def at_work(root: Path, sign: bytes = b"\n") -> Iterator[subprocess.Popen[str]]:
    """Start a grader; give it once *sign* is in its journal; wait for its end."""
    path = root / "course" / "grading" / f"{ASSIGNMENT}.jsonl"
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command(), cwd=root, env=outside(), stdout=pipe, stderr=pipe, text=True
    ) as grader:
        assert wait_until(lambda: path.exists() and sign in path.read_bytes())
        yield grader
        grader.wait(SECONDS)


@pytest.mark.parametrize("cut", [1, 20, 400])
def test_a_line_that_was_cut_off_is_as_if_never_begun(tmp_path: Path, cut: int) -> None:
    """
    A crash in the midst of writing costs the line that was being written, and no other.
    """
    path = tmp_path / "class.jsonl"
    written = Journal(path)
    written.add("ada", {"tests": {}})
    written.add("grace", {"text": "\u2028 x" * 200})
    os.truncate(path, path.stat().st_size - cut)

    again = Journal(path)

    assert set(again.lines) == {"ada"}
    again.add("edsger", {})
    assert set(Journal(path).lines) == {"ada", "edsger"}


def test_an_earlier_version_handed_in_again_is_not_marked_again(root: Path) -> None:
    """
    Its marks are those that it had, and they take the place of the later version's.
    """
    for content, points in ((RIGHT, 2), (STUB, 0), (RIGHT, 2)):
        hand_in(root, "ada", content)
        assert grade(root).returncode == 0
        assert [row[3] for row in gradebook(root)] == [points]

    assert len([line for line in journal(root) if "tests" in line]) == 2


# --- Full disks ---

# In a file system of its own, of which all but a little is taken.
FULL = """
set -eu
cp -r "$1/." course
dd if=/dev/zero of=course/ballast bs=1024 count=100000 2>/dev/null || true
truncate --size=-"$2"K course/ballast
shift 2
set +e
"$@" >/dev/null 2>stopped; echo $? >>stopped
rm course/ballast
"$@" >/dev/null 2>went_on; echo $? >>went_on
cp -r course/. kept
"""


@pytest.mark.parametrize("kilobytes", [0, 8, 60, 120, 200])
def test_a_full_disk_stops_it_and_loses_nothing(
    root: Path, kilobytes: int, tmp_path: Path
) -> None:
    """
    One sentence and exit code 2; with room again it goes on, and marks nobody twice.
    """
    if room.program() is None:
        pytest.skip("bubblewrap, which makes the small file system, is not installed")
    a_class(root, 12)
    handed_in, place = tmp_path / "handed_in", root / "course"
    place.rename(handed_in)
    place.mkdir()
    (root / "kept").mkdir()
    walled = [room.program() or "bwrap", *(["--cap-add", "ALL"] if os.geteuid() == 0 else [])]
    walled += ["--dev-bind", "/", "/", "--size", str(4 << 20), "--tmpfs", str(place)]

    done = subprocess.run(
        [*walled, "sh", "-c", FULL, "sh", str(handed_in), str(kilobytes), *command()],
        cwd=root,
        env=outside(),
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )

    if done.returncode:
        pytest.skip(f"no file system of one's own here: {done.stderr}")
    sentence, code = (root / "stopped").read_text().splitlines()
    assert "No space left" in sentence or "full" in sentence
    assert code == "2"
    assert (root / "went_on").read_text() == "0\n"
    place.rmdir()
    (root / "kept").rename(place)
    assert {line["status"] for line in report(root).values()} == {"marked"}
    assert set(Counter(line["key"] for line in journal(root) if "tests" in line).values()) == {
        1
    }


# --- Graders and gradebooks in the way ---


def test_two_graders_at_once(root: Path) -> None:
    """
    The second one says so in a sentence and changes nothing; the first one is not disturbed.
    """
    a_class(root, 6)
    with at_work(root) as first:
        os.kill(first.pid, signal.SIGSTOP)
        second = grade(root)
        os.kill(first.pid, signal.SIGCONT)

    assert (second.returncode, second.stdout) == (2, "")
    assert second.stderr == (
        f"Nothing was graded: another process is grading {ASSIGNMENT}; wait for it, "
        "or end it first\n"
    )
    assert first.returncode == 0
    assert len([line for line in journal(root) if "tests" in line]) == 6


def refuses(root: Path, *options: str) -> str:
    """Return the one sentence with which it begins nothing and changes nothing."""
    before = contents(root)

    done = grade(root, *options)

    assert (done.returncode, done.stdout) == (2, "")
    assert contents(root) == before
    [sentence] = done.stderr.splitlines()
    return sentence.removeprefix("Nothing was graded: ")


# A process of its own: SQLite's locks are gone once their process closes the file anywhere else.
LOCKS = """
import sqlite3, sys
sqlite3.connect(sys.argv[1], timeout=60).execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.read()
"""


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Let another program write to the gradebook meanwhile."""
    run = [sys.executable, "-c", LOCKS, str(root / "course" / "gradebook.db")]
    pipe = subprocess.PIPE
    with subprocess.Popen(run, stdin=pipe, stdout=pipe, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "locked\n"
        yield
        other.communicate()


def test_a_locked_gradebook(root: Path) -> None:
    """
    While another program writes to it for long, nobody is marked in vain.
    """
    hand_in(root, "ada")

    with locked(root):
        sentence = refuses(root)

    assert sentence.startswith("another program is writing to gradebook.db")
    assert "close Formgrader" in sentence


def test_a_gradebook_that_is_locked_in_the_midst(root: Path) -> None:
    """
    What is marked is kept, and entered once the other program has ended.
    """
    a_class(root, 6)
    with at_work(root) as grader, locked(root):
        _, said = grader.communicate(timeout=SECONDS)

    assert grader.returncode == 2
    assert said.startswith("Grading stopped: another program is writing to gradebook.db")
    marked = {line["key"]: line["seed"] for line in journal(root) if "tests" in line}
    assert grade(root).returncode == 0
    now = {line["key"]: line["seed"] for line in journal(root) if "tests" in line}
    assert marked.items() <= now.items()


def test_a_gradebook_of_an_older_nbgrader(root: Path) -> None:
    """
    The sentence names the command that upgrades it, after a copy.
    """
    hand_in(root, "ada")
    with closing(sqlite3.connect(root / "course" / "gradebook.db")) as db:
        db.execute("UPDATE alembic_version SET version_num = '50a4d84c131a'")
        db.commit()

    assert "keep a copy of it, run `nbgrader db upgrade`" in refuses(root)


@pytest.mark.parametrize("content", [b"", b"not a database " * 100], ids=["empty", "text"])
def test_a_file_that_is_no_gradebook(root: Path, content: bytes) -> None:
    """
    It is left as it is, and not taken for a new one.
    """
    hand_in(root, "ada")
    (root / "course" / "gradebook.db").write_bytes(content)

    assert "gradebook.db is no" in refuses(root)


def test_no_gradebook(root: Path) -> None:
    """
    None is made as a side effect.
    """
    hand_in(root, "ada")
    (root / "course" / "gradebook.db").unlink()

    assert refuses(root).startswith("there is no gradebook.db yet; run `make class` once")


def test_an_assignment_that_was_never_generated(root: Path) -> None:
    """
    Where the gradebook does not know it, the sentence names nbgrader's command.
    """
    shutil.copytree(root / "course/source" / ASSIGNMENT, root / "course/source/1_new")
    path = hand_in(root, "ada")
    shutil.copytree(path.parent, path.parents[1] / "1_new")

    assert "run `nbgrader generate_assignment 1_new` first" in refuses(root, "1_new")


def test_an_unknown_assignment(root: Path) -> None:
    """
    The sentence lists those that there are.
    """
    assert refuses(root, "7_nothing") == f"no assignment '7_nothing'; there are: {ASSIGNMENT}"


def test_an_empty_class(root: Path) -> None:
    """
    The sentence names the folder to put submissions in.
    """
    assert "course/submitted/STUDENT/0_start_here/ is empty" in refuses(root)


def test_no_course(tmp_path: Path) -> None:
    """
    The sentence names the command that makes one.
    """
    assert refuses(tmp_path).startswith("there is no source/ here; run `make class` once")


def test_a_damaged_journal(root: Path) -> None:
    """
    A line that nobody wrote is not passed over in silence: the sentence says which.
    """
    hand_in(root, "ada")
    grade(root)
    path = root / "course" / "grading" / f"{ASSIGNMENT}.jsonl"
    first, *rest = path.read_text().splitlines()
    path.write_text("\n".join([first, first[:40], *rest, ""]))

    sentence = refuses(root)

    assert sentence.startswith("line 2 of ")
    assert "delete that line" in sentence


# --- What students hand in ---


def as_json(change: Callable[[dict[str, Any]], None]) -> bytes:
    """Return the right notebook with a change that nbformat would not make."""
    plain = json.loads(nbformat.writes(RIGHT))
    change(plain)
    return json.dumps(plain).encode()


def graded(cell: dict[str, Any], kind: str) -> bool:
    return bool(cell["metadata"].get("nbgrader", {}).get(kind))


def without(*kinds: str) -> bytes:
    def change(plain: dict[str, Any]) -> None:
        plain["cells"] = [c for c in plain["cells"] if not any(graded(c, k) for k in kinds)]

    return as_json(change)


def twice(kind: str) -> bytes:
    def change(plain: dict[str, Any]) -> None:
        again = [{**c, "id": "again"} for c in plain["cells"] if graded(c, kind)]
        plain["cells"] += again

    return as_json(change)


def edited(plain: dict[str, Any]) -> None:
    test = next(cell for cell in plain["cells"] if graded(cell, "grade"))
    test["source"] = "raise SystemExit"
    test["metadata"]["nbgrader"]["points"] = 100


def of_4_2(plain: dict[str, Any]) -> None:
    plain["nbformat_minor"] = 2
    for cell in plain["cells"]:
        del cell["id"]


def of_a_later_minor(plain: dict[str, Any]) -> None:
    plain["nbformat_minor"] = 99


def without_a_grade_id(plain: dict[str, Any]) -> None:
    next(c for c in plain["cells"] if graded(c, "solution"))["metadata"]["nbgrader"].pop(
        "grade_id"
    )


def of_another_type(plain: dict[str, Any]) -> None:
    about = next(c for c in plain["cells"] if graded(c, "grade"))["metadata"]["nbgrader"]
    about.update(points="many", schema_version=17)


def windows(notebook: Any) -> bytes:
    """Return it as an editor on Windows leaves it: CR LF in the cells, and in the file."""
    plain = json.loads(nbformat.writes(notebook))
    for cell in plain["cells"]:
        cell["source"] = "".join(cell["source"]).replace("\n", "\r\n")
    return json.dumps(plain, indent=1).replace("\n", "\r\n").encode()


def of_version_3(notebook: Any) -> bytes:
    return nbformat.writes(nbformat.convert(copy.deepcopy(notebook), 3), version=3).encode()


RIGHT_BYTES = nbformat.writes(RIGHT).encode()
# By student: what they hand in, and what they get, or the reason why they get nothing.
FILES: dict[str, tuple[bytes, int | str]] = {
    "right": (RIGHT_BYTES, 2),
    "carriage-returns": (windows(RIGHT), 2),
    "byte-order-mark": (b"\xef\xbb\xbf" + RIGHT_BYTES, 2),
    "version-3": (of_version_3(RIGHT), 2),
    "version-4.2": (as_json(of_4_2), 2),
    "version-4.99": (as_json(of_a_later_minor), 2),
    "no-test-cell": (without("grade"), 2),
    "two-test-cells": (twice("grade"), 2),
    "two-answers": (twice("solution"), 2),
    "edited-test-cell": (as_json(edited), 2),
    "no-answer-cell": (without("solution"), 0),
    "metadata-of-another-type": (as_json(of_another_type), 2),
    "no-grade-id": (as_json(without_a_grade_id), 2),
    "no-cell-of-ours": (without("grade", "solution"), "it has no cell of any lesson"),
    "cut-off": (RIGHT_BYTES[:-100], "it is not a Jupyter notebook"),
    "empty-file": (b"", "it is not a Jupyter notebook"),
    "half-a-letter": (
        RIGHT_BYTES.replace(b"# ", b"# \xc3 ", 1),
        "it is not a Jupyter notebook",
    ),
}
NAMES = (
    "Zo\u00eb \u00c5ngstr\u00f6m",
    "a,right",
    "*",
    "[ab]",
    "-dash",
    "{braces}",
    'o\'quote "double"',
    "back\\slash",
    "%2e; $(true) <b>",
    "\u202eturned",
    "two\nlines",
    # macOS has no place for it either.
    *([os.fsdecode(b"latin-\xe9")] if sys.platform == "linux" else []),
)


@pytest.fixture(scope="module")
def odd(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graded class in which each student hands in something odd, or has an odd name."""
    root = Path(shutil.copytree(empty, tmp_path_factory.mktemp("odd") / "workbook"))
    for student, (content, _) in FILES.items():
        hand_in(root, student, content)
    for name in NAMES:
        hand_in(root, name)
    hand_in(root, "wrong-name").rename(
        root / "course/submitted/wrong-name" / ASSIGNMENT / "my.ipynb"
    )
    hand_in(root, "no-notebook").unlink()
    os.truncate(hand_in(root, "200-megabytes"), 200 << 20)
    for student in ("folder", "link", "pipe"):
        hand_in(root, student).unlink()
    place = root / "course" / "submitted"
    (place / "folder" / ASSIGNMENT / f"{NOTEBOOK}.ipynb").mkdir()
    (place / "link" / ASSIGNMENT / f"{NOTEBOOK}.ipynb").symlink_to(
        place / "right" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    )
    os.mkfifo(place / "pipe" / ASSIGNMENT / f"{NOTEBOOK}.ipynb")

    done = grade(root)

    assert done.returncode == 1, done.stderr
    assert done.stderr == ""
    return root


@pytest.mark.parametrize("student", FILES)
def test_what_is_handed_in_gets_a_mark_or_a_reason(odd: Path, student: str) -> None:
    """
    Whatever the file is like, the report says what it earned, or why nothing.
    """
    line, due = report(odd)[student], FILES[student][1]

    if isinstance(due, str):
        assert (line["status"], line["points"]) == ("refused", 0)
        assert due in line["reason"]
    else:
        assert (line["status"], line["points"], line["out_of"]) == ("marked", due, 2)
        assert [row[3] for row in gradebook(odd) if row[0] == student] == [due]


@pytest.mark.parametrize(
    ("student", "reason"),
    [
        ("wrong-name", "there is no start_here.ipynb; its folder has my.ipynb"),
        ("no-notebook", "there is no start_here.ipynb; its folder has no notebook"),
        ("200-megabytes", "the file has 200 megabytes; 20 is the most"),
        ("folder", "it is a link or a folder, not a file"),
        ("link", "it is a link or a folder, not a file"),
        ("pipe", "it is a link or a folder, not a file"),
    ],
)
def test_what_is_no_notebook_is_told_why(odd: Path, student: str, reason: str) -> None:
    """
    A wrong name is told with the one that is wanted, a large file with the limit.
    """
    line = report(odd)[student]

    assert line["status"] == "refused"
    assert reason in line["reason"]


@pytest.mark.parametrize("student", NAMES)
def test_a_student_may_have_any_name(odd: Path, student: str) -> None:
    """
    Commas, stars, brackets, dashes and letters of any script: each gets their own marks.
    """
    line = report(odd)[student]

    if line["status"] == "not entered":
        # nbgrader has no place for it, and says so; the mark itself is there.
        assert student in ("two\nlines", os.fsdecode(b"latin-\xe9"))
        assert "nbgrader refused it" in line["reason"]
    else:
        assert (line["status"], [row[3] for row in gradebook(odd) if row[0] == student]) == (
            "marked",
            [2],
        )
    assert line["points"] == 2


def test_grading_it_once_more_changes_nothing(odd: Path) -> None:
    """
    What is marked and entered is left alone, and what was refused is refused again.
    """
    before, marked, lines = gradebook(odd), journal(odd), report(odd)

    assert grade(odd).returncode == 1

    assert (gradebook(odd), journal(odd), report(odd)) == (before, marked, lines)


# --- Time ---


def test_a_submission_has_so_many_seconds_in_all() -> None:
    """
    Calls that each end in time are cut off once they have used up what all of them have.
    """
    slow = "import time\n" + REFERENCE["sign_in"].replace(
        "    with", "    time.sleep(4.9)\n    with", 1
    )
    began = time.monotonic()

    told = mark_bytes(nbformat.writes(answered(slow)).encode(), 7, limit=6, trusting=TRUSTING)

    assert time.monotonic() - began < 4 * 4.9  # and not all five calls
    assert told["used_up"]
    [test] = told["tests"].values()
    assert test["earned"] == 0
    assert [trial["kept"] for trial in test["trials"]] == [True]
    assert test["fault"] == (
        "`sign_in` used up the 6 seconds that a whole submission has and was stopped"
    )


def test_what_was_earned_before_the_time_was_used_up_stands() -> None:
    """
    Of a lesson's tasks, the quick ones are marked, and those that found no time left say so.
    """
    lesson = read_notebook(ROOT / "notebooks" / "1_checkpointers" / "in_memory_saver.ipynb")
    given = fit(lesson, answers(ROOT / "solutions" / "in_memory_saver.py"))
    head, _, body = given["keep"].partition('"""\n')
    given["keep"] = f'{head}"""\n    import time\n    time.sleep(4.9)\n{body}'

    told = mark_bytes(
        nbformat.writes(solve(lesson, given)).encode(), 7, limit=4, trusting=TRUSTING
    )

    assert {test: one["earned"] for test, one in told["tests"].items()} == {
        "test_ask": 4,
        "test_keep": 0,
    }
    assert "used up the 4 seconds" in told["tests"]["test_keep"]["text"]


def test_more_seconds_mark_again_who_had_too_few(root: Path) -> None:
    """
    The report says who ran out of time; a run that allows more marks them anew, and nobody else.
    """
    hand_in(root, "ada")
    slow = "import time\n" + REFERENCE["sign_in"].replace(
        "    with", "    time.sleep(0.5)\n    with", 1
    )
    hand_in(root, "grace", answered(slow))

    short = grade(root, ASSIGNMENT, "--seconds=1.3")
    found = report(root)

    assert short.returncode == 0
    assert (found["ada"]["reason"], found["ada"]["points"]) == ("", 2)
    assert found["grace"]["reason"].startswith("its code used up 1.3 seconds")
    assert grade(root, ASSIGNMENT, "--seconds=60").returncode == 0
    assert {name: line["points"] for name, line in report(root).items()} == {
        "ada": 2,
        "grace": 2,
    }
    assert len([line for line in journal(root) if "tests" in line]) == 3
