"""Reads other processes through /proc: their memory, variables, folders and open files.

lesson: start_here
expects: 0
says: got []
"""

# cell: added
import glob

ABOUT = ["environ", "maps", "mem", "auxv", "stack", "syscall", "smaps", "numa_maps", "pagemap"]
LINKS = ["root", "cwd", "exe"]


def read(path):
    with open(path, "rb") as file:
        return file.read(64)


for process in glob.glob("/proc/[0-9]*"):
    if int(process[6:]) == os.getpid():
        continue
    for name in ABOUT:
        attempt(f"{process}/{name}", read, f"{process}/{name}")
    for name in LINKS:
        attempt(f"{process}/{name}", os.listdir, f"{process}/{name}/")
        attempt(f"{process}/{name} link", os.readlink, f"{process}/{name}")
    attempt(f"{process}/fd", os.listdir, f"{process}/fd")
for name in ("kcore", "kmsg", "keys", "sysrq-trigger"):
    attempt(name, lambda: open(f"/proc/{name}", "rb").read(16) if os.access(f"/proc/{name}", os.R_OK) else "")
attempt("bystander", lambda: read(f"/proc/{FACTS['bystander']}/cmdline"))
attempt("core pattern", lambda: open("/proc/sys/kernel/core_pattern", "w").write("|/bin/sh"))
attempt("last pid", lambda: open("/proc/sys/kernel/ns_last_pid", "w").write("1"))
attempt("oom", lambda: open(f"/proc/{os.getppid()}/oom_score_adj", "w").write("1000"))


# cell: sign_in
def sign_in(path, name):
    show()
    print("more than twenty" if len(TRIED) > 20 else "too few")
    return []
