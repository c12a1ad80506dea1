"""Keeps path and thread in an object, and has an exception of its own."""

# cell: say
class Diary:
    def __init__(self, path, thread_id):
        if not thread_id:
            raise self.NoThread("a diary belongs to a thread")
        self.path = path
        self.config = {"configurable": {"thread_id": thread_id}}

    class NoThread(ValueError):
        pass

    def add(self, text):
        with SqliteSaver.from_conn_string(self.path) as saver:
            return diary_graph(saver).invoke({"messages": [text]}, self.config)["messages"]


def say(path, thread_id, text):
    return [message.text for message in Diary(path, thread_id).add(text)]


# cell: start_resume
class NoSuchTrip(LookupError):
    """Nothing was ever saved on this thread."""


class Journey:
    def __init__(self, path, thread_id):
        self.path, self.thread_id = path, thread_id

    def run(self, given):
        thread = {"configurable": {"thread_id": self.thread_id}}
        with SqliteSaver.from_conn_string(self.path) as saver:
            return trip_graph(saver).invoke(given, thread, durability="sync")

    def start(self):
        return self.run({"steps": []})["steps"]

    def resume(self):
        try:
            return self.run(None)["steps"]
        except EmptyInputError:
            raise NoSuchTrip(self.thread_id) from None


def start(path, thread_id):
    return Journey(path, thread_id).start()


def resume(path, thread_id):
    return Journey(path, thread_id).resume()
