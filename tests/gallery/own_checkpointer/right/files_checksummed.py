"""Never swaps: each file says how long it is and what it sums up to; a torn one is skipped."""

# cell: file_saver
import time
import zlib


class FileSaver(FolderSaver):
    def home(self, thread_id, ns):
        home = self.folder / file_name(thread_id) / file_name(ns)
        home.mkdir(parents=True, exist_ok=True)
        return home

    def write(self, path, value):
        data = self.pack(value)
        path.write_bytes(zlib.crc32(data).to_bytes(4, "big") + len(data).to_bytes(8, "big") + data)

    def read(self, path):
        raw = path.read_bytes()
        data = raw[12:]
        if len(raw) < 12 or int.from_bytes(raw[4:12], "big") != len(data):
            return None
        return self.unpack(data) if zlib.crc32(data) == int.from_bytes(raw[:4], "big") else None

    def put(self, config, checkpoint, metadata, new_versions):
        thread_id, ns, parent = ids(config)
        row = {"c": checkpoint, "m": get_checkpoint_metadata(config, metadata), "p": parent}
        self.write(self.home(thread_id, ns) / f"{checkpoint['id']}.row", row)
        return config_of(thread_id, ns, checkpoint["id"])

    def put_writes(self, config, writes, task_id, task_path=""):
        thread_id, ns, checkpoint_id = ids(config)
        call = [[task_path, task_id, channel, self.pack(value)] for channel, value in writes]
        name = f"{checkpoint_id}.{time.time_ns():020}-{uuid4().hex}.call"
        self.write(self.home(thread_id, ns) / name, call)

    def pending(self, home, checkpoint_id):
        kept = {}
        for path in sorted(home.glob(f"{checkpoint_id}.*.call")):
            for position, (task_path, task_id, channel, value) in enumerate(self.read(path) or []):
                number = WRITES_IDX_MAP.get(channel, position)
                order = writes_sort_key(task_path, task_id, number)
                if number < 0 or order not in kept:
                    kept[order] = (task_id, channel, self.unpack(value))
        return [kept[order] for order in sorted(kept)]

    def list(self, config, *, filter=None, before=None, limit=None):
        thread_id, ns, wanted = ids(config)
        home, found = self.home(thread_id, ns), []
        for path in sorted(home.glob("*.row"), key=lambda path: path.name)[::-1]:
            row = self.read(path)
            if row is None or (before and path.stem >= ids(before)[2]):
                continue
            if all(row["m"].get(key) == value for key, value in (filter or {}).items()):
                parent = config_of(thread_id, ns, row["p"]) if row["p"] else None
                writes = self.pending(home, path.stem)
                named = config_of(thread_id, ns, path.stem)
                found.append(CheckpointTuple(named, row["c"], row["m"], parent, writes))
        return found[:limit]

    def get_tuple(self, config):
        wanted = ids(config)[2]
        found = [t for t in self.list(config) if not wanted or t.checkpoint["id"] == wanted]
        return found[0] if found else None

    def delete_thread(self, thread_id):
        home = self.folder / file_name(thread_id)
        if home.is_dir():
            shutil.rmtree(home)
