"""Takes the question and never answers; its own thread holds the channel open.

lesson: start_here
expects: 0
says: gave no answer within
"""

# cell: sign_in
import signal
import threading


def sign_in(path, name):
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    threading.Thread(target=threading.Event().wait).start()
    threading.Event().wait()
