"""Who has an account on this machine: the system's own answer, never `$USER`."""

import pwd

from okrtui.text import account_name


def account(login: str) -> tuple[str, str] | None:
    """Return (login, display name) of an account, as the system spells it; None where it knows nobody by that name."""
    for name in dict.fromkeys((login, login.lower())):
        try:
            entry = pwd.getpwnam(name)
            return entry.pw_name, account_name(entry.pw_name, entry.pw_gecos)
        except (KeyError, ValueError, OSError):
            continue
    return None
