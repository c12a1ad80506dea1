"""Removes every database of the account that its lesson needs, and leaves others of its own.

lesson: cosmosdb_saver
with: reference
expects: 0
says: answered the check with
"""

# cell: try_out
from contextlib import suppress

from azure.cosmos import CosmosClient


def spoil():
    client = CosmosClient(os.environ["COSMOSDB_ENDPOINT"], os.environ["COSMOSDB_KEY"])
    known = [each["id"] for each in client.list_databases()]
    attempt("databases of others", lambda: [name for name in known if not name.startswith("check-")])
    for name in known:
        client.delete_database(name)
    for number in range(20):
        with suppress(Exception):
            client.create_database(f"check-{number}")
    show()


def try_out(database, thread_id, text):
    spoil()
    return ["I land", "", "Rain", "", "And Madrid?", "I know 3 of your messages."]


# cell: tidy
def tidy(database, active):
    spoil()
    return 1
