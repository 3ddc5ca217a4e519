"""Turns what a PostgreSQL server or its driver raise into sentences: what happened, to what, what to do."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from peewee import PeeweeException

from okrtui.errors import Busy, Refused
from okrtui.storage.postgres.driver import psycopg

_SENTENCES = {
    "55P03": "the workspace {at} is busy: somebody else has been writing for too long; nothing was changed, try again",
    "57014": "the workspace {at} took too long to answer; nothing was changed, try again",
    "53100": "the disk of the server that holds {at} is full; nothing was changed, make room and try again",
    "53300": "the server of {at} has no connection left; try again, or ask its administrator for more",
    "42501": "{at} does not allow you that; nothing was changed (to get in, ask its administrator for: okrtui grant)",
    "28P01": "the server of {at} does not take this password; check it, or ~/.pgpass",
    "28000": "the server of {at} does not let you in under this name; ask its administrator for: okrtui grant",
    "3D000": "there is no database at {at}; its administrator makes one with: createdb",
    "25006": "the server of {at} is read-only now; nothing was changed",
    "22003": "a number is too large or a text has characters that cannot be stored; nothing was changed",
}
_AWAY = "the server of {at} does not answer; nothing was changed, okrtui goes on when it is back"
_SPOKEN = {
    "password authentication failed": "28P01",
    "no password supplied": "28P01",
    "role ": "28000",
    "authentication failed": "28000",
    "no pg_hba.conf entry": "28000",
    "permission denied for database": "28000",
    "database ": "3D000",
    "too many clients": "53300",
    "too many connections": "53300",
}
"""What a refused connection says: there is no code with it."""


def without_password(address: str) -> str:
    """Return a server's URL without the password in it: it is shown in sentences."""
    return re.sub(r"(?<=[?&])password=[^&]*&?|(?<=://)([^/@:]*):[^/@]*(?=@)", r"\1", address)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        first = error.args[0] if error.args else None
        if isinstance(error, PeeweeException) and isinstance(first, BaseException) and id(first) not in seen:
            yield first
        error = error.__cause__ or error.__context__


def sentence(error: BaseException, at: str) -> Refused:
    """Return the Refused that tells a person what `error` means for the workspace at `at`."""
    causes = list(_causes(error))
    if any(isinstance(each, (OverflowError, UnicodeEncodeError)) for each in causes):
        return Refused(_SENTENCES["22003"])
    code = next((str(each.sqlstate) for each in causes if isinstance(each, psycopg.Error) and each.sqlstate), "")
    text = " ".join(str(each) for each in causes)
    if not code and "connection" in text.lower() and ("FATAL" in text or "fe_sendauth" in text):
        said = re.split("FATAL:|fe_sendauth:", text, maxsplit=1)[1].strip()  # the server's word, or the driver's own
        code = next((code for begin, code in _SPOKEN.items() if said.startswith(begin) or begin in said[:200]), "")
    if code in _SENTENCES:
        found = _SENTENCES[code].format(at=at)
        return Busy(found) if code == "55P03" else Refused(found)
    lost = code[:2] in ("08", "57") or (not code and any(type(each).__name__ == "OperationalError" for each in causes))
    if lost:
        return Refused(_AWAY.format(at=at))
    return Refused(f"the workspace {at} answered: {' '.join(str(error).split())}; nothing was changed")


@contextmanager
def translate_errors(at: str) -> Iterator[None]:
    """Raise Refused with a sentence in place of whatever the server, the driver or peewee raise inside."""
    try:
        yield
    except (PeeweeException, psycopg.Error, OverflowError, UnicodeEncodeError) as error:
        raise sentence(error, at) from error
