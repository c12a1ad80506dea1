"""Leaves its folder by links, hard links, renames, and the doors that /proc has.

lesson: start_here
expects: 0
says: tried 18, got []
"""

# cell: added
def through(link):
    os.symlink(FACTS["notes"], link)
    return open(link).read()


def by_descriptor():
    folder = os.open("/", os.O_PATH)
    return os.read(os.open(FACTS["notes"][1:], os.O_RDONLY, dir_fd=folder), 9)


def unnamed():
    there = os.open(os.path.dirname(FACTS["notes"]), os.O_TMPFILE | os.O_RDWR)
    return there


def climb():
    for _ in range(30):
        os.chdir("..")
    return open(FACTS["notes"][1:]).read()


attempt("symlink", through, "link")
attempt("link of a link", lambda: os.symlink("link", "again") or open("again").read())
attempt("hard link", os.link, FACTS["notes"], "hard")
attempt("hard link of a library", os.link, os.__file__, "library")
attempt("rename in", os.rename, FACTS["notes"], "moved")
attempt("rename out", lambda: open("mine", "w").close() or os.rename("mine", FACTS["home"] + "/mine"))
attempt("exchange", lambda: system_call(316, -100, b"mine", -100, FACTS["notes"].encode(), 2) or True)
attempt("/proc/self/root", lambda: open("/proc/self/root" + FACTS["notes"]).read())
attempt("/proc/1/root", lambda: open("/proc/1/root" + FACTS["notes"]).read())
attempt("/proc/self/task", lambda: open(f"/proc/self/task/{os.getpid()}/root" + FACTS["notes"]).read())
attempt("parent's cwd", lambda: os.listdir(f"/proc/{os.getppid()}/cwd/"))
attempt("above", os.listdir, "..")
attempt("climb", climb)
attempt("a descriptor of /", by_descriptor)
attempt("unnamed", unnamed)
attempt("write beside", lambda: open("../beside", "w"))
attempt("rename itself", lambda: os.rename(os.environ["TMPDIR"], "/tmp/elsewhere"))
attempt("replace itself", lambda: os.rmdir(os.environ["TMPDIR"]))


# cell: sign_in
def sign_in(path, name):
    show()
    return []
