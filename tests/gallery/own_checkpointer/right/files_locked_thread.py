"""Keeps a thread in one file, which is read, changed and swapped under a lock of the system."""

# cell: file_saver
import fcntl
from contextlib import contextmanager


class FileSaver(FolderSaver):
    @contextmanager
    def thread(self, thread_id, change=True):
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{file_name(thread_id)}.thread"
        with open(path.with_suffix(".lock"), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            kept = self.unpack(path.read_bytes()) if path.exists() else {}
            yield kept
            if change:
                swap(path, self.pack(kept))

    def put(self, config, checkpoint, metadata, new_versions):
        thread_id, ns, parent = ids(config)
        about = get_checkpoint_metadata(config, metadata)
        with self.thread(thread_id) as kept:
            row = kept.setdefault(ns, {}).setdefault(checkpoint["id"], {"writes": {}})
            row.update(checkpoint=self.pack(checkpoint), metadata=about, parent=parent)
        return config_of(thread_id, ns, checkpoint["id"])

    def put_writes(self, config, writes, task_id, task_path=""):
        thread_id, ns, checkpoint_id = ids(config)
        with self.thread(thread_id) as kept:
            row = kept.setdefault(ns, {}).setdefault(checkpoint_id, {"writes": {}})
            mine = row["writes"].setdefault(task_id, {})
            for position, (channel, value) in enumerate(writes):
                number = WRITES_IDX_MAP.get(channel, position)
                if number < 0 or number not in mine:
                    mine[number] = [task_path, channel, self.pack(value)]

    def found(self, config):
        thread_id, ns, wanted = ids(config)
        with self.thread(thread_id, change=False) as kept:
            rows = {key: row for key, row in kept.get(ns, {}).items() if "checkpoint" in row}
        for key in sorted(rows, reverse=True):
            row = rows[key]
            writes = sorted(
                (path, task_id, number, channel, value)
                for task_id, mine in row["writes"].items()
                for number, (path, channel, value) in mine.items()
            )
            yield CheckpointTuple(
                config_of(thread_id, ns, key),
                self.unpack(row["checkpoint"]),
                row["metadata"],
                config_of(thread_id, ns, row["parent"]) if row["parent"] else None,
                [(task, channel, self.unpack(value)) for _, task, _, channel, value in writes],
            )

    def get_tuple(self, config):
        wanted = ids(config)[2]
        return next((t for t in self.found(config) if wanted in (None, t.checkpoint["id"])), None)

    def list(self, config, *, filter=None, before=None, limit=None):
        end = ids(before)[2] if before else "~"
        found = [t for t in self.found(config) if t.checkpoint["id"] < end]
        for key, value in (filter or {}).items():
            found = [t for t in found if key in t.metadata and t.metadata[key] == value]
        return iter(found[:limit])

    def delete_thread(self, thread_id):
        (self.folder / f"{file_name(thread_id)}.thread").unlink(missing_ok=True)
