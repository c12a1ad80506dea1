"""Keeps one class with small helpers and writes everything anew each time."""

# cell: lines_session
class LinesSession:
    session_settings = None

    def __init__(self, path, session_id):
        self.path, self.session_id = Path(path), session_id

    def _load(self):
        rows = []
        if self.path.exists():
            for raw in self.path.read_bytes().splitlines():
                try:
                    row = json.loads(raw)
                except ValueError:
                    continue
                rows.append(row)
        return rows

    def _save(self, rows):
        other = self.path.with_suffix(".tmp")
        other.write_text("\n".join(json.dumps(row) for row in rows) + "\n")
        other.replace(self.path)

    async def get_items(self, limit=None):
        items = [row["i"] for row in self._load() if row["s"] == self.session_id]
        if limit is None:
            return items
        return items[len(items) - limit :] if limit < len(items) else items

    async def add_items(self, items):
        self._save(self._load() + [{"s": self.session_id, "i": item} for item in items])

    async def pop_item(self):
        rows = self._load()
        for row in reversed(rows):
            if row["s"] == self.session_id:
                rows.remove(row) if rows.count(row) == 1 else rows.pop(len(rows) - 1 - rows[::-1].index(row))
                self._save(rows)
                return row["i"]

    async def clear_session(self):
        self._save([row for row in self._load() if row["s"] != self.session_id])
