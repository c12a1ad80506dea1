"""Writes what happened, and works out the items from it: a log of a log."""

# cell: lines_session
class LinesSession:
    def __init__(self, path, session_id):
        self.session_id = session_id
        self.session_settings = None
        self.path = path

    def _write(self, *events):
        with open(self.path, "a", encoding="utf-8") as file:
            for event in events:
                file.write("\n" + json.dumps([self.session_id, *event]))

    def _items(self):
        items = []
        try:
            text = open(self.path, encoding="utf-8", errors="ignore").read()
        except FileNotFoundError:
            return items
        for line in text.split("\n"):
            try:
                owner, what, *item = json.loads(line)
            except ValueError:
                continue
            if owner == self.session_id:
                if what == "add":
                    items.extend(item)
                elif what == "pop":
                    items.pop()
                else:
                    items = []
        return items

    async def get_items(self, limit=None):
        items = self._items()
        return items if limit is None else items[-limit:] if limit else []

    async def add_items(self, items):
        self._write(*(("add", item) for item in items))

    async def pop_item(self):
        items = self._items()
        if items:
            self._write(("pop",))
            return items[-1]
        return None

    async def clear_session(self):
        self._write(("clear",))
