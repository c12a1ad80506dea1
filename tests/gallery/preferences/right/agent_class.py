"""One class for the whole agent; what the tasks ask for are its methods."""

# cell: detect
class Agent:
    """Keeps nothing: all it knows is in the two memories it is given."""

    SHELF = "preferences"

    def __init__(self, keywords):
        self.keywords = dict(keywords)

    def detect(self, state, *, store):
        found = self._preferences_in(state["messages"][-1])
        for name in found:
            store.put(self._shelf(state), name, self._note())
        return {"detected_preferences": found}

    def respond(self, state, *, store):
        names = {item.key for item in store.search(self._shelf(state), limit=1_000)}
        return {"messages": [("ai", self._reply(sorted(names)))]}

    def _preferences_in(self, message):
        said = message.text.lower()
        return [name for word, name in self.keywords.items() if word in said]

    def _shelf(self, state):
        return state["user_id"], self.SHELF

    @staticmethod
    def _note():
        return {"detected_at": datetime.now(UTC).isoformat()}

    @classmethod
    def _reply(cls, names):
        return f"{cls.__name__}: {', '.join(names)}" if names else "Nothing noted."


agent = Agent(KEYWORDS)
detect_preferences_node = agent.detect


# cell: respond
respond_node = agent.respond


# cell: build
def build_graph(checkpointer, store):
    builder = StateGraph(PreferenceState)
    builder.add_node("hear", agent.detect)
    builder.add_node("speak", agent.respond)
    for edge in zip((START, "hear", "speak"), ("hear", "speak", END)):
        builder.add_edge(*edge)
    return builder.compile(store=store, checkpointer=checkpointer)
