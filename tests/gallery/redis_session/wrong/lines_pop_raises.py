"""Pops from an empty list.

loses: test_lines_session
says: a session return that has nothing to pop
"""

# cell: lines_session
class LinesSession:
    """A session in a text file, which other sessions may share.

    A line for each item: `{"session": id, "item": {...}}`. Reading takes time in proportion to
    the file. Within a process any number of tasks may use it; only one process at a time may
    write, since popping and clearing replace the file.
    """

    def __init__(self, path: str, session_id: str) -> None:
        """Name the file, which may not exist yet, and whose items are meant."""
        self.session_id = session_id
        self.session_settings = None
        self._file = Path(path)

    async def get_items(self, limit: int | None = None) -> list[Any]:
        """Return all items, or the latest *limit* of them, oldest first."""
        mine = [item for owner, item in self._lines() if owner == self.session_id]
        return mine if limit is None else mine[max(0, len(mine) - limit) :]

    async def add_items(self, items: list[Any]) -> None:
        """Add items at the end; once this returns, a kill of the process cannot lose them."""
        with self._file.open("a+b") as file:
            file.seek(0)
            # A kill in the middle of a write leaves a line without an end.
            torn = not file.read().endswith(b"\n") and file.tell() > 0
            lines = [self._line(self.session_id, item) for item in items]
            file.write(("\n" * torn + "".join(lines)).encode())

    async def pop_item(self) -> Any | None:
        """Remove the latest item and return it; None if there is none."""
        lines = self._lines()
        mine = [index for index, (owner, _) in enumerate(lines) if owner == self.session_id]
        _, item = lines.pop(mine.pop())
        self._replace(lines)
        return item

    async def clear_session(self) -> None:
        """Remove all items of this session, and no other's."""
        self._replace([line for line in self._lines() if line[0] != self.session_id])

    def _lines(self) -> list[tuple[str, Any]]:
        found = []
        text = self._file.read_bytes().decode(errors="replace") if self._file.exists() else ""
        for line in text.split("\n"):
            try:
                told = json.loads(line)
                found.append((told["session"], told["item"]))
            except (ValueError, TypeError, KeyError):
                continue  # torn by a kill
        return found

    def _replace(self, lines: list[tuple[str, Any]]) -> None:
        # Whoever is killed here leaves the old file or the new one, never half of one.
        new = self._file.with_name(f"{self._file.name}.new")
        new.write_text("".join(self._line(*line) for line in lines), "utf-8")
        new.replace(self._file)

    @staticmethod
    def _line(session_id: str, item: Any) -> str:
        return json.dumps({"session": session_id, "item": item}) + "\n"
