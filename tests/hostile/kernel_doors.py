"""Asks the kernel for what no student needs: other memory, namespaces, mounts, rights, keys.

lesson: start_here
expects: 0
says: got []
"""

# cell: added
BUFFER = ctypes.create_string_buffer(256)
PARENT = os.getppid()
# Numbers of x86-64; elsewhere they are other calls, or none, and get nothing either.
CALLS = {
    "ptrace attach": (101, 16, PARENT, 0, 0),
    "ptrace seize": (101, 0x4206, PARENT, 0, 0),
    "ptrace traceme": (101, 0, 0, 0, 0),
    "process_vm_readv": (310, PARENT, BUFFER, 1, BUFFER, 1, 0),
    "process_vm_writev": (311, PARENT, BUFFER, 1, BUFFER, 1, 0),
    "pidfd_getfd": (438, 3, 0, 0),
    "kcmp": (312, PARENT, os.getpid(), 0, 0, 0),
    "process_madvise": (440, 3, BUFFER, 1, 4, 0),
    "io_uring": (425, 8, BUFFER),
    "userfaultfd": (323, 1),
    "perf": (298, BUFFER, 0, -1, -1, 0),
    "bpf": (321, 0, BUFFER, 64),
    "keyctl": (250, 0, -3, 0),
    "add_key": (248, b"user", b"x", b"x", 1, -3),
    "request_key": (249, b"user", b"x", 0, -3),
    "mount": (165, b"none", b".", b"tmpfs", 0, 0),
    "move_mount": (429, -100, b"/", -100, b".", 0),
    "open_tree": (428, -100, b"/", 1),
    "fsopen": (430, b"tmpfs", 0),
    "umount": (166, b"/proc", 2),
    "pivot_root": (155, b".", b"."),
    "chroot": (161, b"."),
    "unshare user": (272, 0x10000000),
    "unshare net": (272, 0x40000000),
    "unshare mounts": (272, 0x00020000),
    "setns": (308, 3, 0),
    "clone user": (56, 0x10000000 | 17, 0, 0, 0, 0),
    "clone3": (435, BUFFER, 88),
    "setuid": (105, 0),
    "setresuid": (117, 0, 0, 0),
    "setgroups": (116, 0, 0),
    "capset": (126, BUFFER, BUFFER),
    "open_by_handle": (304, -100, BUFFER, 0),
    "fanotify": (300, 0, 0),
    "memfd_secret": (447, 0),
    "personality": (135, 0x0040000),
    "shmget": (29, 0, 4096, 0o1600),
    "msgget": (68, 0, 0o1600),
    "semget": (64, 0, 1, 0o1600),
    "mq_open": (240, b"x", 0o102, 0o600, 0),
    "syslog": (103, 3, BUFFER, 100),
    "reboot": (169, 0xFEE1DEAD, 672274793, 0x89ABCDEF, 0),
    "quotactl": (179, 0, 0, 0, 0),
    "swapon": (167, b"x", 0),
    "settime": (227, 0, BUFFER),
    "init_module": (175, BUFFER, 0, b""),
    "kexec": (246, 0, 0, 0, 0),
    "acct": (163, 0),
    "sethostname": (170, b"x", 1),
}
for name, (number, *arguments) in CALLS.items():
    attempt(name, lambda: system_call(number, *arguments) or True)
attempt("make a device", lambda: os.mknod("disk", 0o60600, os.makedev(8, 0)))
attempt("raise the limits", lambda: __import__("resource").setrlimit(4, (-1, -1)))


# cell: sign_in
def sign_in(path, name):
    show()
    print("more than fifty" if len(TRIED) > 50 else "too few")
    return []
