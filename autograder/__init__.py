"""Second floor: marks what students write. Knows the checks; never the answers."""
