"""Writes, empties, renames, removes and re-dates what is not its own, wherever it can reach.

lesson: start_here
expects: 0
says: got []
"""

# cell: added
import glob
import sqlite3
import sysconfig

SITE = sysconfig.get_path("purelib")
ENGINE = f"{FACTS['root']}/autograder/engine"
FILES = [FACTS["notes"], FACTS["gradebook"], FACTS["other"], f"{SITE}/langgraph/graph/state.py", os.__file__]
FILES += [f"{ENGINE}/student.py", f"{FACTS['root']}/autograder/contract.py", f"{FACTS['root']}/workbook/crash.py"]
FOLDERS = [SITE, ENGINE, f"{ENGINE}/__pycache__", FACTS["home"], FACTS["venv"], "/tmp", "/var/tmp"]
FOLDERS += ["/dev/shm", "/etc", "/etc/cron.d", "/var/spool/cron", "/usr/local/bin", "/run", "/", ".."]


def touched(path, effort):
    """Do something to a file; say whether the kernel did it, which its last change tells."""
    before = os.stat(path).st_ctime_ns
    effort(path)
    return os.stat(path).st_ctime_ns != before


def same_mode(path):
    os.chmod(path, os.stat(path).st_mode & 0o7777)


for path in FILES:
    attempt(f"append {path}", lambda: os.open(path, os.O_WRONLY | os.O_APPEND))
    attempt(f"empty {path}", lambda: os.truncate(path, os.stat(path).st_size))
    attempt(f"times {path}", touched, path, os.utime)
    attempt(f"mode {path}", touched, path, same_mode)
    attempt(f"owner {path}", touched, path, lambda path: os.chown(path, os.getuid(), -1))
    attempt(f"attribute {path}", touched, path, lambda path: os.setxattr(path, "user.hostile", b"x"))
    attempt(f"rename {path}", lambda: os.rename(path, path + ".old"))
    attempt(f"remove {path}", lambda: os.unlink(path))
for folder in FOLDERS:
    attempt(f"new in {folder}", lambda: os.open(f"{folder}/hostile.pth", os.O_WRONLY | os.O_CREAT))
    attempt(f"folder in {folder}", lambda: os.mkdir(f"{folder}/hostile"))
    attempt(f"link in {folder}", lambda: os.symlink("/", f"{folder}/hostile.link"))
    attempt(f"mode of {folder}", touched, folder, same_mode)
attempt("gradebook", lambda: sqlite3.connect(FACTS["gradebook"]).execute("DELETE FROM checkpoints"))
for path in glob.glob("/proc/sys/kernel/*") + glob.glob("/proc/[0-9]*/oom_score_adj"):
    if int(path.split("/")[2].replace("sys", str(os.getpid()))) != os.getpid() or "sys" in path:
        attempt(path, lambda: os.open(path, os.O_WRONLY))


# cell: sign_in
def sign_in(path, name):
    show()
    print("more than 150" if len(TRIED) > 150 else "too few")
    return []
