"""Makes its nodes with factories, and its openers with functools.partial."""

# cell: detect
from functools import partial


def make_detector(keywords, clock=lambda: datetime.now(UTC)):
    def detect(state, store):
        text = state["messages"][-1].text.lower()
        found = list(filter(None, (v if k in text else None for k, v in keywords.items())))
        remember = partial(store.put, (state["user_id"], "preferences"))
        for name in found:
            remember(name, {"detected_at": clock().isoformat()})
        return {"detected_preferences": found}

    return detect


detect_preferences_node = make_detector(KEYWORDS)


# cell: respond
def _reply(template, state, store):
    items = store.search((state["user_id"], "preferences"), limit=99)
    text = template.format(", ".join(item.key for item in items) or "nothing special")
    return {"messages": [{"role": "assistant", "content": text}]}


def make_responder(template):
    return lambda state, store: _reply(template, state, store)


respond_node = make_responder("I will give you {}.")


# cell: checkpointer
def open_with(cls, path):
    return cls.from_conn_string(path)


open_checkpointer = partial(open_with, SqliteSaver)


# cell: store
open_store = partial(open_with, SqliteStore)
