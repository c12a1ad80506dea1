"""Derives from the SDK's base class."""

# cell: lines_session
from agents.memory.session import SessionABC


class LinesSession(SessionABC):
    def __init__(self, path, session_id):
        self.session_id = session_id
        self.path = Path(path)

    def read(self):
        good = []
        text = self.path.read_text(errors="replace") if self.path.is_file() else ""
        for line in text.split("\n"):
            name, _, rest = line.partition("\t")
            try:
                good.append((name, json.loads(rest)))
            except json.JSONDecodeError:
                pass
        return good

    def write(self, lines):
        self.path.write_text("".join(f"{name}\t{json.dumps(item)}\n" for name, item in lines))

    async def get_items(self, limit=None):
        items = [item for name, item in self.read() if name == self.session_id]
        return items[-limit:] if limit else ([] if limit == 0 else items)

    async def add_items(self, items):
        self.write([*self.read(), *((self.session_id, item) for item in items)])

    async def pop_item(self):
        lines = self.read()
        for index in reversed(range(len(lines))):
            if lines[index][0] == self.session_id:
                item = lines.pop(index)[1]
                self.write(lines)
                return item
        return None

    async def clear_session(self):
        self.write([line for line in self.read() if line[0] != self.session_id])
