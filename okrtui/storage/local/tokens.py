"""My random secrets for live sessions, in my own state directory: by them I find my cards again, and nobody else."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from okrtui.errors import Refused

if TYPE_CHECKING:
    from okrtui.storage.local.own_writes import OwnWrites

LENGTH = 32
"""Bytes of a secret."""


class Tokens:
    """One secret a session, kept in a 0600 file; made when it is first asked for.

    `path` may be a function: where my state directory lies is found out only when a secret is needed.
    """

    def __init__(self, path: Path | Callable[[], Path]) -> None:
        self._path = path
        self._known: dict[str, str] = {}
        self._written: OwnWrites | None = None
        self._spells: dict[str, str] = {}

    @property
    def path(self) -> Path:
        """The file."""
        if not isinstance(self._path, Path):
            self._path = self._path()
        return self._path

    @property
    def written(self) -> "OwnWrites":
        """What I wrote last in anonymous sessions, for undo; beside the secrets and nowhere else."""
        if self._written is None:
            from okrtui.storage.local.own_writes import OwnWrites  # the quick commands never look into it

            self._written = OwnWrites(self.path.with_suffix(".written.json"))
        return self._written

    def secret(self, session: str) -> bytes:
        """Return my secret for a session's key. Raises Refused where my state directory cannot be written."""
        if session not in self._known:
            try:
                self._known[session] = self._kept(session)
            except OSError as error:
                why = error.strerror or error
                raise Refused(f"{self.path} cannot be written ({why}), so a session would forget you") from None
            except (ValueError, TypeError):  # cut off or written by hand
                raise Refused(
                    f"{self.path} is broken; if you move it away, sessions will no longer know your cards"
                ) from None
        return bytes.fromhex(self._known[session])

    def typing(self, session: str) -> str:
        """Return what my typing in a session is noted under until `typed`, "" where I do not type.

        It is drawn anew each time I begin, and kept nowhere: one that stayed would tie my cards together by when it
        comes and goes.
        """
        return self._spells.get(session, "")

    def type(self, session: str) -> str:
        """Begin to type in a session, or go on; return what it is noted under."""
        import secrets

        return self._spells.setdefault(session, secrets.token_hex(LENGTH))

    def typed(self, session: str) -> str:
        """End it, and return what it was noted under."""
        return self._spells.pop(session, "")

    def _kept(self, session: str) -> str:
        """Return the secret that is on disk, or put a new one there; two processes of mine get the same."""
        import secrets  # brings hashlib: the quick commands have a box and never look into it

        from okrtui.storage.local.state_file import StateFile

        file = StateFile(self.path, "secrets", damaged="refuse")
        kept = file.read()
        if session not in kept:
            kept = file.change(lambda now: {session: secrets.token_hex(LENGTH)} | now)
        secret = bytes.fromhex(kept[session])
        if len(secret) != LENGTH:
            raise ValueError("a secret that others could guess")
        return secret.hex()


def owner(secret: bytes, what: str) -> str:
    """Return what is stored to recognise its owner by: without the secret it tells nothing, and no two are linked."""
    import hmac  # as above

    return hmac.digest(secret, what.encode(), "sha256").hex()
