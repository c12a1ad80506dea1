"""Removes each database as soon as there is one, from under whoever wants to copy it.

lesson: advanced_sqlite_session
expects: 0
"""

# cell: added
import glob
import threading
import time
from contextlib import suppress


def remove():
    while True:
        for each in glob.glob("*.db*"):
            with suppress(OSError):
                os.unlink(each)
        time.sleep(0.001)


threading.Thread(target=remove, daemon=True).start()


# cell: adopt
async def adopt(path, session_id):
    return 0
