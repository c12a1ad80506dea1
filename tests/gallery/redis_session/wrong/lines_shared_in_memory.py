"""Keeps the items in a dict of the process.

loses: test_lines_session
says: is the file written, and closed
"""

# cell: lines_session
ITEMS = {}


class LinesSession:
    def __init__(self, path, session_id):
        self.session_id, self.session_settings, self.key = session_id, None, (path, session_id)

    async def get_items(self, limit=None):
        items = ITEMS.get(self.key, [])
        return list(items) if limit is None else items[max(0, len(items) - limit) :]

    async def add_items(self, items):
        ITEMS.setdefault(self.key, []).extend(items)

    async def pop_item(self):
        items = ITEMS.get(self.key)
        return items.pop() if items else None

    async def clear_session(self):
        ITEMS[self.key] = []
