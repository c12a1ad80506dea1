"""Ends the process in each way there is: while loading, when called, and by a fault.

expects: 0
says: ended the whole process
"""

# cell: added
import threading
import time


# cell: state
class PreferenceState(MessagesState):
    def __init_subclass__(cls):
        os._exit(0)

    def __class_getitem__(cls, item):
        os.abort()

    __annotations__ = property(lambda _: os._exit(1))


# cell: detect
def detect_preferences_node(state, store):
    ctypes.string_at(0)


# cell: respond
def respond_node(state, store):
    os.kill(os.getpid(), 9)


# cell: checkpointer
def open_checkpointer(path):
    os.abort()


# cell: chat
def chat(folder, user_id, thread_id, text):
    os.execv("/bin/true", ["true"])


# cell: bonus_search
def find_preferences(store, user_id, query, limit):
    threading.Thread(target=os._exit, args=(0,)).start()
    time.sleep(60)


# cell: bonus_expiry
def active_preferences(store, user_id, now):
    os.close(3)
    os.closerange(0, 256)


# cell: bonus_encrypted
def open_preference_session(user_id, path, key, ttl):
    os.fork()
    raise SystemExit
