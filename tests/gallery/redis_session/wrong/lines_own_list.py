"""Hands out its own list.

loses: test_lines_session
says: a list of the caller's
"""

# cell: lines_session
CACHE = {}


class LinesSession:
    def __init__(self, path, session_id):
        self.session_id, self.session_settings = session_id, None
        self.path = Path(path)

    def _all(self):
        key = str(self.path)
        if key not in CACHE:
            lines = self.path.read_text().splitlines() if self.path.exists() else []
            CACHE[key] = json.loads(lines[0]) if lines else {}
        return CACHE[key]

    def _save(self):
        self.path.write_text(json.dumps(self._all()) + "\n")

    async def get_items(self, limit=None):
        items = self._all().setdefault(self.session_id, [])
        return items if limit is None else items[max(0, len(items) - limit) :]

    async def add_items(self, items):
        self._all().setdefault(self.session_id, []).extend(items)
        self._save()

    async def pop_item(self):
        items = self._all().setdefault(self.session_id, [])
        item = items.pop() if items else None
        self._save()
        return item

    async def clear_session(self):
        self._all().pop(self.session_id, None)
        self._save()
