"""Keeps all files in one folder, under hashed names; who they belong to is inside."""

# cell: file_saver
from hashlib import sha1


class FileSaver(FolderSaver):
    def name(self, *parts):
        return "-".join(sha1(str(part).encode("utf-8", "surrogatepass")).hexdigest() for part in parts)

    def write(self, name, value):
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, new = tempfile.mkstemp(dir=self.folder, prefix="half-")
        with os.fdopen(handle, "wb") as file:
            file.write(self.pack(value))
        os.replace(new, self.folder / name)

    def read(self, name):
        return self.unpack((self.folder / name).read_bytes())

    def put(self, config, checkpoint, metadata, new_versions):
        thread, ns, parent = ids(config)
        about = get_checkpoint_metadata(config, metadata)
        name = "c-" + self.name(thread, ns) + "-" + checkpoint["id"]
        self.write(name, {"checkpoint": checkpoint, "metadata": about, "parent": parent})
        return config_of(thread, ns, checkpoint["id"])

    def put_writes(self, config, writes, task_id, task_path=""):
        thread, ns, checkpoint_id = ids(config)
        name = "w-" + self.name(thread, ns) + "-" + checkpoint_id + "-" + self.name(task_id)
        mine = self.read(name) if (self.folder / name).exists() else []
        there = {write["number"]: write for write in mine}
        for place, (channel, value) in enumerate(writes):
            number = WRITES_IDX_MAP.get(channel, place)
            write = {"number": number, "path": task_path, "task": task_id, "channel": channel}
            write["value"] = self.pack(value)
            if number in WRITES_IDX_MAP.values():
                there[number] = write
            else:
                there.setdefault(number, write)
        self.write(name, list(there.values()))

    def tuples(self, config):
        thread, ns, _ = ids(config)
        start = "c-" + self.name(thread, ns) + "-"
        names = os.listdir(self.folder) if self.folder.is_dir() else []
        for name in sorted((name for name in names if name.startswith(start)), reverse=True):
            kept = self.read(name)
            checkpoint_id = name[len(start) :]
            writes = []
            for other in names:
                if other.startswith("w-" + self.name(thread, ns) + "-" + checkpoint_id + "-"):
                    writes += self.read(other)
            writes.sort(key=lambda w: writes_sort_key(w["path"], w["task"], w["number"]))
            yield CheckpointTuple(
                config=config_of(thread, ns, checkpoint_id),
                checkpoint=kept["checkpoint"],
                metadata=kept["metadata"],
                parent_config=config_of(thread, ns, kept["parent"]) if kept["parent"] else None,
                pending_writes=[(w["task"], w["channel"], self.unpack(w["value"])) for w in writes],
            )

    def get_tuple(self, config):
        wanted = ids(config)[2]
        for each in self.tuples(config):
            if not wanted or each.checkpoint["id"] == wanted:
                return each

    def list(self, config, *, filter=None, before=None, limit=None):
        count = 0
        for each in self.tuples(config):
            if limit is not None and count >= limit:
                return
            if before and each.checkpoint["id"] >= ids(before)[2]:
                continue
            if any(each.metadata.get(key) != value for key, value in (filter or {}).items()):
                continue
            count += 1
            yield each

    def delete_thread(self, thread_id):
        for path in list(self.folder.glob("?-" + self.name(thread_id) + "-*")):
            path.unlink()
