"""Keeps the items in the object.

loses: test_lines_session
says: what lies in the file
"""

# cell: lines_session
class LinesSession:
    def __init__(self, path, session_id):
        self.session_id, self.session_settings, self.items = session_id, None, []

    async def get_items(self, limit=None):
        return list(self.items) if limit is None else self.items[max(0, len(self.items) - limit) :]

    async def add_items(self, items):
        self.items.extend(items)

    async def pop_item(self):
        return self.items.pop() if self.items else None

    async def clear_session(self):
        self.items.clear()
