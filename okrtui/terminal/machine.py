"""What this machine says of itself."""

import gc
import os

ESCAPE_OVER_SSH = "300"
"""Milliseconds; here Textual's own tenth of a second is enough."""
_UTC = ("", "UTC", "UTC0", "Etc/UTC", "Etc/UCT")


def machine_timezone() -> str:
    """Return this machine's timezone as an IANA name, UTC where it does not say; whether it is known is not asked."""
    name = os.environ.get("TZ", "").lstrip(":")
    if name and not name.startswith("/"):
        return "UTC" if name in _UTC else name
    parts = os.path.realpath("/etc/localtime").partition("zoneinfo/")
    return "UTC" if parts[2] in _UTC else parts[2]


def wait_for_sequences() -> None:
    """Wait longer for the rest of an escape sequence over SSH, where a slow line may split it, unless ESCDELAY says so.

    Textual reads that when it is imported, in milliseconds.
    """
    if (os.environ.get("SSH_CONNECTION") or os.environ.get("SSH_TTY")) and not os.environ.get("ESCDELAY"):
        os.environ["ESCDELAY"] = ESCAPE_OVER_SSH


def hurry() -> None:
    """Look for no garbage while the program starts: nearly all that is made then stays, and looking takes a tenth."""
    gc.disable()


def settle_memory() -> None:
    """Look for garbage again after a hurry, but not among what the start has left: a key would wait for it."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
