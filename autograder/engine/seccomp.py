"""seccomp: system calls that a student's program never needs, refused by the kernel.

The filter is made once, by libseccomp, in the warm process; a child only loads it.
"""

from __future__ import annotations

import ctypes
import errno
import mmap
import os
import struct
import tempfile
from typing import Any

from autograder.engine import sockets

__all__ = ["compiled", "load"]

# Other processes, other namespaces, the kernel itself; what can be asked of the system's
# administrators only is among them because one may be grading as root.
REFUSED = [
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "kcmp",
    "memfd_create",
    "pidfd_getfd",
    "process_madvise",
    "unshare",
    "setns",
    "mount",
    "umount2",
    "move_mount",
    "open_tree",
    "fsopen",
    "fsmount",
    "fspick",
    "mount_setattr",
    "pivot_root",
    "chroot",
    "bpf",
    "perf_event_open",
    "userfaultfd",
    "keyctl",
    "add_key",
    "request_key",
    "io_uring_setup",
    "io_uring_enter",
    "io_uring_register",
    "open_by_handle_at",
    "name_to_handle_at",
    "fanotify_init",
    "quotactl",
    "acct",
    "swapon",
    "swapoff",
    "reboot",
    "kexec_load",
    "kexec_file_load",
    "init_module",
    "finit_module",
    "delete_module",
    "syslog",
    "personality",
    "settimeofday",
    "clock_settime",
    "adjtimex",
    "clock_adjtime",
    "setuid",
    "setgid",
    "setreuid",
    "setregid",
    "setresuid",
    "setresgid",
    "setgroups",
    "capset",
    "shmget",
    "shmat",
    "msgget",
    "semget",
    "mq_open",
    "memfd_secret",
]
NEW_NAMESPACES = 0x7E020080  # every CLONE_NEW... flag
# Calls that name a process: the arguments which, other than so, mean another one than itself.
ABOUT_ONE = {
    "prlimit64": {0: 0},
    "setpriority": {0: 0, 1: 0},
    "ioprio_set": {0: 1, 1: 0},
    "sched_setaffinity": {0: 0},
    "sched_setscheduler": {0: 0},
    "sched_setparam": {0: 0},
    "sched_setattr": {0: 0},
}
MAP_TYPE, MAP_ANONYMOUS = 0x0F, mmap.MAP_ANONYMOUS
ANONYMOUS_SHARED = mmap.MAP_SHARED | mmap.MAP_ANONYMOUS
# What Landlock does not look at: modes, owners and attributes of any file there is, and of the
# folder that the next submission's lies in. (Not times: `Path.touch` learns from a refusal to
# set them that there is no file yet, and they harm nobody.)
ABOUT_FILES = [
    *("chmod", "fchmod", "fchmodat", "fchmodat2"),
    *("chown", "fchown", "lchown", "fchownat"),
    *("setxattr", "lsetxattr", "fsetxattr", "setxattrat"),
    *("removexattr", "lremovexattr", "fremovexattr", "removexattrat"),
]
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2  # prctl

_libc = ctypes.CDLL(None, use_errno=True)


def compiled(*, internet: bool = False, local: bool = False) -> bytes:
    """Return the filter as the kernel reads it.

    Args:
        internet: Leave TCP sockets; Landlock then says which ports they reach.
        local: Leave sockets that a kernel needs; for a room without a network.

    Raises:
        ImportError, OSError: libseccomp is not on this machine.
    """
    import pyseccomp  # loads the system's libseccomp, which every Debian and Ubuntu has

    rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    _add_refusals(rules, pyseccomp)
    _add_conditions(rules, pyseccomp, local=local)
    for call, arguments in sockets.refused(pyseccomp, internet=internet, local=local):
        rules.add_rule(pyseccomp.ERRNO(errno.EACCES), call, *arguments)
    with tempfile.TemporaryFile() as file:
        rules.export_bpf(file)
        file.seek(0)
        return file.read()


def _add_refusals(rules: Any, pyseccomp: Any) -> None:
    refuse = pyseccomp.ERRNO(errno.EPERM)
    for name in REFUSED:
        # An older libseccomp does not know the newest names; neither would the kernel.
        if pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name) != -1:
            rules.add_rule(refuse, name)
    # glibc asks clone3 first, whose flags no filter can see, and then clone.
    rules.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")
    for flag in (1 << bit for bit in range(32) if NEW_NAMESPACES >> bit & 1):
        rules.add_rule(refuse, "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, flag, flag))
    # No process is charged for what lies in it once it is no longer mapped.
    shared = pyseccomp.Arg(3, pyseccomp.MASKED_EQ, MAP_TYPE | MAP_ANONYMOUS, ANONYMOUS_SHARED)
    rules.add_rule(refuse, "mmap", shared)


def _add_conditions(rules: Any, pyseccomp: Any, *, local: bool) -> None:
    """Leave calls to a process that are about itself, and to a file none that change its mode.

    The latter say that it was done, as who copies a file wants to hear. So does a kernel's thread
    that asks for its turn: ZeroMQ ends the process that may not.
    """
    for name, itself in ABOUT_ONE.items():
        told = 0 if local and name == "sched_setscheduler" else errno.EPERM
        for place, value in itself.items():
            other = pyseccomp.Arg(place, pyseccomp.NE, value)
            rules.add_rule(pyseccomp.ERRNO(told), name, other)
    for name in ABOUT_FILES:
        if pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name) != -1:
            rules.add_rule(pyseccomp.ERRNO(0), name)


def load(program: bytes) -> None:
    """Obey *program* from here on, and so do all processes that this one starts.

    Raises:
        OSError: The kernel refuses.
    """
    buffer = ctypes.create_string_buffer(program, len(program))
    head = struct.pack("HxxxxxxQ", len(program) // 8, ctypes.addressof(buffer))
    _libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    if _libc.prctl(_SET_SECCOMP, _FILTER, head, 0, 0):
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
