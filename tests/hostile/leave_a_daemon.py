"""Leaves processes behind: in a session of their own, adopted, deaf, and still forking.

lesson: start_here
expects: 0
"""

# cell: sign_in
import signal
import subprocess
import time


def sign_in(path, name):
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    for _ in range(4):
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                while True:
                    if os.fork():
                        os._exit(0)
                    time.sleep(0.01)
            os._exit(0)
    subprocess.Popen(["/bin/sleep", "600"], start_new_session=True)
    return [name]
