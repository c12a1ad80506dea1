"""Sends signals to the grader, its own parent, everybody in the room, and everybody.

lesson: start_here
expects: 0
says: tried 14, got []
"""

# cell: added
import signal
import subprocess

WARM = os.getppid()


def pidfd(process):
    there = system_call(434, process, 0)
    return system_call(424, there, signal.SIGKILL, 0, 0) or True


# To "everybody" the kernel says yes although it was refused each time; who is gone will tell.
for number in (signal.SIGTERM, signal.SIGSTOP, signal.SIGKILL):
    os.kill(-1, number)
    attempt(f"the warm process, {number}", os.kill, WARM, number)
    attempt(f"number 1, {number}", os.kill, 1, number)
attempt("the bystander", os.kill, FACTS["bystander"], signal.SIGKILL)
attempt("a thread of it", lambda: system_call(234, WARM, WARM, 9) or True)
attempt("a descriptor of it", pidfd, WARM)
attempt("a descriptor of number 1", pidfd, 1)
attempt("queued", lambda: system_call(129, WARM, 9, ctypes.create_string_buffer(128)) or True)
attempt("by a program", lambda: not subprocess.run(["/bin/kill", "-9", str(WARM)], capture_output=True).returncode)
attempt("release its memory", lambda: system_call(448, WARM, 0) or True)
attempt("into its session", os.setpgid, 0, os.getsid(WARM))


# cell: sign_in
def sign_in(path, name):
    show()
    return []
