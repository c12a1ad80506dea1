"""What each request of the NoSQL API's REST protocol does to the account."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workbook.services.cosmos.account import NOT_THERE, THERE_ALREADY, Account, Document
from workbook.services.cosmos.errors import Refused
from workbook.services.cosmos.query import run_query

__all__ = ["Answer", "Asked", "answer"]

Answer = tuple[int, Any]
LISTS = {"dbs": "Databases", "colls": "DocumentCollections"}
ACCOUNT = {
    "id": "local",
    "_rid": "local",
    "userConsistencyPolicy": {"defaultConsistencyLevel": "Session"},
    "userReplicationPolicy": {"minReplicaSetSize": 1, "maxReplicasetSize": 1},
    "enableMultipleWriteLocations": False,
    "queryEngineConfiguration": "{}",
}


@dataclass(frozen=True)
class Asked:
    """A request: its method, the parts of its path, its headers (lower case), its body."""

    method: str
    parts: list[str]
    headers: Mapping[str, str]
    body: Any

    @property
    def is_query(self) -> bool:
        """Say whether the body is a query."""
        kind = self.headers.get("content-type", "")
        flag = self.headers.get("x-ms-documentdb-isquery", "")
        return flag.lower() == "true" or "query+json" in kind


def answer(account: Account, asked: Asked) -> Answer:
    """Return the status and body that answer a request.

    Raises:
        Refused: With the status and code that the protocol has for it.
    """
    depth = len(asked.parts)
    if depth == 0:
        here = {"name": "Local", "databaseAccountEndpoint": f"https://{asked.headers['host']}/"}
        return 200, {**ACCOUNT, "writableLocations": [here], "readableLocations": [here]}
    if depth in (1, 3) and asked.parts[-1] in LISTS:
        return _resources(account, asked)
    if depth in (2, 4):
        link = "/".join(asked.parts)
        if asked.method == "DELETE":
            account.delete_resource(link)
            return 204, None
        return 200, account.resource(link)
    if depth in (5, 6) and asked.parts[4] == "docs":
        return _items(account, asked)
    if depth == 5 and asked.parts[4] == "pkranges":
        return 200, _one_range(account.resource("/".join(asked.parts[:4])))
    raise Refused(
        501, "NotImplemented", f"this emulator does not serve /{'/'.join(asked.parts)}"
    )


def _resources(account: Account, asked: Asked) -> Answer:
    folder, kind = "/".join(asked.parts), asked.parts[-1]
    if len(asked.parts) == 3:
        account.resource("/".join(asked.parts[:2]))
    if asked.method == "POST" and not asked.is_query:
        return 201, account.create_resource(folder, asked.body)
    found = account.resources(folder)
    if asked.is_query:
        found = run_query(asked.body["query"], asked.body.get("parameters"), found)
    return 200, {"_rid": "", LISTS[kind]: found, "_count": len(found)}


def _one_range(container: Document) -> Document:
    whole = {"id": "0", "_rid": "0", "minInclusive": "", "maxExclusive": "FF", "parents": []}
    return {"_rid": container["_rid"], "PartitionKeyRanges": [whole], "_count": 1}


def _items(account: Account, asked: Asked) -> Answer:
    link = "/".join(asked.parts[:4])
    container = account.resource(link)
    header = asked.headers.get("x-ms-documentdb-partitionkey")
    partition = json.dumps(json.loads(header)) if header else None
    if asked.headers.get("x-ms-cosmos-is-batch-request"):
        raise Refused(501, "NotImplemented", "this emulator does not serve batches")
    if len(asked.parts) == 6:
        return _one_item(account, asked, link, container, partition)
    if asked.is_query or asked.method == "GET":
        found = account.items(link, partition)
        if asked.is_query:
            found = run_query(asked.body["query"], asked.body.get("parameters"), found)
        return 200, {"_rid": container["_rid"], "Documents": found, "_count": len(found)}
    return _create(account, asked, link, container)


def _create(account: Account, asked: Asked, link: str, container: Document) -> Answer:
    if not isinstance(asked.body.get("id"), str):
        raise Refused(400, "BadRequest", "One of the specified inputs is invalid: 'id'")
    partition = _partition_of(container, asked.body)
    old = account.item(link, partition, asked.body["id"])
    may_replace = asked.headers.get("x-ms-documentdb-is-upsert", "").lower() == "true"
    if old and not may_replace:
        raise Refused(409, "Conflict", THERE_ALREADY)
    _must_match(asked, old)
    return 200 if old else 201, account.put(link, partition, asked.body)


def _one_item(
    account: Account, asked: Asked, link: str, container: Document, partition: str | None
) -> Answer:
    item_id = asked.parts[5]
    old = account.item(link, partition, item_id) if partition else None
    if old is None or partition is None:
        raise Refused(404, "NotFound", NOT_THERE)
    _must_match(asked, old)
    if asked.method == "GET":
        return 200, old
    if asked.method == "DELETE":
        account.delete_item(link, partition, item_id)
        return 204, None
    if asked.method != "PUT":
        raise Refused(501, "NotImplemented", f"this emulator does not serve {asked.method}")
    if _partition_of(container, asked.body) != partition or asked.body.get("id") != item_id:
        raise Refused(400, "BadRequest", "an item keeps its id and its partition key")
    return 200, account.put(link, partition, asked.body)


def _partition_of(container: Document, item: Document) -> str:
    found = []
    for path in container["partitionKey"]["paths"]:
        value: Any = item
        for step in path.strip("/").split("/"):
            value = value.get(step) if isinstance(value, dict) else None
        found.append(value)
    return json.dumps(found)


def _must_match(asked: Asked, old: Document | None) -> None:
    wanted = asked.headers.get("if-match")
    if wanted and old and wanted not in ("*", old["_etag"]):
        message = "One of the specified pre-condition is not met."
        raise Refused(412, "PreconditionFailed", message)
