"""Small pure functions, put together with map, filter and reduce."""

# cell: state
from functools import reduce
from itertools import chain


def joined(old, new):
    return list(chain(old, new))


class PreferenceState(MessagesState):
    user_id: str
    detected_preferences: Annotated[list[str], joined]


# cell: detect
from operator import attrgetter, itemgetter

last = itemgetter(-1)
home = lambda state: (itemgetter("user_id")(state), "preferences")
words_of = lambda state: attrgetter("text")(last(state["messages"])).casefold()


def detect_preferences_node(state, store):
    said = words_of(state)
    names = list(map(KEYWORDS.__getitem__, filter(said.__contains__, KEYWORDS)))
    value = {"detected_at": datetime.now(UTC).isoformat()}
    list(map(lambda name: store.put(home(state), name, value), names))
    return {"detected_preferences": names}


# cell: respond
def respond_node(state, store):
    keys = map(attrgetter("key"), store.search(home(state), limit=10))
    text = reduce(lambda text, key: text + " " + key, keys, "noted:")
    return {"messages": {"role": "assistant", "content": text}}


# cell: bonus_search
def find_preferences(store, user_id, query, limit):
    found = store.search((user_id, "preferences"), query=query, limit=limit)
    return [*map(attrgetter("key"), found)]


# cell: bonus_expiry
def active_preferences(store, user_id, now):
    when = lambda item: datetime.fromisoformat(item.value["detected_at"])
    is_young = lambda item: now - when(item) <= timedelta(30)
    items = store.search((user_id, "preferences"), limit=30)
    return list(map(attrgetter("key"), filter(is_young, items)))
