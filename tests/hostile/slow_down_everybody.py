"""Takes its parent's limits, priority and processors: each later submission inherits them.

lesson: start_here
expects: 0
says: tried 13, got []
"""

# cell: added
import resource

SCHED_IDLE = 5
for who, process in (("parent", os.getppid()), ("number 1", 1)):
    attempt(f"limits of {who}", resource.prlimit, process, resource.RLIMIT_CORE, (0, 0))
    attempt(f"processes of {who}", resource.prlimit, process, resource.RLIMIT_NPROC, (900, 900))
    attempt(f"priority of {who}", os.setpriority, os.PRIO_PROCESS, process, 1)
    attempt(f"processors of {who}", os.sched_setaffinity, process, os.sched_getaffinity(process))
    attempt(f"scheduler of {who}", os.sched_setscheduler, process, os.SCHED_BATCH, os.sched_param(0))
attempt("priority of the user", os.setpriority, os.PRIO_USER, 0, 1)
attempt("input and output", lambda: system_call(251, 1, os.getppid(), 3 << 13) or True)
attempt("the bystander", os.setpriority, os.PRIO_PROCESS, FACTS["bystander"], 1)


# cell: sign_in
def sign_in(path, name):
    show()
    return []
