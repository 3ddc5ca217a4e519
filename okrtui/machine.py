"""What this machine says of itself."""

import os


def machine_timezone() -> str:
    """Return this machine's timezone as an IANA name, UTC where it does not say."""
    name = os.environ.get("TZ", "").lstrip(":")
    if "/" in name and not name.startswith("/"):
        return name
    parts = os.path.realpath("/etc/localtime").partition("zoneinfo/")
    return "UTC" if parts[2] in ("", "Etc/UTC", "Etc/UCT") else parts[2]
