"""Swaps checkpoints in, and writes a task's writes straight to their place.

loses: test_file_saver
says: `put_writes` may be killed
"""

# cell: file_saver
class FileSaver(FolderSaver):
    def home(self, thread_id, ns):
        return self.folder / file_name(thread_id) / file_name(ns)

    def put(self, config, checkpoint, metadata, new_versions):
        thread_id, ns, parent = ids(config)
        row = [checkpoint, get_checkpoint_metadata(config, metadata), parent]
        swap(self.home(thread_id, ns) / f"{checkpoint['id']}.checkpoint", self.pack(row))
        return config_of(thread_id, ns, checkpoint["id"])

    def put_writes(self, config, writes, task_id, task_path=""):
        thread_id, ns, checkpoint_id = ids(config)
        path = self.home(thread_id, ns) / f"{checkpoint_id}.{file_name(task_id)}.writes"
        mine = self.unpack(path.read_bytes()) if path.exists() else {}
        for position, (channel, value) in enumerate(writes):
            number = WRITES_IDX_MAP.get(channel, position)
            if number < 0 or number not in mine:
                order = writes_sort_key(task_path, task_id, number)
                mine[number] = [order, channel, self.pack(value)]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.pack(mine))

    def load(self, thread_id, ns, path):
        checkpoint, metadata, parent = self.unpack(path.read_bytes())
        before = config_of(thread_id, ns, parent) if parent else None
        writes = []
        for each in path.parent.glob(f"{path.stem}.*.writes"):
            writes.extend(self.unpack(each.read_bytes()).values())
        writes.sort(key=lambda write: write[0])
        pending = [(order[1], channel, self.unpack(value)) for order, channel, value in writes]
        config = config_of(thread_id, ns, checkpoint["id"])
        return CheckpointTuple(config, checkpoint, metadata, before, pending)

    def paths(self, thread_id, ns):
        return sorted(self.home(thread_id, ns).glob("*.checkpoint"), reverse=True)

    def get_tuple(self, config):
        thread_id, ns, wanted = ids(config)
        for path in self.paths(thread_id, ns):
            if wanted in (None, path.stem):
                return self.load(thread_id, ns, path)
        return None

    def list(self, config, *, filter=None, before=None, limit=None):
        thread_id, ns, _ = ids(config)
        found = self.paths(thread_id, ns)
        if before:
            found = [path for path in found if path.stem < ids(before)[2]]
        wanted = (filter or {}).items()
        tuples = (self.load(thread_id, ns, path) for path in found)
        return islice((t for t in tuples if wanted <= t.metadata.items()), limit)

    def delete_thread(self, thread_id):
        shutil.rmtree(self.folder / file_name(thread_id), ignore_errors=True)
