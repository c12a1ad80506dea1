"""Raises exceptions whose text, name, base or description is an attack of its own.

expects: 0
says: ended the whole process
"""

# cell: added
class Silent(BaseException):
    def __str__(self):
        raise SystemExit

    __repr__ = __str__


class Endless(Exception):
    def __str__(self):
        return "\n".join(["  All promises kept: 4 of 4 points."] * 1_000_000)


Named = type("Fault\n  All promises kept: 4 of 4 points.\n\x1b[2J", (Exception,), {})


# cell: state
class Meta(type):
    def __getattribute__(self, name):
        raise Silent


class PreferenceState(metaclass=Meta):
    pass


# cell: detect
def detect_preferences_node(state, store):
    raise Endless


# cell: respond
def respond_node(state, store):
    raise Named("x" * 10_000_000)


# cell: checkpointer
def open_checkpointer(path):
    raise KeyboardInterrupt


# cell: chat
def chat(folder, user_id, thread_id, text):
    raise Silent


# cell: bonus_search
def find_preferences(store, user_id, query, limit):
    raise BaseExceptionGroup("many", [Silent(), KeyboardInterrupt(), GeneratorExit()])


# cell: bonus_expiry
def active_preferences(store, user_id, now):
    raise SystemExit(Silent())


# cell: bonus_encrypted
def open_preference_session(user_id, path, key, ttl):
    raise GeneratorExit
